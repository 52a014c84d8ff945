import { sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import { until } from '../visitor-waits.ts';
import { type } from './keys.ts';
import { problem, type Replies, type Shop, shop, standIn } from './stand-in.ts';
import { clearPage, type Visit, visit } from './visit.ts';

let server: ReturnType<typeof standIn>;

function open(path: string, replies: Replies = {}, has: Shop = shop()): Visit {
  server = standIn(has, replies);
  return visit(path);
}

async function typeSale(lucia: Visit, folio: string, price: string): Promise<void> {
  await type(lucia, 'folio', folio);
  await type(lucia, 'conceptos/0/descripcion', 'Aspirina');
  await type(lucia, 'conceptos/0/valorUnitario', price);
}

const faultAt = ({ root }: Visit, id: string) =>
  root.getElementById(`${id}-fault`)?.textContent?.replace(/\s+/g, ' ').trim();

beforeEach(async () => {
  clearPage();
  localStorage.setItem('autofactura-panel-locale', '"es-MX"');
  await setViewport({ width: 1280, height: 800 });
});
afterEach(() => server.restore());

describe('a sale that is typed by hand', () => {
  it('replaces no other: a folio that is taken is said at its field, with a link to that sale', async () => {
    const detail = 'Ya hay una venta T-001 de $1,266.50 MXN. Si esta es otra, dale otro folio.';
    const taken = problem('invalid-sale', 422, { errors: [{ pointer: '/folio', code: 'folio-taken', detail }] });
    const lucia = open('/panel/ventas/nueva', {
      'POST sales': ({ query }) => (query === '?existing=refuse' ? taken : undefined),
    });
    await lucia.reads('Guardar la venta');
    await typeSale(lucia, 'T-001', '348');
    await sendKeys({ press: 'Enter' });
    await lucia.reads('Ver la venta T-001');
    assert.include(faultAt(lucia, 'folio'), detail);
    await until(() => lucia.root.activeElement?.id === 'folio');
    const link = lucia.all$<HTMLAnchorElement>('#folio-fault a')[0];
    assert.equal(link?.getAttribute('href'), '/panel/ventas?folio=T-001');
    assert.notInclude(lucia.text(), 'ya se puede facturar');
  });
});
