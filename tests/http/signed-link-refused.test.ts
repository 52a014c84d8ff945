import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LinkedSale } from '../../demo/sign-link/sign-link.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import { DAY_MS, NOON, startApi, type TestApi } from '../support/api.ts';
import {
  carelessLinkOf,
  createTicketLinks,
  LINK_SECRET,
  linkOf,
  MEAL,
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

function call(method: string, path: string, body: object): Promise<Response> {
  const headers = { authorization: `Bearer ${api.key}`, 'content-type': 'application/json' };
  return api.request(`/v1${path}`, { method, headers, body: JSON.stringify(body) });
}

describe('a link that is not rightly signed', () => {
  const spoilt: readonly (readonly [string, (url: string) => string])[] = [
    ['another folio', (url) => url.replace('folio=A-', 'folio=B-')],
    ['another total', (url) => url.replace('total=348.00', 'total=3.48')],
    ['another date', (url) => url.replace('2026-11-19', '2026-11-20')],
    ['another form of payment', (url) => url.replace('formaPago=01', 'formaPago=04')],
    ['nothing of the total', (url) => url.replace('&total=348.00', '')],
    ['half its signature', (url) => url.slice(0, -16)],
    ['no signature', (url) => url.replace(/sig=.*/, 'sig=')],
    ['a signature of another alphabet', (url) => url.replace(/sig=.*/, `sig=${'ñ'.repeat(32)}`)],
    ['a source that nobody set up', (url) => url.replace('source=src_', 'source=src_0')],
    ['no source', (url) => url.replace(/source=[^&]+&/, '')],
  ];
  test.each(spoilt)(
    '200: with %s, it opens the portal with the folio filled in, and makes no sale',
    async (_, spoil) => {
      const url = spoil(linkOf(ticket(await links.till())));
      const folio = new URL(url).searchParams.get('folio') ?? '';
      expect(await links.follow(url)).toEqual({ typed: folio });
      expect([...(await links.found(folio)), ...(await links.found(folio, '3.48'))]).toEqual([]);
    },
  );

  test('200: signed for another portal of the same merchant, it opens nothing here', async () => {
    const sale = ticket(await links.till());
    const theirs = linkOf({ ...sale, slug: 'jacaranda-cafeteria' });
    expect(await links.follow(theirs.replace('jacaranda-cafeteria', DEMO_PORTAL))).toEqual({ typed: sale.folio });
  });

  test('200: another merchant’s source and another world’s open nothing here', async () => {
    for (const other of [{ merchantId: 'mer_yunque' }, { world: 'live' }] as const) {
      const sale = ticket(await links.till('api', {}, other));
      expect(await links.follow(linkOf(sale))).toEqual({ typed: sale.folio });
      expect(await links.found(sale.folio)).toEqual([]);
    }
  });

  test('200: for a source without a link secret, it opens nothing', async () => {
    const sale = ticket(await links.till('api', { credentials: {} }));
    for (const secret of [LINK_SECRET, 'undefined', ''])
      expect(await links.follow(linkOf(sale, secret))).toEqual({ typed: sale.folio });
  });

  test('200: is counted for its merchant and logged without its values, ten times a minute per address', async () => {
    const source = await links.till();
    const sale = ticket(source);
    const url = linkOf(sale, LINK_SECRET.replace('8', '9'));
    const before = api.logged.length;
    const from = { headers: { 'x-forwarded-for': '198.51.100.7' } };
    for (let i = 0; i < 70; i++) await api.request(url, from);
    expect((await api.services.invoicing.store.sources.health(source)).badSignatures).toBe(10);
    const logged = JSON.stringify(api.logged.slice(before));
    expect(logged).toContain('signed-link.bad-signature');
    for (const value of [sale.folio, '348.00', new URL(url).searchParams.get('sig') ?? ''])
      expect(logged).not.toContain(value);
    expect((await api.request(linkOf(sale), from)).status).toBe(302);
  });
});

const IN_NINE_DAYS = new Date(NOON + 9 * DAY_MS).toISOString();

describe('a link that is signed and makes no sale', () => {
  test.each<[string, Partial<LinkedSale>, string]>([
    ['a folio that a spreadsheet made a number of', { folio: '2.02611E+14' }, '/folio folio-spoilt'],
    ['a total of nothing', { total: '0.00' }, '/total amount-not-positive'],
    ['a total with a comma', { total: '348,00' }, '/total amount-malformed'],
    ['a total of three decimals', { total: '348.005' }, '/total total-decimals'],
    ['a date without its offset', { date: '2026-11-19T18:32:00' }, '/date date-without-offset'],
    ['a day that is none', { date: '2026-02-31T10:00:00Z' }, '/date date-without-offset'],
    ['a date of nine days later', { date: IN_NINE_DAYS }, '/date date-in-future'],
    ['a form of payment that is none', { formaPago: '77' }, '/formaPago forma-pago-unknown'],
    ['a payment that is still to come', { formaPago: '99' }, '/formaPago forma-pago-unknown'],
  ])('200: with %s, it waits in the queue with the reason', async (_, change, reason) => {
    const source = await links.till();
    const sale = ticket(source, change);
    expect(await links.follow(carelessLinkOf(sale))).toEqual({ typed: sale.folio });
    expect(await links.waiting(source)).toEqual([reason]);
  });

  test.each<[string, Partial<LinkedSale>]>([
    ['a total with a comma', { total: '348,00' }],
    ['a total of nothing', { total: '0.00' }],
    ['a total of sixteen digits', { total: '1234567890123456' }],
    ['a date without its offset', { date: '2026-11-20T11:32:00' }],
    ['a date of nine days later', { date: IN_NINE_DAYS }],
    ['a form of payment that is none', { formaPago: '77' }],
    ['a payment that is still to come', { formaPago: '99' }],
  ])('302: with %s, it is replaced by the same ticket printed correctly', async (_, change) => {
    const sale = ticket(await links.till());
    expect(await links.follow(carelessLinkOf({ ...sale, ...change }))).toEqual({ typed: sale.folio });
    expect((await links.open(linkOf(sale))).total).toBe('348.00');
  });

  test('200: if another ticket reads alike, with the same total and dated the day before, it waits in the queue with the reason', async () => {
    const source = await links.till();
    const { folio, ...sale } = ticket(source);
    await links.open(linkOf({ ...sale, folio: `${folio}-7` }));
    const printed = { ...sale, folio: `${folio} 7`, date: '2026-11-20T09:00:00-06:00' };
    expect(await links.follow(linkOf(printed))).toEqual({ typed: printed.folio });
    expect(await links.waiting(source)).toEqual(['/folio folio-alike']);
  });

  test.each<[string, Partial<LinkedSale>]>([
    ['no date', { date: '' }],
    ['no total', { total: '' }],
    ['a folio longer than a sale’s', { folio: 'A'.repeat(5_000) }],
    ['no folio', { folio: '' }],
  ])('200: with %s, it creates nothing', async (_, change) => {
    const source = await links.till();
    const sale = ticket(source, change);
    expect(await links.follow(carelessLinkOf(sale))).toEqual({ typed: sale.folio });
    expect(await links.waiting(source)).toEqual([]);
  });

  test('302: from a till whose clock is an hour ahead, it is accepted', async () => {
    await links.open(linkOf(ticket(await links.till(), { date: new Date(api.now() + 3_600_000).toISOString() })));
  });

  test('200: at a portal that is switched off, it creates nothing', async () => {
    await api.change(DEMO_PORTAL, { enabled: false });
    const sale = ticket(await links.till());
    expect(await links.follow(linkOf(sale))).toEqual({ typed: sale.folio });
    await api.change(DEMO_PORTAL, { enabled: true });
    expect(await links.found(sale.folio)).toEqual([]);
  });
});

describe('the link secret', () => {
  test('200: stays when the other credentials change, until it is replaced', async () => {
    const source = await links.till();
    const sale = ticket(source);
    const change = (credentials: object) => call('PUT', `/sources/${source}`, { credentials });
    expect((await change({})).status).toBe(200);
    await links.open(linkOf(sale));
    const other = LINK_SECRET.split('').reverse().join('');
    expect((await change({ linkSecret: other })).status).toBe(200);
    expect(await links.follow(linkOf(sale))).toEqual({ typed: sale.folio });
    await links.open(linkOf(sale, other));
  });

  test('200: is not one of the adapter’s credentials', async () => {
    const credentials = { webhookSecret: 'secreto-4711', linkSecret: LINK_SECRET };
    const source = await links.till('woocommerce', { credentials });
    expect((await call('POST', `/sources/${source}/replay`, {})).status).toBe(200);
  });

  test.each([
    ['short', 'corto'],
    ['with an accent', `${LINK_SECRET}ñ`],
    ['with a space', `${LINK_SECRET} x`],
    ['endless', 'x'.repeat(201)],
  ])('400: is never %s, and never repeated', async (_, linkSecret) => {
    const upload = { type: 'api', name: 'Caja', credentials: { linkSecret, otro: 'x' }, defaults: MEAL };
    const answer = await call('POST', '/sources', upload);
    const text = await answer.text();
    expect(answer.status).toBe(400);
    expect(JSON.parse(text).errors.map(({ pointer }: { pointer: string }) => pointer)).toEqual([
      '/credentials/otro',
      '/credentials/linkSecret',
    ]);
    expect(text).not.toContain(linkSecret);
  });

  test('200: is never returned', async () => {
    await links.till();
    const listed = await api.request('/v1/sources', { headers: { authorization: `Bearer ${api.key}` } });
    expect(await listed.text()).not.toContain(LINK_SECRET);
  });
});
