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

  it('goes on at the first field of a product that was added', async () => {
    const lucia = open('/panel/ventas/nueva');
    await lucia.reads('Guardar la venta');
    const button = lucia.all$('button').find((one) => one.textContent?.includes('Agregar otro producto'));
    button?.focus();
    await sendKeys({ press: 'Enter' });
    await until(() => lucia.root.activeElement?.id === 'conceptos/1/descripcion');
    await sendKeys({ type: 'Pan de elote' });
    assert.equal(lucia.input('conceptos/1/descripcion').value, 'Pan de elote');
    assert.isNull(lucia.root.getElementById('conceptos/2/descripcion'));
  });

  it('says that a quantity is above zero before anything is sent, and nothing of it once it is corrected', async () => {
    const lucia = open('/panel/ventas/nueva');
    await lucia.reads('Guardar la venta');
    await typeSale(lucia, 'T-002', '348');
    for (const [quantity, words] of [
      ['-2', 'Debe ser mayor que cero.'],
      ['0', 'Debe ser mayor que cero.'],
      ['dos', 'Escribe un número, como 348.00.'],
    ] as const) {
      await type(lucia, 'conceptos/0/cantidad', quantity);
      await sendKeys({ press: 'Enter' });
      await until(() => faultAt(lucia, 'conceptos/0/cantidad') === words);
    }
    await type(lucia, 'conceptos/0/cantidad', '1');
    await until(() => !lucia.text().includes('Revisa'));
    assert.isEmpty(lucia.all$('.fault, .notice.bad'));
    await type(lucia, 'conceptos/0/valorUnitario', '0');
    await sendKeys({ press: 'Enter' });
    await until(() => faultAt(lucia, 'conceptos/0/valorUnitario') === 'Debe ser mayor que cero.');
    assert.isEmpty(server.sent('POST sales'));
  });

  it('is not said to be saved any more while the next one is corrected', async () => {
    const lucia = open('/panel/ventas/nueva');
    await lucia.reads('Guardar la venta');
    await typeSale(lucia, 'T-003', '348');
    await sendKeys({ press: 'Enter' });
    await lucia.reads('La venta T-003 de $348.00 MXN ya se puede facturar.');
    await lucia.reads('Guardar la venta');
    lucia.press('Guardar la venta');
    await lucia.reads('Revisa');
    assert.notInclude(lucia.text(), 'T-003');
  });

  it('of a day whose deadline is over is not said to be open to its customer', async () => {
    const detail = 'Su plazo terminó el 3 de noviembre de 2026: tu cliente ya no puede facturarla en tu portal.';
    const late = { id: 'sale_9', folio: 'T-004', total: '348.00', moneda: 'MXN' };
    const lucia = open('/panel/ventas/nueva', {
      'POST sales': { json: { ...late, warnings: [{ pointer: '/date', code: 'deadline-over', detail }] } },
    });
    await lucia.reads('Guardar la venta');
    await typeSale(lucia, 'T-004', '348');
    await sendKeys({ press: 'Enter' });
    await lucia.reads(`La venta T-004 de $348.00 MXN quedó guardada. ${detail}`);
    assert.notInclude(lucia.text(), 'ya se puede facturar');
    const link = lucia.all$<HTMLAnchorElement>('.notice a')[0];
    assert.equal(link?.getAttribute('href'), '/panel/ventas/sale_9');
  });
});

describe('a till’s file', () => {
  const FILE = 'Ticket,Fecha,Producto,Cantidad,Importe\nB-100,20/11/2026,Aspirina,2,100.00\n';
  const SENT = 'POST sources/src_1/sales';
  const ndjson = (...lines: readonly object[]) => lines.map((line) => JSON.stringify(line)).join('\n');

  function choose({ input }: Visit, content: BlobPart, name = 'caja.csv'): void {
    const chosen = new DataTransfer();
    chosen.items.add(new File([content], name));
    const field = input('file') as HTMLInputElement;
    field.files = chosen.files;
    field.dispatchEvent(new Event('change', { bubbles: true }));
  }

  async function upload(lucia: Visit): Promise<void> {
    choose(lucia, FILE);
    await lucia.reads('Esto entendimos de «caja.csv»');
    lucia.choose('column/total', '4');
    lucia.press('Subir estas ventas');
  }

  it('can be chosen again once it is corrected, also under the same name', async () => {
    const lucia = open('/panel/ventas/archivo');
    await lucia.reads('Archivo CSV');
    choose(lucia, FILE);
    await lucia.reads('Esto entendimos de «caja.csv»');
    assert.equal(lucia.input('file').value, '', 'the browser reports a change only if there was no file');
    assert.equal(lucia.root.getElementById('file-name')?.textContent?.trim(), 'caja.csv');
  });

  it('has the name of the column in what is wrong with a row', async () => {
    const errors = [
      { pointer: '/conceptos/0/valorUnitario', code: 'required', detail: 'Falta este dato.' },
      { pointer: '/conceptos/0/claveProdServ', code: 'clave-unknown', detail: 'Esa clave no existe.' },
    ];
    const lucia = open('/panel/ventas/archivo', {
      [SENT]: { text: ndjson({ line: 2, folio: 'B-100', result: 'refused', errors }) },
    });
    await lucia.reads('Archivo CSV');
    await upload(lucia);
    await lucia.reads('Precio: Falta este dato.');
    await lucia.reads('Esa clave no existe.');
  });

  it('that was uploaded before is not counted as saved again', async () => {
    let results = ['unchanged', 'unchanged'];
    const lucia = open('/panel/ventas/archivo', {
      [SENT]: () => ({ text: ndjson(...results.map((result, at) => ({ line: at + 2, folio: `B-${at}`, result }))) }),
    });
    await lucia.reads('Archivo CSV');
    await upload(lucia);
    await lucia.reads('Ya estaban: 2.');
    assert.notInclude(lucia.text(), 'Ventas guardadas');
    results = ['created', 'updated', 'unchanged', 'locked'];
    await upload(lucia);
    await lucia.reads('Ventas guardadas: 2. Ya estaban: 1. Ya facturadas o con devolución, siguen igual: 1.');
  });

  const PNG = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52]);
  const cases: readonly (readonly [string, BlobPart, string])[] = [
    ['a picture', PNG, 'Ese archivo no es un CSV'],
    ['a workbook', new Uint8Array([0x50, 0x4b, 3, 4, 0x14, 0, 6, 0, 8, 0, 0, 0]), 'En Excel usa «Guardar como…»'],
    ['a note', 'Llamar a Fer, mañana\nComprar bolsas\n', 'Ese archivo no es un CSV'],
    ['nothing', '', 'Ese archivo no trae ventas.'],
    ['a header alone', 'Ticket,Fecha,Total\n', 'Ese archivo no trae ventas.'],
  ];
  for (const [what, content, words] of cases) {
    it(`is not ${what}, which is said at its field`, async () => {
      const lucia = open('/panel/ventas/archivo');
      await lucia.reads('Archivo CSV');
      choose(lucia, content);
      await until(() => Boolean(faultAt(lucia, 'file')?.includes(words)));
      assert.equal(lucia.input('file').getAttribute('aria-invalid'), 'true');
      assert.notInclude(lucia.text(), '¿Qué es cada columna?');
      choose(lucia, FILE);
      await lucia.reads('Esto entendimos de «caja.csv»');
      assert.isUndefined(faultAt(lucia, 'file'));
    });
  }
});
