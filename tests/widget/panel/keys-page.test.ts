import { sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import { until } from '../visitor-waits.ts';
import { type } from './keys.ts';
import { problem, type Replies, type Shop, shop, standIn } from './stand-in.ts';
import { clearPage, type Visit, visit } from './visit.ts';

let server: ReturnType<typeof standIn>;

async function open(has: Shop = shop(), replies: Replies = {}): Promise<Visit> {
  server = standIn(has, replies);
  const lucia = visit('/panel/llaves');
  await lucia.reads('Caja Roma');
  return lucia;
}

const focused = ({ root }: Visit) => root.activeElement?.textContent?.trim() ?? '';
const tableOf = ({ root }: Visit) => root.querySelector('table')?.textContent ?? '';

beforeEach(async () => {
  clearPage();
  localStorage.setItem('autofactura-panel-locale', '"es-MX"');
  await setViewport({ width: 1280, height: 800 });
});
afterEach(() => server.restore());

describe('an API key', () => {
  it('is created with the keyboard for a purpose, and its secret is shown once', async () => {
    const lucia = await open();
    await type(lucia, 'name', 'Punto de venta Centro');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'ArrowDown' });
    await lucia.reads('Podrá: Ver las ventas · Agregar ventas y registrar devoluciones · Ver y descargar las facturas');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'End' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    await until(() => focused(lucia) === 'Guarda la llave «Punto de venta Centro»');
    await lucia.reads('sk_test_jacaranda-en-flor');
    const [sent] = server.sent('POST keys') as { name: string; scopes: string[]; expiresAt: string }[];
    assert.equal(sent?.name, 'Punto de venta Centro');
    assert.deepEqual(sent?.scopes, ['sales:read', 'sales:write', 'invoices:read', 'invoices:write', 'settings:read']);
    assert.approximately(Date.parse(sent?.expiresAt ?? ''), Date.now() + 365 * 86_400_000, 60_000);
    assert.notInclude(JSON.stringify({ ...sessionStorage, ...localStorage }), 'sk_test_');

    lucia.press('Ya la guardé');
    await until(() => focused(lucia) === 'Crear una llave');
    assert.notInclude(lucia.text(), 'sk_test_');
    assert.equal(lucia.input('name').value, '');
  });

  it('is copied with a button, which says what to do where the browser has no clipboard, as without TLS', async () => {
    const lucia = await open();
    await type(lucia, 'name', 'Caja');
    await sendKeys({ press: 'Enter' });
    await lucia.reads('Copiar la llave');
    Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true });
    try {
      lucia.press('Copiar la llave');
      await lucia.reads('Selecciónalo y cópialo a mano');
    } finally {
      Reflect.deleteProperty(navigator, 'clipboard');
    }
  });

  it('is given one permission at a time, and at least one', async () => {
    const lucia = await open();
    await type(lucia, 'name', 'Reporte del contador');
    lucia.choose('purpose', 'custom');
    await lucia.reads('Lo delicado');
    await sendKeys({ press: 'Enter' });
    await lucia.reads('Elige al menos un permiso.');
    assert.deepEqual(server.sent('POST keys'), []);
    lucia.root.querySelector<HTMLInputElement>('[name="invoices:read"]')?.focus();
    await sendKeys({ press: 'Space' });
    await sendKeys({ press: 'Enter' });
    await lucia.reads('Guarda la llave «Reporte del contador»');
    assert.deepEqual(server.sent('POST keys'), [{ name: 'Reporte del contador', scopes: ['invoices:read'] }]);
  });

  it('is revoked only when that is confirmed, and is listed among those that no longer work', async () => {
    const lucia = await open();
    lucia.press('Revocar Caja Roma');
    await until(() => focused(lucia) === '¿Revocar «Caja Roma»?');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    await until(() => focused(lucia) === 'Revocar Caja Roma');
    assert.include(tableOf(lucia), 'Caja Roma');

    await sendKeys({ press: 'Enter' });
    await until(() => focused(lucia) === '¿Revocar «Caja Roma»?');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    await until(() => focused(lucia) === 'La llave «Caja Roma» ya no sirve.');
    assert.notInclude(tableOf(lucia), 'Caja Roma');
    await lucia.reads('2 llaves que ya no sirven');
  });

  it('that could not be revoked stays, with the reason', async () => {
    const lucia = await open(shop(), { 'DELETE keys/key_3': problem('unavailable', 503) });
    lucia.press('Revocar Caja Roma');
    await lucia.reads('Sí, revocarla');
    lucia.press('Sí, revocarla');
    await lucia.reads('Detalle de unavailable.');
    assert.include(tableOf(lucia), 'Caja Roma');
  });
});

describe('the page of API keys', () => {
  for (const role of ['cashier', 'accountant', 'read-only'])
    it(`is not in the menu of a person with the role ${role}`, async () => {
      server = standIn(shop(), {
        'GET session': {
          json: {
            user: { name: 'Beto Salas', email: 'beto@cafejacaranda.example', hasPasskey: false },
            merchants: [{ id: 'mer_jacaranda', tradeName: 'Café Jacaranda', role }],
          },
        },
      });
      const beto = visit('/panel/ventas');
      await beto.reads('CJ-1060');
      assert.isNull(beto.root.querySelector('[href="/panel/llaves"]'));
    });
});
