import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import { exported } from '../sources/fixtures/moving-in.ts';
import { read, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const IVA = { tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' };
const DEFAULTS = { claveProdServ: '90101501', claveUnidad: 'E48', pricesIncludeTax: true, impuestos: [IVA] };

type Outcome = { readonly folio?: string; readonly result: string; readonly reason?: string };

async function moveIn(format: string, body: string, key = api.key): Promise<readonly Outcome[]> {
  const headers = { authorization: `Bearer ${key}` };
  const upload = { type: 'api', name: `Lo que quedó en ${format}`, defaults: DEFAULTS };
  const { id } = await read<{ id: string }>(await api.post('/v1/sources', upload, headers));
  const answer = await api.request(`/v1/sources/${id}/sales?format=${format}`, {
    ...{ method: 'POST', headers: { ...headers, 'content-type': 'application/octet-stream' }, body },
  });
  expect(answer.status).toBe(200);
  return (await answer.text())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Outcome);
}

const gist = (outcomes: readonly Outcome[]) =>
  outcomes.map(({ folio, result, reason }) => [folio, reason ?? result].join(' '));

async function invoice(folio: string, total: string): Promise<string> {
  const [sale] = await api.search({ folio, total });
  const answer = await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, {
    ...{ sales: [sale?.token], receptor: UNIVERSIDAD },
  });
  expect(answer.status).toBe(201);
  return (await api.stamp((await read<InvoiceView>(answer)).uuid ?? ''))?.xml ?? '';
}

describe('tickets that another service printed', () => {
  it('200: Facturapi’s open receipts are found by the key on the ticket and invoiced; what it invoiced or canceled is not ours', async () => {
    expect(gist(await moveIn('facturapi', exported('facturapi-receipts.json')))).toEqual([
      'r9YqYarL created',
      'Tz0oIl1K created',
      'bN4mQ7xW invoiced',
      'hJ2kPs8V canceled',
      'gC5dXw3R refused',
    ]);
    expect(await invoice('R9yqyarl', '198.50')).toContain('FormaPago="28"');
  });

  it('200: gigstack’s pending receipts are found by the id in their link, even those with nothing but a total', async () => {
    expect(gist(await moveIn('gigstack', exported('gigstack-receipts.json')))).toEqual([
      'receipt_8fKq2LmZx0 created',
      'receipt_1234567890 created',
      'receipt_inv invoiced',
      'receipt_exp invoiced',
      'receipt_can canceled',
      'receipt_twice invoiced',
    ]);
    expect(await invoice('receipt_1234567890', '1160')).toContain('ClaveProdServ="90101501"');
  });

  it('200: the spreadsheets that both export work too: each ticket is one line, by the source’s defaults', async () => {
    const facturapi = gist(await moveIn('facturapi', exported('facturapi-receipts.csv')));
    expect(facturapi.filter((line) => line.endsWith('created')).length).toBeGreaterThan(1);
    const gigstack = gist(await moveIn('gigstack', exported('gigstack-receipts.csv')));
    expect(gigstack.filter((line) => line.endsWith('created')).length).toBeGreaterThan(0);
  });

  it('200: a receipt that is invoiced or cancelled there after the import is closed here', async () => {
    const upload = { type: 'api', name: 'Lo que quedó en Facturapi', defaults: DEFAULTS };
    const headers = { authorization: `Bearer ${api.key}` };
    const { id } = await read<{ id: string }>(await api.post('/v1/sources', upload, headers));
    const receipt = { key: 'zZ7pQ2wE', total: 124, date: '2026-11-20T15:02:00.000Z', payment_form: '01' };
    const send = (status: string) =>
      api.request(`/v1/sources/${id}/sales?format=facturapi`, {
        ...{
          method: 'POST',
          headers,
          body: JSON.stringify([
            { ...receipt, status },
            { ...receipt, key: 'nunca', status },
          ]),
        },
      });
    await send('open');
    expect(await api.search({ folio: 'zZ7pQ2wE', total: '124' })).toMatchObject([{ status: 'open' }]);
    await send('invoiced_to_customer');
    expect(await api.search({ folio: 'zZ7pQ2wE', total: '124' })).toMatchObject([{ status: 'closed' }]);
  });

  it('200: a receipt of their test mode is never a live sale', async () => {
    const tested = exported('facturapi-receipts.json').replaceAll('"livemode": true', '"livemode": false');
    expect(tested).toContain('"livemode": false');
    const live = await api.createKey({ world: 'live' });
    expect(gist(await moveIn('facturapi', tested, live)).slice(0, 2)).toEqual(['r9YqYarL test', 'Tz0oIl1K test']);
    expect(gist(await moveIn('facturapi', tested)).slice(0, 2)).toEqual(['r9YqYarL created', 'Tz0oIl1K created']);
  });

  it('200: a file of something else is refused line by line, and creates nothing', async () => {
    const outcomes = await moveIn('gigstack', 'hola\nadiós');
    expect(outcomes.every(({ result }) => result === 'refused')).toBe(true);
  });
});
