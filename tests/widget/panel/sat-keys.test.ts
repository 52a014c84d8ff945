import { sendKeys, setViewport } from '@web/test-runner-commands';
import { assert } from 'chai';
import { until } from '../visitor-waits.ts';
import { SOURCES } from './connections-stand-in.ts';
import { type } from './keys.ts';
import { problem, type Replies, type Shop, shop, standIn } from './stand-in.ts';
import { clearPage, type Visit, visit } from './visit.ts';

let server: ReturnType<typeof standIn>;

function open(path: string, has: Shop = shop(), replies: Replies = {}): Visit {
  server = standIn(has, replies);
  return visit(path);
}

const focusedId = ({ root }: Visit) => root.activeElement?.id ?? '';
const press = (key: string) => sendKeys({ press: key });
const COFFEE = '/panel/productos/clave?de=sku%3ACAFE-250';

beforeEach(async () => {
  clearPage();
  localStorage.setItem('autofactura-panel-locale', '"es-MX"');
  await setViewport({ width: 1280, height: 800 });
});
afterEach(() => server.restore());

describe('the products of a shop', () => {
  it('are listed with what was sold without a key first, and what a sale waits for before that', async () => {
    const lucia = open('/panel/productos');
    await lucia.reads('Vendidos sin clave propia');
    const rows = lucia.all$('tbody tr').map((row) => row.textContent?.replace(/\s+/g, ' ') ?? '');
    assert.match(rows[0] ?? '', /Aspirina 500 mg.*1 venta espera/);
    assert.match(rows[1] ?? '', /Café de Chiapas 250 g.*CAFE-250 · Bebidas.*41 ventas/);
    assert.match(rows[3] ?? '', /Cerveza.*Categoría.*50202201.*Pieza.*IVA 16 % \+ IEPS 26\.5 %/);
    assert.match(rows[4] ?? '', /HONORARIOS.*Servicio.*Otros/);
  });

  it('get a key with the keyboard, found by what the shop calls it', async () => {
    const lucia = open(COFFEE);
    await lucia.reads('Hoy se factura con la clave 01010101');
    await type(lucia, 'claveProdServ-words', 'caf');
    await lucia.reads('Café 50201706');
    await press('Tab');
    await press('Enter');
    await until(() => focusedId(lucia) === 'claveProdServ');
    assert.equal(lucia.input('claveProdServ').value, '50201706');
    lucia.choose('iva', '0.000000');
    await press('Enter');
    await lucia.reads('Guardamos «CAFE-250»');
    assert.equal(location.pathname + location.search, '/panel/productos');
    assert.deepEqual(server.sent('PUT products'), [
      {
        'sku:CAFE-250': {
          ...{ claveProdServ: '50201706', claveUnidad: 'H87' },
          impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.000000' }],
        },
      },
    ]);
  });

  it('are searched by Enter in the words, which does not send the form', async () => {
    const lucia = open(COFFEE);
    await lucia.reads('Búscala por su nombre');
    await type(lucia, 'claveProdServ-words', 'pan');
    await press('Enter');
    await lucia.reads('Pan fresco 50181901');
    assert.deepEqual(server.sent('PUT products'), []);
    await type(lucia, 'claveProdServ-words', 'jirafa');
    await lucia.reads('El SAT no tiene nada con esas palabras');
  });

  it('get the key of their whole category if that is chosen', async () => {
    const lucia = open(COFFEE);
    await lucia.reads('A toda la categoría Bebidas');
    lucia.choose('scope', 'category');
    await type(lucia, 'claveProdServ', '50201706');
    await press('Enter');
    await lucia.reads('Guardamos «Categoría Bebidas»');
    assert.deepEqual(server.sent('PUT products'), [
      { 'category:Bebidas': { claveProdServ: '50201706', claveUnidad: 'H87' } },
    ]);
  });

  it('keep what was typed over a reload, and a key that the SAT does not have is refused at its field, with the focus there', async () => {
    const lucia = open(COFFEE);
    await lucia.reads('Búscala por su nombre');
    await type(lucia, 'claveProdServ', '99999999');
    await press('Enter');
    await lucia.reads('La clave «99999999» no está en el catálogo del SAT.');
    await until(() => focusedId(lucia) === 'claveProdServ');
    server.restore();
    for (const panel of document.querySelectorAll('autofactura-panel')) panel.remove();
    const again = open(COFFEE);
    await again.reads('Búscala por su nombre');
    assert.equal(again.input('claveProdServ').value, '99999999');
  });

  it('say at the field how a key is written, before anything is sent', async () => {
    const lucia = open(COFFEE);
    await lucia.reads('Búscala por su nombre');
    await type(lucia, 'claveProdServ', '5020');
    await press('Enter');
    await lucia.reads('Son ocho números.');
    await until(() => focusedId(lucia) === 'claveProdServ');
    assert.deepEqual(server.sent('PUT products'), []);
  });

  it('keep the taxes that no choice says, and those of their connection unless others are chosen', async () => {
    const lucia = open('/panel/productos/clave?de=sku%3AHONORARIOS');
    await lucia.reads('Quitarle su clave');
    assert.equal(lucia.input('iva').value, 'kept');
    await type(lucia, 'claveProdServ', '84111506');
    await press('Enter');
    await lucia.reads('Guardamos «HONORARIOS»');
    const [sent] = server.sent('PUT products') as Record<string, { readonly impuestos: readonly object[] }>[];
    assert.lengthOf(sent?.['sku:HONORARIOS']?.impuestos ?? [], 2);
  });

  it('lose their key only when that is confirmed', async () => {
    const lucia = open('/panel/productos/clave?de=sku%3ATAZA');
    await lucia.reads('Quitarle su clave');
    lucia.press('Quitarle su clave');
    assert.deepEqual(server.sent('PUT products'), []);
    lucia.press('Sí, quitarla');
    await lucia.reads('Vendidos sin clave propia');
    assert.deepEqual(server.sent('PUT products'), [{ 'sku:TAZA': null }]);
    assert.notInclude(lucia.text(), 'TAZA');
  });

  it('can be read, but not changed, by an accountant', async () => {
    const beto = open('/panel/productos', shop(), {
      'GET session': {
        json: {
          user: { name: 'Beto Salas', email: 'beto@cafejacaranda.example', hasPasskey: false },
          merchants: [{ id: 'mer_jacaranda', tradeName: 'Café Jacaranda', role: 'accountant' }],
        },
      },
    });
    await beto.reads('Café de Chiapas 250 g');
    assert.notInclude(beto.text(), 'Dar clave');
    assert.notInclude(beto.text(), 'Agregar un producto');
  });
});

describe('the forms of payment of a till', () => {
  const connected = () => shop({ sources: SOURCES.slice(2) });

  it('begin with the words for which sales wait, and one is explained with the keyboard', async () => {
    const lucia = open('/panel/formas-de-pago', connected());
    await lucia.reads('«Uber Eats»');
    await lucia.reads('2 ventas esperan');
    const uber = lucia.all$<HTMLSelectElement>('select')[0];
    uber?.focus();
    await sendKeys({ type: 'Interm' });
    await press('Tab');
    lucia.press('Guardar');
    await until(() => focusedId(lucia) === 'paid-saved');
    assert.deepEqual(server.sent('PATCH sources/src_csv/payments'), [{ 'csv:uber_eats': '31' }]);
    assert.notInclude(lucia.text(), '«Uber Eats»');
    await lucia.reads('«Efectivo/Tarjeta»');
  });

  it('take a word before it arrives, as the server will find it; a half of it is refused at its field', async () => {
    const lucia = open('/panel/formas-de-pago', connected());
    await lucia.reads('Otra palabra de tu caja');
    await type(lucia, 'word', '  Crédito  Señor-Ñ ');
    await press('Enter');
    await lucia.reads('Elige qué es.');
    await until(() => focusedId(lucia) === 'way');
    lucia.choose('way', '01');
    lucia.press('Guardar');
    await until(() => focusedId(lucia) === 'paid-saved');
    assert.deepEqual(server.sent('PATCH sources/src_csv/payments'), [{ 'csv:credito_senor_n': '01' }]);
  });

  it('can be taken back, and what could not be saved stays chosen', async () => {
    const lucia = open('/panel/formas-de-pago', connected(), {
      'PATCH sources/src_csv/payments': problem('unavailable', 503),
    });
    await lucia.reads('Vale azul');
    const mine = lucia.all$<HTMLSelectElement>('select').find((one) => one.id.includes('vale_azul'));
    lucia.choose(mine?.id ?? '', 'none');
    lucia.press('Guardar');
    await lucia.reads('Detalle de unavailable.');
    assert.deepEqual(server.sent('PATCH sources/src_csv/payments'), [{ 'csv:vale_azul': null }]);
    assert.equal(lucia.input(mine?.id ?? '').value, 'none');
  });
});
