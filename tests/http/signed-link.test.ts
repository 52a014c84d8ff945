import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LinkedSale } from '../../demo/sign-link/sign-link.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { intakeOf } from '../../server/http/api/intake-of.ts';
import type { InvoiceView } from '../../server/http/portal/public-views.ts';
import type { OrderFact } from '../../server/sources/intake/fact.ts';
import { receiveFacts } from '../../server/sources/intake/intake.ts';
import { breakfast, read, readInvoice, startApi, type TestApi, UNIVERSIDAD } from '../support/api.ts';
import { nasty } from '../support/fuzz-bodies.ts';
import {
  carelessLinkOf,
  createTicketLinks,
  LINK_SECRET,
  linkOf,
  MEAL,
  SOLD_YESTERDAY,
  type TicketLinks,
  ticket,
} from '../support/ticket-links.ts';

let api: TestApi;
let links: TicketLinks;
beforeAll(async () => {
  api = await startApi();
  links = createTicketLinks(api);
});
afterAll(() => api.stop());

const invoice = async (url: string): Promise<InvoiceView> =>
  readInvoice(
    await api.post(`/v1/portals/${DEMO_PORTAL}/invoices`, {
      sales: [(await links.open(url)).token],
      receptor: UNIVERSIDAD,
    }),
    201,
  );

/** What a till tells itself of a ticket of 348.00: two lines. */
async function submit(source: string, folio: string, change: object = {}): Promise<string> {
  const line = { cantidad: '1', valorUnitario: '174.00' };
  const conceptos = ['Chilaquiles verdes', 'Molletes y café'].map((descripcion) => ({ ...line, descripcion }));
  const sale = { folio, date: SOLD_YESTERDAY, total: '348.00', formaPago: '28', conceptos, ...change };
  const headers = { authorization: `Bearer ${api.key}`, 'content-type': 'application/x-ndjson' };
  const answer = await api.request(`/v1/sources/${source}/sales`, {
    ...{ method: 'POST', headers, body: JSON.stringify(sale) },
  });
  return (await read<{ result: string }>(answer)).result;
}

const ROADS = ['its source', '/v1/sales'] as const;

/** Brings a sale of 348.00 of yesterday. */
async function bring(road: string, source: string, folio: string): Promise<void> {
  if (road !== '/v1/sales') return expect(await submit(source, folio)).toBe('created');
  const headers = { authorization: `Bearer ${api.key}` };
  expect((await api.post(road, breakfast(folio, api.now()), headers)).status).toBe(201);
}

/** What a shop tells of an order of 348.00. */
async function order(source: string, folio: string): Promise<void> {
  const account = await api.services.invoicing.store.sources.get(source);
  if (!account) throw new Error('no such shop');
  const fact: OrderFact = {
    ...{ kind: 'order', version: Date.parse(SOLD_YESTERDAY), folio, date: SOLD_YESTERDAY, estado: 'pagada' },
    ...{ moneda: 'MXN', total: '348.00' },
  };
  await receiveFacts(intakeOf(api.services), account, { facts: [{ saleKey: '9042', factKey: 'order:9042', fact }] });
}

describe('a ticket’s link', () => {
  test('302: opens a sale that nobody submitted before, which can be invoiced', async () => {
    const sale = ticket(await links.till());
    expect(await links.open(linkOf(sale))).toMatchObject({ folio: sale.folio, total: '348.00', status: 'open' });
    const { uuid } = await invoice(linkOf(sale));
    const xml = (await api.stamp(uuid ?? ''))?.xml ?? '';
    expect(xml).toContain(' Total="348.00"');
    expect(xml).toContain(' FormaPago="01"');
    expect(xml).toContain(`Descripcion="Compra ${sale.folio}"`);
  });

  test('302: sends no referrer, and is not cached by a proxy', async () => {
    const { headers } = await api.request(linkOf(ticket(await links.till())));
    expect([headers.get('referrer-policy'), headers.get('cache-control')]).toEqual(['no-referrer', 'no-store']);
  });

  test('302: shows nothing of a sale once it is invoiced', async () => {
    const url = linkOf(ticket(await links.till()));
    await invoice(url);
    expect(await links.open(url)).toMatchObject({ status: 'invoiced', conceptos: [] });
  });

  test('302: makes one sale, even if fifty people open it at once and a mail scanner does too', async () => {
    const sale = ticket(await links.till());
    const url = linkOf(sale);
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) => api.request(url, { method: i % 2 ? 'HEAD' : 'GET' })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([302]));
    expect(await links.found(sale.folio)).toHaveLength(1);
  });

  test.each(['Ñandú 12', 'Caja 2 Folio 00731', '#1004 & 1005', '50%+1=B', 'Mesa 🌮 7', '🌮', '漢字'])(
    '302: opens any folio that a till may print (%s)',
    async (folio) => {
      const url = linkOf(ticket(await links.till(), { folio }));
      expect((await links.open(url)).folio).toBe(folio);
      expect((await links.open(url)).folio).toBe(folio);
    },
  );

  test.each([
    ['without a letter or a digit', '🌮', '🥑', '348.00'],
    ['that read alike, of other totals', 'AB-11', 'AB-1L', '90.00'],
  ])('302: two tickets %s are two sales', async (_, one, folio, total) => {
    const source = await links.till();
    await links.open(linkOf(ticket(source, { folio: one })));
    expect(await links.open(linkOf(ticket(source, { folio, total })))).toMatchObject({ folio, total });
    expect(await links.open(linkOf(ticket(source, { folio: one })))).toMatchObject({ folio: one, total: '348.00' });
  });

  test('302: still works when a mail program has rewritten it', async () => {
    const { origin, pathname, searchParams } = new URL(linkOf(ticket(await links.till(), { folio: 'Caja 2 (B)' })));
    const again = new URLSearchParams([...searchParams].reverse());
    again.set('sig', (again.get('sig') ?? '').toUpperCase());
    expect((await links.open(`${origin}${pathname}?${again}&utm_source=ticket`)).folio).toBe('Caja 2 (B)');
  });

  test.each([
    ['by the clave of the link', { formaPago: '28' }, '28'],
    ['by the source’s own, where the link says none', { formaPago: '' }, '03'],
  ])('302: counts the sale as paid %s', async (_, change, formaPago) => {
    const settings = { defaults: { ...MEAL, formaPago: '03' }, payments: {} };
    const sale = ticket(await links.till('api', { settings }), change);
    await links.open(linkOf(sale));
    const { sales } = await read<{ sales: { folio: string; formaPago: string }[] }>(
      await api.request('/v1/sales', { headers: { authorization: `Bearer ${api.key}` } }),
    );
    expect(sales.find(({ folio }) => folio === sale.folio)).toMatchObject({ formaPago });
  });
});

describe('a purchase that is also submitted in another way', () => {
  test('302: is one sale, with the till’s own lines, if the till submitted it before', async () => {
    const source = await links.till();
    const sale = ticket(source);
    expect(await submit(source, sale.folio)).toBe('created');
    expect((await links.open(linkOf(sale))).conceptos).toHaveLength(2);
    expect(await links.found(sale.folio)).toHaveLength(1);
  });

  test.each([
    ['', SOLD_YESTERDAY],
    [', and its clock is ahead', '2026-11-21T06:00:00-06:00'],
  ])('302: is one sale, with the till’s own lines, if the till submits it afterwards%s', async (_, date) => {
    const source = await links.till();
    const sale = ticket(source, { date });
    expect((await links.open(linkOf(sale))).conceptos).toHaveLength(1);
    expect(await submit(source, sale.folio, { date })).toBe('updated');
    expect((await links.open(linkOf(sale))).conceptos).toHaveLength(2);
    expect(await links.found(sale.folio)).toHaveLength(1);
  });

  test.each(['before', 'after'])('302: is closed for its customer when the till cancels it %s', async (when) => {
    const source = await links.till();
    const sale = ticket(source);
    if (when === 'after') await links.open(linkOf(sale));
    await submit(source, sale.folio, { estado: 'cancelada' });
    expect((await links.open(linkOf(sale))).status).toBe('closed');
  });

  test.each([
    ['as it stands on the ticket', 'B-20', 'B-20'],
    ['a little otherwise', 'B-21', 'b 21'],
  ])('302: is the sale that the till sent to /v1/sales, %s', async (_, folio, sent) => {
    const sale = ticket(await links.till(), { folio });
    const headers = { authorization: `Bearer ${api.key}` };
    expect((await api.post('/v1/sales', breakfast(sent, api.now()), headers)).status).toBe(201);
    expect((await links.open(linkOf(sale))).conceptos[0]?.descripcion).toBe('Desayuno completo');
  });

  test.each<[string, string, Partial<LinkedSale>]>([
    ['its source', 'another total', { total: '348.01' }],
    ['its source', 'another day', { date: '2026-11-17T23:59:00-06:00' }],
    ['/v1/sales', 'another total', { total: '348.01' }],
    ['/v1/sales', 'another day', { date: '2026-11-17T23:59:00-06:00' }],
  ])('302: is not a sale of %s whose folio reads alike, of %s', async (road, _, change) => {
    const source = await links.till();
    const { folio, ...sale } = ticket(source, change);
    await bring(road, source, `${folio}-7`);
    const printed = { ...sale, folio: `${folio} 7` };
    expect(await links.open(linkOf(printed))).toMatchObject({ folio: printed.folio, total: printed.total });
  });

  test.each(ROADS)(
    '200, then 302: without date and total, is only the sale with its own folio, beside others of %s',
    async (road) => {
      const source = await links.till();
      const { folio, slug } = ticket(source);
      const bare = linkOf({ slug, source, folio: `${folio}-1-101` });
      await bring(road, source, `${folio}-11-01`);
      expect(await links.follow(bare)).toEqual({ typed: `${folio}-1-101` });
      await bring('/v1/sales', source, `${folio}-1-101`);
      expect((await links.open(bare)).folio).toBe(`${folio}-1-101`);
    },
  );

  test.each(ROADS)('302: is the sale of %s whose folio reads alike, with its total and its local day', async (road) => {
    const source = await links.till();
    // Midnight there.
    const { folio, ...sale } = ticket(source, { date: '2026-11-19T06:00:00Z', total: '348' });
    await bring(road, source, `${folio}-7`);
    expect((await links.open(linkOf({ ...sale, folio: `${folio} 7` }))).folio).toBe(`${folio}-7`);
    expect(await links.found(`${folio} 7`)).toHaveLength(1);
  });

  test.each(ROADS)(
    '302: is not 11-01 of %s but 1-101, as it says, although both have the same total and day',
    async (road) => {
      const source = await links.till();
      const { folio, ...sale } = ticket(source);
      await bring(road, source, `${folio}-11-01`);
      expect((await links.open(linkOf({ ...sale, folio: `${folio}-1-101` }))).folio).toBe(`${folio}-1-101`);
    },
  );

  test('302: is the sale with exactly its folio, whatever reads alike with its total and day', async () => {
    const source = await links.till();
    const { folio, ...sale } = ticket(source);
    for (const alike of ['11-01', '1-101', '110-1']) await bring('/v1/sales', source, `${folio}-${alike}`);
    expect((await links.open(linkOf({ ...sale, folio: `${folio}-1-101` }))).folio).toBe(`${folio}-1-101`);
  });

  test('302: is found by its folio as a sale carries it, without what cannot be printed', async () => {
    const source = await links.till();
    const { folio, slug } = ticket(source);
    await submit(source, `${folio}|Caja  2`);
    expect((await links.open(linkOf({ slug, source, folio: `${folio}|Caja  2` }))).folio).toBe(`${folio}/Caja 2`);
  });

  test('200: does not override what the till submitted and cannot be a sale yet', async () => {
    const source = await links.till();
    const sale = ticket(source);
    expect(await submit(source, sale.folio, { total: '300.00' })).toBe('refused');
    expect(await links.follow(linkOf(sale))).toEqual({ typed: sale.folio });
    expect(await links.waiting(source)).toEqual(['/total sale-inconsistent']);
  });

  test('200, then 302: does not create a shop’s order, and opens it once the shop has reported it', async () => {
    const credentials = { webhookSecret: 'secreto-4711', linkSecret: LINK_SECRET };
    const source = await links.till('woocommerce', { credentials });
    const sale = ticket(source);
    expect(await links.follow(linkOf(sale))).toEqual({ typed: sale.folio });
    expect(await links.found(sale.folio)).toEqual([]);
    await order(source, sale.folio);
    expect((await links.open(linkOf(sale))).folio).toBe(sale.folio);
  });

  test('302: is not confused with the same folio of other sources, however many there are', async () => {
    const sale = ticket(await links.till());
    for (let shop = 0; shop < 21; shop++)
      await links.open(linkOf({ ...sale, source: await links.till(), total: '99.00' }));
    expect((await links.open(linkOf(sale))).total).toBe('348.00');
    expect((await links.open(linkOf(sale))).total).toBe('348.00');
  });
});

describe('whatever is asked of a portal’s page', () => {
  test('no query, signed or not, is answered with a 5xx', async () => {
    const source = await links.till();
    const value = fc.oneof(
      nasty.map((each) => String(typeof each === 'object' ? JSON.stringify(each) : each)),
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.constantFrom(source, SOLD_YESTERDAY, '348.00', '01', '%E0%A4%A', 'a&folio=b', '[]'),
    );
    const query = fc.record(
      { source: value, folio: value, date: value, total: value, formaPago: value, sig: value, t: value },
      { requiredKeys: ['sig'] },
    );
    // Through UTF-8, where half a character cannot be.
    const whole = (text: string): string => Buffer.from(text).toString();
    await fc.assert(
      fc.asyncProperty(query, fc.boolean(), fc.boolean(), async (params, isRaw, isSigned) => {
        const pairs = Object.entries(params).map(([name, text]) => [name, whole(text)] as const);
        const sale = { slug: DEMO_PORTAL, folio: 'A', ...Object.fromEntries(pairs), source } as LinkedSale;
        const url = isSigned ? carelessLinkOf(sale) : undefined;
        const text = pairs.map(([name, each]) => `${name}=${isRaw ? each : encodeURIComponent(each)}`).join('&');
        const raw = `http://localhost/${DEMO_PORTAL}?${text}`;
        const { status } = await api.request(url ?? (URL.canParse(raw) ? raw : `/${DEMO_PORTAL}?sig`));
        // A NUL is the one thing that is refused as such.
        expect([200, 302, ...(/%00|\0/.test(url ?? raw) ? [400] : [])]).toContain(status);
      }),
      { numRuns: 300 },
    );
  });
});
