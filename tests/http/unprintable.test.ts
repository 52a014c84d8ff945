/** What shops' programs put into their texts: NULs, HTML and marks that nobody sees, from the webhook to the sealed document. */
import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { breakfast, read, readInvoice, readProblem, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';
import { satOracle } from '../support/sat-oracle.ts';

const SECRET = 'secreto-de-la-tienda-4711';
const COFFEE = {
  claveProdServ: '50201706',
  claveUnidad: 'H87',
  pricesIncludeTax: true,
  formaPago: '04',
  impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
};
const oracle = satOracle();

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

describe.each(['SQLite', 'PostgreSQL'] as const)('on %s', (engine) => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi(engine === 'PostgreSQL' ? { databaseUrl: await postgres.createDatabase() } : {});
  });
  afterAll(() => api.stop());

  const call = (method: string, path: string, body: string, type = 'application/json'): Promise<Response> =>
    api.request(`/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${api.key}`, 'content-type': type },
      body,
    });

  it('400: a NUL in the address of any page never reaches the database', async () => {
    for (const origin of ['null', 'https://tienda.example'])
      for (const path of ['/v1/portals/%00', '/v1/portals/caf%00/sales/search', '/v1/portals/x/sales/%00', '/%00'])
        await readProblem(await api.request(path, { headers: { origin, accept: 'application/json' } }), 400);
  });

  async function shop(): Promise<string> {
    const upload = { type: 'woocommerce', name: 'Tienda', credentials: { webhookSecret: SECRET }, defaults: COFFEE };
    const answer = await call(
      'POST',
      '/sources',
      JSON.stringify({ ...upload, payments: { 'woocommerce:stripe': '04' } }),
    );
    return (await read<{ webhookUrl: string }>(answer)).webhookUrl;
  }

  function notify(url: string, body: string, id: string): Promise<Response> {
    const headers = {
      'content-type': 'application/json',
      'x-wc-webhook-topic': 'order.updated',
      'x-wc-webhook-id': '3',
      'x-wc-webhook-delivery-id': id,
      'x-wc-webhook-signature': createHmac('sha256', SECRET).update(body).digest('base64'),
    };
    return api.request(url, { method: 'POST', headers, body });
  }

  const order = (number: string, name: string): object => ({
    ...{ id: Number(number), number, status: 'completed', currency: 'MXN', prices_include_tax: true },
    ...{ total: '232.00', total_tax: '32.00', payment_method: 'stripe', billing: { email: 'ana@example.com' } },
    ...{ date_created_gmt: '2026-11-19T18:00:00', date_modified_gmt: '2026-11-19T18:05:00' },
    date_paid_gmt: '2026-11-19T18:05:00',
    line_items: [
      {
        ...{ id: 1, sku: 'CAFE-250', name, quantity: 2, subtotal: '200.00', total: '200.00', total_tax: '32.00' },
        ...{ subtotal_tax: '32.00', taxes: [{ id: 1, total: '32.00', subtotal: '32.00' }] },
        // What PHP makes of a protected property, and text that only looks like one.
        meta_data: [{ id: 1, key: '_plugin', value: { '\u0000*\u0000data': 'x\ud800', note: 'C:\\u0000' } }],
      },
    ],
    tax_lines: [{ id: 7, rate_id: 1, rate_percent: 16, label: 'IVA', tax_total: '32.00' }],
    ...{ shipping_lines: [], fee_lines: [], refunds: [] },
  });

  it('200: a NUL in an unused field does not refuse a webhook; HTML in a name is sealed as people read it', async () => {
    const name = '<b>Caf&eacute;</b> de Chiapas&nbsp;250\u200b g &amp;amp; taza 🎂\u0000';
    const answer = await notify(await shop(), JSON.stringify(order('7001', name)), 'd-1');
    expect([answer.status, await read(answer)]).toEqual([200, { status: 'taken' }]);
    const [sale] = await api.search({ folio: '7001', total: '232.00' });
    const body = { sales: [sale?.token], receptor: UNIVERSIDAD };
    const invoice = await readInvoice(await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, body), 201);
    const xml = (await api.stamp(invoice.uuid ?? ''))?.xml ?? '';
    expect(xml).toContain('Descripcion="Café de Chiapas 250 g &amp; taza 🎂"');
    if (!oracle) return;
    const folder = mkdtempSync(join(tmpdir(), 'unprintable-'));
    writeFileSync(join(folder, 'cfdi.xml'), xml);
    expect(await oracle.verify(join(folder, 'cfdi.xml'))).toMatchObject({ xsd: true, sello: true });
    rmSync(folder, { recursive: true });
  });

  it('200: a body that cannot be read is stored without its NULs', async () => {
    const answer = await notify(await shop(), '{"id":"x\\u0000","status":{"a\\u0000":"\\ud800"}}', 'd-2');
    expect([answer.status, await read(answer)]).toEqual([200, { status: 'kept' }]);
  });

  it('400: our own API refuses a NUL at its place; 201: the text \\u0000 is not one', async () => {
    const sale = breakfast(`NUL-${engine}`, api.now());
    const spoilt = { ...sale, conceptos: [{ ...sale.conceptos[0], descripcion: 'Des\u0000ayuno' }] };
    const problem = await readProblem(await call('POST', '/sales', JSON.stringify(spoilt)), 400);
    expect(problem.errors.map(({ pointer }) => pointer)).toEqual(['/conceptos/0/descripcion']);
    const text = { ...sale, conceptos: [{ ...sale.conceptos[0], descripcion: 'Desayuno \\u0000' }] };
    expect((await call('POST', '/sales', JSON.stringify(text))).status).toBe(201);
  });

  it('200: «"Especial" del día» in an uploaded file does not swallow other rows, and code page 850 is read as it was written', async () => {
    const upload = { type: 'csv', name: `Caja ${engine}`, defaults: COFFEE };
    const { id } = await read<{ id: string }>(await call('POST', '/sources', JSON.stringify(upload)));
    const file = 'Folio,Fecha,Total,Concepto\nQ-1,20/11/2026,58,"Especial" del día\nQ-2,20/11/2026,60,Pi\xa4a\n';
    const bytes = Buffer.from(file.replace('í', '\xa1'), 'latin1');
    const answer = await api.request(`/v1/sources/${id}/sales`, {
      method: 'POST',
      headers: { authorization: `Bearer ${api.key}`, 'content-type': 'text/csv' },
      body: bytes,
    });
    const lines = (await answer.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines).toMatchObject([
      { line: 2, folio: 'Q-1', result: 'created' },
      { line: 3, folio: 'Q-2', result: 'created' },
    ]);
  });
});
