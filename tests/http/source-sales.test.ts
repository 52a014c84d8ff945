import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import { read, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let api: TestApi;
// A key has fifty calls a second.
let keys: readonly string[];
let calls = 0;
beforeAll(async () => {
  api = await startApi();
  keys = await Promise.all(Array.from({ length: 6 }, () => api.createKey()));
});
afterAll(() => api.stop());

const IVA = { tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' };
const CONSUMO = { claveProdServ: '90101501', claveUnidad: 'E48', pricesIncludeTax: true, impuestos: [IVA] };

type Outcome = {
  readonly line: number;
  readonly folio?: string;
  readonly result: string;
  readonly id?: string;
  readonly reason?: string;
  readonly errors?: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
};

function call(method: string, path: string, body?: BodyInit, type = 'application/json', key = nextKey()) {
  const headers = { authorization: `Bearer ${key}`, 'content-type': type };
  return api.request(`/v1${path}`, { method, headers, ...(body !== undefined && { body }) });
}

function nextKey(): string {
  calls += 1;
  return keys[calls % keys.length] ?? api.key;
}

async function till(type = 'csv', change: object = {}): Promise<string> {
  const upload = { type, name: 'Caja 2', defaults: CONSUMO, ...change };
  const answer = await call('POST', '/sources', JSON.stringify(upload));
  expect(answer.status).toBe(201);
  return (await read<{ id: string }>(answer)).id;
}

async function submit(id: string, body: BodyInit, type = 'text/csv'): Promise<readonly Outcome[]> {
  const answer = await call('POST', `/sources/${id}/sales`, body, type);
  expect(answer.status).toBe(200);
  const lines = (await answer.text()).trim().split('\n');
  return lines.map((line) => JSON.parse(line) as Outcome);
}

const results = (outcomes: readonly Outcome[]) => outcomes.map(({ folio, result }) => `${folio} ${result}`);
const HEADER = 'Ticket,Fecha,Total,Forma de pago';

describe('a spreadsheet that its merchant uploads', () => {
  it('200: each ticket is found by its number and total, and invoiced by the source’s defaults', async () => {
    const id = await till();
    const sheet = `${HEADER}\nT-204,20/11/2026 9:32,$348.00,Efectivo\nT-205,20/11/2026 9:41,$90.00,Tarjeta de crédito`;
    expect(results(await submit(id, sheet))).toEqual(['T-204 created', 'T-205 created']);
    const [sale] = await api.search({ folio: 't204', total: '348' });
    const answer = await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, {
      ...{ sales: [sale?.token], receptor: UNIVERSIDAD },
    });
    expect(answer.status).toBe(201);
    const { uuid } = await read<InvoiceView>(answer);
    const stamp = await api.stamp(uuid ?? '');
    expect(stamp?.xml).toContain('FormaPago="01"');
    expect(stamp?.xml).toContain('ClaveProdServ="90101501"');
  });

  it('200: a till’s file with quantities and amounts, but no prices, becomes sales', async () => {
    const rows = ['C-100,20/11/2026,Aspirina,3,100.00', 'C-101,20/11/2026,Gasas,2,85.50'];
    const sheet = ['Ticket,Fecha,Producto,Cantidad,Total', ...rows].join('\n');
    expect(results(await submit(await till(), sheet))).toEqual(['C-100 created', 'C-101 created']);
    const [sale] = await api.search({ folio: 'C-100', total: '100' });
    expect(sale?.conceptos).toMatchObject([{ descripcion: 'Aspirina', cantidad: '3' }]);
  });

  it('200: sent again, it changes nothing; corrected, it replaces what is not invoiced yet', async () => {
    const id = await till();
    const sheet = (total: string) => `${HEADER}\nT-1,20/11/2026,${total},Efectivo`;
    expect(results(await submit(id, sheet('58')))).toEqual(['T-1 created']);
    expect(results(await submit(id, sheet('58')))).toEqual(['T-1 unchanged']);
    expect(results(await submit(id, sheet('60')))).toEqual(['T-1 updated']);
    const [sale] = await api.search({ folio: 'T-1', total: '60' });
    await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, { sales: [sale?.token], receptor: UNIVERSIDAD });
    expect(results(await submit(id, sheet('62')))).toEqual(['T-1 locked']);
  });

  it('200: the same number from two tills is two sales', async () => {
    const [one, other] = [await till(), await till()];
    const [first] = await submit(one, `${HEADER}\nN-7,20/11/2026,70,Efectivo`);
    const [second] = await submit(other, `${HEADER}\nN-7,20/11/2026,71,Efectivo`);
    expect(first?.result).toBe('created');
    expect(second?.result).toBe('created');
    expect(second?.id).not.toBe(first?.id);
  });

  it('200: a faulty ticket stops no other; it waits in the queue, and becomes a sale once the mapping has what it lacks', async () => {
    // Fuel: it needs a complement, and is never stamped half right.
    const bare = { claveProdServ: '15101514', claveUnidad: 'LTR', pricesIncludeTax: true, impuestos: [IVA] };
    const id = await till('csv', { defaults: bare });
    const outcomes = await submit(
      id,
      `${HEADER},Código,Concepto,Precio\nQ-1,20/11/2026,58,Efectivo,MENU,Menú del día,58\nQ-2,ayer,58,Efectivo,,,`,
    );
    expect(outcomes.map(({ result }) => result)).toEqual(['refused', 'refused']);
    expect(outcomes[1]?.errors).toMatchObject([{ pointer: '/date' }]);
    await call('PUT', '/products', JSON.stringify({ 'sku:MENU': { claveProdServ: '90101501', claveUnidad: 'E48' } }));
    expect(await read(await call('POST', `/sources/${id}/replay`))).toMatchObject({ sales: 1 });
    expect(await api.search({ folio: 'Q-1', total: '58' })).toHaveLength(1);
  });

  it('200: what Excel saves in Mexico keeps its accents', async () => {
    const id = await till();
    const windows = Buffer.from(
      `${`${HEADER};Concepto\n`.replaceAll(',', ';')}W-1;20/11/2026;58;Efectivo;Café de olla`,
      'latin1',
    );
    expect(results(await submit(id, windows))).toEqual(['W-1 created']);
    const [sale] = await api.search({ folio: 'W-1', total: '58' });
    expect(sale?.conceptos).toMatchObject([{ descripcion: 'Café de olla' }]);
  });

  it('200: the merchant is asked once how tickets were paid, if nothing says it', async () => {
    const id = await till('csv', { name: 'Caja sin forma de pago' });
    await submit(id, 'Ticket,Fecha,Total\nF-1,20/11/2026,58\nF-2,20/11/2026,60');
    const assumed = async () => {
      const { notices } = await read<{ notices: { kind: string; subject: string }[] }>(await call('GET', '/notices'));
      return notices.filter(({ kind, subject }) => kind === 'forma-pago-assumed' && subject === id).length;
    };
    expect(await assumed()).toBe(1);
    await call('PUT', `/sources/${id}`, JSON.stringify({ defaults: { ...CONSUMO, formaPago: '01' } }));
    expect(await assumed()).toBe(0);
  });
});

describe('a till’s JSON lines', () => {
  const ticket = (folio: string, change: object = {}) => ({
    ...{ folio, date: '2026-11-20T09:32:00-06:00', total: '348.00', formaPago: 'efectivo' },
    ...change,
  });
  const ndjson = (...sales: readonly object[]) => sales.map((sale) => JSON.stringify(sale)).join('\n');

  it('200: leave out what the source knows: claves, taxes, lines, what «efectivo» means', async () => {
    const id = await till('api');
    const lines = [
      ticket('J-1'),
      ticket('J-2', { conceptos: [{ descripcion: 'Desayuno', cantidad: '2', valorUnitario: '174.00' }] }),
      ticket('J-3', {
        total: '1.00',
        conceptos: [{ descripcion: 'Desayuno', cantidad: '2', valorUnitario: '174.00' }],
      }),
    ];
    const outcomes = await submit(id, ndjson(...lines), 'application/x-ndjson');
    expect(results(outcomes)).toEqual(['J-1 created', 'J-2 created', 'J-3 refused']);
    expect(outcomes[2]?.errors).toMatchObject([{ code: 'sale-inconsistent' }]);
    const sale = await read<object>(await call('GET', `/sales/${outcomes[0]?.id}`));
    expect(sale).toMatchObject({ formaPago: '01', conceptos: [{ descripcion: 'Compra J-1', claveUnidad: 'E48' }] });
  });

  it('200: two tickets with the same folio are both refused; if one ticket is submitted again as paid, the later submission wins', async () => {
    const id = await till('manual');
    const two = JSON.stringify([ticket('D-1'), ticket('D-1', { total: '90.00' }), ticket('D-2')]);
    const outcomes = await submit(id, two, 'application/json');
    expect(results(outcomes)).toEqual(['D-1 refused', 'D-1 refused', 'D-2 created']);
    expect(outcomes[0]?.errors).toMatchObject([{ code: 'folio-repeated' }]);
    const paid = JSON.stringify([ticket('D-3', { estado: 'pendiente', formaPago: '99' }), ticket('D-3')]);
    expect(results(await submit(id, paid, 'application/json'))).toEqual(['D-3 created', 'D-3 created']);
    expect(await api.search({ folio: 'D-3', total: '348' })).toMatchObject([{ status: 'open' }]);
  });

  it('200: what is not a sale is refused at its line', async () => {
    const id = await till('api');
    const body = ['7', '{"folio": "X-1"', ndjson(ticket('X-2')), '{}', ndjson(ticket('X-3', { total: 348 }))].join(
      '\n',
    );
    const outcomes = await submit(id, body, 'application/json');
    expect(outcomes.map(({ line, result, errors = [] }) => [line, result, errors[0]?.code])).toEqual([
      [1, 'refused', 'malformed'],
      [2, 'refused', 'malformed'],
      [3, 'created', undefined],
      [4, 'refused', 'required'],
      [5, 'refused', 'amount-malformed'],
    ]);
  });

  it('200: are at most five thousand in a call', async () => {
    const id = await till('api');
    const many = (count: number) => ndjson(...Array.from({ length: count }, (_, index) => ticket(`M-${index}`)));
    const outcomes = await submit(id, many(5_000), 'application/x-ndjson');
    expect(outcomes.every(({ result }) => result === 'created')).toBe(true);
    const answer = await call('POST', `/sources/${id}/sales`, many(5_001), 'application/x-ndjson');
    expect((await readProblem(answer, 413)).code).toBe('payload-too-large');
    // As long as a busy machine takes over ten thousand rows: what is still going on would be met by the tests after it.
  }, 120_000);
});

describe('a ticket that is submitted again with other data', () => {
  const csv = (...rows: readonly string[]) => ['Ticket,Fecha,Total,Forma de pago,Estatus', ...rows].join('\n');
  const status = async (folio: string, total: string) =>
    (await api.search({ folio, total })).map((sale) => sale.status);

  it('200: a cancellation closes the sale, whatever the till writes beside it', async () => {
    const id = await till();
    await submit(id, csv('C-1,20/11/2026,348,Efectivo,Pagado'));
    await submit(id, csv('C-1,20/11/2026,0,,Cancelado'));
    expect(await status('C-1', '348')).toEqual(['closed']);
  });

  it('200: yesterday’s 0042 is not today’s: the second one is refused, naming the first', async () => {
    const id = await till();
    await submit(id, csv('0042,19/11/2026 22:10,58,Efectivo,'));
    const [outcome] = await submit(id, csv('0042,20/11/2026 9:05,99,Efectivo,'));
    expect(outcome).toMatchObject({
      result: 'refused',
      errors: [{ code: 'folio-of-another-day', detail: expect.stringContaining('19/11/2026 por 58') }],
    });
    expect(await status('0042', '58')).toEqual(['open']);
    // What is still to be paid is dated when it is.
    await submit(id, csv('P-9,19/11/2026,58,,Pendiente'));
    expect(results(await submit(id, csv('P-9,20/11/2026,58,Efectivo,Pagado')))).toEqual(['P-9 updated']);
  });

  it('200: the same ticket under a number that reads alike is not a second sale', async () => {
    const id = await till('api');
    await submit(id, csv('00731,20/11/2026,58,Efectivo,', 'Q-42,20/11/2026,58,Efectivo,'));
    const again = await submit(id, csv('731,20/11/2026,58,Efectivo,', 'q42,20/11/2026,58,Efectivo,'));
    expect(again.map(({ errors }) => errors?.[0]?.code)).toEqual(['folio-alike', 'folio-alike']);
    expect(await status('731', '58')).toEqual([]);
    expect(results(await submit(id, csv('731,20/11/2026,60,Efectivo,')))).toEqual(['731 created']);
  });

  it('200: two files at once do not store it twice, nor does a corrected total; 1-11 and 11-1 of a car park are two sales', async () => {
    const id = await till('api');
    const both = await Promise.all([
      submit(id, csv('500,20/11/2026,58,Efectivo,')),
      submit(id, csv('000500,20/11/2026,58,Efectivo,')),
    ]);
    expect(both.map(([outcome]) => outcome?.result).sort()).toEqual(['created', 'refused']);
    await submit(id, csv('0900,20/11/2026,90,Efectivo,'));
    await submit(id, csv('900,20/11/2026,100,Efectivo,'));
    expect((await submit(id, csv('0900,20/11/2026,100,Efectivo,')))[0]?.errors).toMatchObject([
      { code: 'folio-alike' },
    ]);
    expect(results(await submit(id, csv('1-11,20/11/2026,35,Efectivo,', '11-1,20/11/2026,35,Efectivo,')))).toEqual([
      '1-11 created',
      '11-1 created',
    ]);
    await submit(id, csv('000740,20/11/2026,58,Efectivo,'));
    await submit(id, csv('000740,20/11/2026,58,Efectivo,Cancelado'));
    expect(results(await submit(id, csv('740,20/11/2026,58,Efectivo,')))).toEqual(['740 created']);
  });

  it('200: a sale that cannot be read waits in the queue, and holds up no other', async () => {
    const id = await till('api');
    const odd = [5, {}, [{ impuesto: '002', tasaOCuota: '-1' }], [null], 'x'].map((impuestos, index) => ({
      ...{ folio: `ODD-${index}`, date: '2026-11-20T09:32:00-06:00', total: '58.00', ivaImporte: '8.00' },
      conceptos: [{ descripcion: 'Café', cantidad: '1', valorUnitario: '58.00', impuestos }],
    }));
    const outcomes = await submit(id, odd.map((sale) => JSON.stringify(sale)).join('\n'), 'application/x-ndjson');
    expect(outcomes.map(({ result }) => result)).toEqual(Array(5).fill('refused'));
    expect((await call('PUT', `/sources/${id}`, JSON.stringify({ defaults: CONSUMO }))).status).toBe(200);
  });

  it('200: a ticket dated in the future is refused as a wrong date', async () => {
    const [outcome] = await submit(await till(), csv('M-1,12/12/2026,58,Efectivo,'));
    expect(outcome?.errors).toMatchObject([{ code: 'date-in-future' }]);
  });

  it('200: settings that say how it was paid apply to what is not invoiced yet, and resolve the notice', async () => {
    const id = await till('csv', { name: 'Caja 9' });
    const [sale] = await submit(id, 'Ticket,Fecha,Total\nG-1,20/11/2026,58');
    const formaPago = async () =>
      (await read<{ formaPago: string }>(await call('GET', `/sales/${sale?.id}`))).formaPago;
    const isNoted = async () => {
      const { notices } = await read<{ notices: { kind: string; subject: string }[] }>(await call('GET', '/notices'));
      return notices.some(({ kind, subject }) => kind === 'forma-pago-assumed' && subject === id);
    };
    expect([await formaPago(), await isNoted()]).toEqual(['04', true]);
    await call('PUT', `/sources/${id}`, JSON.stringify({ name: 'Caja nueve' }));
    expect(await isNoted()).toBe(true);
    await call('PUT', `/sources/${id}`, JSON.stringify({ defaults: { ...CONSUMO, formaPago: '01' } }));
    expect([await formaPago(), await isNoted()]).toEqual(['01', false]);
    const [mixed] = await submit(id, `${HEADER}\nG-2,20/11/2026,58,Mixto`);
    expect(mixed?.errors?.[0]?.detail).toContain('csv:mixto');
    await call('PUT', `/sources/${id}`, JSON.stringify({ payments: { 'csv:mixto': '04' } }));
    expect(await status('G-2', '58')).toEqual(['open']);
  });
});

describe('files that are no such thing', () => {
  it('200: a workbook and a sheet without a folio are refused with what to do', async () => {
    const id = await till();
    const detail = async (body: BodyInit) =>
      (await submit(id, body, 'application/octet-stream'))[0]?.errors?.[0]?.detail;
    expect(await detail(Buffer.from('504b0304aabb', 'hex'))).toContain('Guárdalo como «CSV UTF-8»');
    expect(await detail('Comprobante,Fecha,Total\nT-1,20/11/2026,58')).toContain('columna «Folio»');
  });

  it('200: Excel’s «Texto Unicode» is read', async () => {
    const id = await till();
    const utf16 = Buffer.from('\ufeffTicket\tFecha\tTotal\tConcepto\nU-1\t20/11/2026\t58\tCafé', 'utf16le');
    expect(results(await submit(id, utf16, 'text/plain'))).toEqual(['U-1 created']);
  });

  it('200: a folio with a NUL, a deeply nested sale and a folio named __proto__ are lines like any other', async () => {
    const id = await till('api');
    const at = { date: '2026-11-20T09:32:00-06:00', total: '58.00' };
    const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
    const body = [
      JSON.stringify({ folio: 'N-\u00001', ...at }),
      `{"folio":"N-2","x":${deep}}`,
      JSON.stringify({ folio: '__proto__', ...at }),
      JSON.stringify({ folio: 'N-3', ...at }),
    ].join('\n');
    const outcomes = await submit(id, body, 'application/x-ndjson');
    expect(outcomes.map(({ result }) => result)).toEqual(['created', 'refused', 'created', 'created']);
  });

  it('200: a file of a million rows is refused before they are read', async () => {
    const started = performance.now();
    const outcomes = await submit(await till(), `folio,fecha,total\n${'1\n'.repeat(1_000_000)}`);
    expect(outcomes.length).toBe(1);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});

describe('who may tell what', () => {
  it('404: sales cannot be submitted to a shop’s source, or to another merchant’s', async () => {
    const shop = await till('woocommerce', { credentials: { webhookSecret: 'secreto-de-la-tienda' } });
    const sheet = `${HEADER}\nT-1,20/11/2026,58,Efectivo`;
    expect((await readProblem(await call('POST', `/sources/${shop}/sales`, sheet, 'text/csv'), 404)).code).toBe(
      'unknown-source',
    );
    const id = await till();
    const live = await api.createKey({ world: 'live' });
    await readProblem(await call('POST', `/sources/${id}/sales`, sheet, 'text/csv', live), 404);
    const reader = await api.createKey({ scopes: ['sales:read'] });
    await readProblem(await call('POST', `/sources/${id}/sales`, sheet, 'text/csv', reader), 403);
  });

  it('400: an empty call is refused', async () => {
    const id = await till();
    for (const body of ['', '\n\n', HEADER])
      await readProblem(await call('POST', `/sources/${id}/sales`, body, 'text/csv'), 400);
  });
});
