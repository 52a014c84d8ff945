/** Refunds that wait for the merchant: they say why, and are approved, corrected or declined. */
import { sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import type { ListedRefund } from '../../../widget/panel/desk/desk-wire.ts';
import { until } from '../visitor-waits.ts';
import { ALBA, desk, REFUSED_BY_SAT, TO_APPROVE } from './desk-stand-in.ts';
import { enter, type } from './keys.ts';
import { problem, type Replies, type Shop, shop, standIn } from './stand-in.ts';
import { clearPage, type Visit, visit } from './visit.ts';

let server: ReturnType<typeof standIn>;

function open(path: string, has: Shop = shop(), replies: Replies = {}): Visit {
  server = standIn(has, replies);
  return visit(path);
}

const asked = (route: string) => server.asked.filter((one) => `${one.method} ${one.path}` === route);

beforeEach(async () => {
  clearPage();
  localStorage.setItem('autofactura-panel-locale', '"es-MX"');
  await setViewport({ width: 1280, height: 800 });
});
afterEach(() => server.restore());

describe('refunds that wait', () => {
  const waiting = (refund: ListedRefund): Shop => shop({ desk: desk({ refunds: [refund] }) });

  it('are approved with the keyboard, from the list through what they wait for', async () => {
    const lucia = open('/panel/devoluciones', waiting(TO_APPROVE));
    await lucia.reads('Ver por qué espera');
    await enter(lucia, 'Ver por qué espera y decidir');
    await lucia.reads('Espera que la apruebes para emitir su nota de crédito');
    assert.notInclude(lucia.text(), 'Emitir con estos datos');
    await enter(lucia, 'Aprobar y emitir');
    await until(() => location.pathname === '/panel/ventas/sale_3');
    assert.equal(asked('POST refunds/ref_1/approve').length, 1);
  });

  it('are issued with the details of today, if the SAT refused those of the invoice, for the same RFC', async () => {
    const lucia = open('/panel/ventas/sale_3', waiting(REFUSED_BY_SAT));
    await lucia.reads('Ver por qué espera');
    await enter(lucia, 'Ver por qué espera y decidir');
    await lucia.reads('El régimen no es el que el SAT tiene para este RFC');
    await lucia.reads(ALBA.rfc);
    lucia.choose('receptor/regimenFiscal', '605');
    await enter(lucia, 'Emitir con estos datos');
    await until(() => location.pathname === '/panel/ventas/sale_3');
    const { nombre, codigoPostal } = ALBA;
    assert.deepEqual(server.sent('POST refunds/ref_1/correct'), [
      { receptor: { nombre, codigoPostal, regimenFiscal: '605' } },
    ]);
  });

  it('show what is wrong with the details at their fields', async () => {
    const detail = 'Ese código postal no existe.';
    const errors = [{ pointer: '/receptor/codigoPostal', code: 'unknown-postal-code', detail }];
    const lucia = open('/panel/ventas/sale_3/devoluciones/ref_1', waiting(REFUSED_BY_SAT), {
      'POST refunds/ref_1/correct': problem('invalid-refund', 422, { errors }),
    });
    await lucia.reads('Emitir con estos datos');
    await type(lucia, 'receptor/codigoPostal', '99999');
    await sendKeys({ press: 'Enter' });
    await until(() => lucia.root.activeElement?.id === 'receptor/codigoPostal');
    assert.equal(lucia.root.getElementById('receptor/codigoPostal-fault')?.textContent?.trim(), detail);
  });

  it('stay on their page with the reason if the SAT refuses them again', async () => {
    const lucia = open('/panel/ventas/sale_3/devoluciones/ref_1', waiting(REFUSED_BY_SAT), {
      'POST refunds/ref_1/approve': { json: REFUSED_BY_SAT },
    });
    await lucia.reads('Emitir con estos datos');
    await enter(lucia, 'Aprobar y emitir');
    await until(() => asked('GET refunds').length === 2);
    await lucia.reads('El régimen no es el que el SAT tiene para este RFC');
    assert.equal(location.pathname, '/panel/ventas/sale_3/devoluciones/ref_1');
  });

  it('are declined only with a reason', async () => {
    const lucia = open('/panel/ventas/sale_3/devoluciones/ref_1', waiting(TO_APPROVE));
    await lucia.reads('Aprobar y emitir');
    await enter(lucia, 'Rechazar…');
    await enter(lucia, 'Rechazar la devolución');
    await lucia.reads('Escribe este dato.');
    assert.isEmpty(server.sent('POST refunds/ref_1/decline'));
    await type(lucia, 'reason', 'El producto no regresó.');
    await sendKeys({ press: 'Enter' });
    await until(() => location.pathname === '/panel/ventas/sale_3');
    assert.deepEqual(server.sent('POST refunds/ref_1/decline'), [{ reason: 'El producto no regresó.' }]);
  });
});
