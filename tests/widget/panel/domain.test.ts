import { sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import { until } from '../visitor-waits.ts';
import { type } from './keys.ts';
import { domainOf } from './outward-stand-in.ts';
import { problem, type Replies, type Shop, shop, standIn } from './stand-in.ts';
import { clearPage, type Visit, visit } from './visit.ts';

let server: ReturnType<typeof standIn>;

function open(path: string, has: Shop = shop(), replies: Replies = {}): Visit {
  server = standIn(has, replies);
  return visit(path);
}

const focused = ({ root }: Visit) => root.activeElement?.id;
const submit = () => sendKeys({ press: 'Enter' });

beforeEach(async () => {
  clearPage();
  localStorage.setItem('autofactura-panel-locale', '"es-MX"');
  await setViewport({ width: 1280, height: 800 });
});
afterEach(() => server.restore());

describe('a domain of one’s own', () => {
  const records = ({ root }: Visit) => [...root.querySelectorAll('.record code')].map((code) => code.textContent);

  it('is added from what the browser’s address bar says, by keyboard; its two records are short enough to copy, with a hint for the provider', async () => {
    const lucia = open('/panel/dominio');
    await lucia.reads('Usar mi dominio');
    await type(lucia, 'host', 'https://Factura.Jacaranda.com.mx/');
    await submit();
    await lucia.reads('Prueba de que es tuyo');
    assert.deepEqual(server.sent('POST domains'), [{ host: 'factura.jacaranda.com.mx', portal: 'cafe-jacaranda' }]);
    const value = `autofactura=${'0f'.repeat(16)}`;
    assert.deepEqual(records(lucia), ['factura', 'facturas.example.mx', '_autofactura.factura', value]);
    lucia.choose('provider', 'cloudflare');
    await lucia.reads('Deja la nube en gris');
  });

  it('says what is wrong where the server refuses it, and keeps what was typed', async () => {
    const errors = [{ pointer: '/host', code: 'domain-taken', detail: 'Ese dominio ya es de otro negocio.' }];
    const lucia = open('/panel/dominio', shop(), { 'POST domains': problem('invalid-settings', 422, { errors }) });
    await lucia.reads('Usar mi dominio');
    await type(lucia, 'host', 'factura.tulipan.mx');
    await submit();
    await lucia.reads('Ese dominio ya es de otro negocio');
    await until(() => focused(lucia) === 'host');
    assert.equal(lucia.input('host').value, 'factura.tulipan.mx');
  });

  it('is not pointed at this machine while the server has no public address: that is said instead of the record', async () => {
    const [, proof] = domainOf().records;
    const alias = { type: 'CNAME', name: 'factura.jacaranda.com.mx', value: '127.0.0.1' } as const;
    const lucia = open('/panel/dominio', shop({ domains: [domainOf({ records: proof ? [alias, proof] : [] })] }));
    await lucia.reads('aún no tiene una dirección pública');
    assert.deepEqual(records(lucia), ['_autofactura.factura', proof?.value]);
  });

  it('is removed only after it was said what stops working', async () => {
    const lucia = open('/panel/dominio', shop({ domains: [domainOf({ state: 'active' })] }));
    await lucia.reads('Activo');
    lucia.root.querySelector('summary')?.focus();
    await sendKeys({ press: 'Enter' });
    await lucia.reads('dejarán de abrir');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    await lucia.reads('Usar mi dominio');
    assert.equal(server.asked.filter(({ method }) => method === 'DELETE').length, 1);
  });
});
