import { createHmac } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { OtherWorld } from '../../../server/outbound/provider.ts';
import type { SaleFact } from '../../../server/sources/intake/fact.ts';
import { KNOWN_SOURCES } from '../../../server/sources/known-sources.ts';
import { paymentFacts } from '../../../server/sources/providers/mercado-pago/facts.ts';
import { PAYMENT } from '../../../server/sources/providers/mercado-pago/shapes.ts';
import type { SaleSource, WebhookReading } from '../../../server/sources/source.ts';
import { SOURCE_ACCOUNTS } from '../../stand-ins/source-accounts.ts';
import { clear, seenRequests, setQuirk, spawnStandIns } from '../../stand-ins/spawn.ts';
import { fixture, type Json } from '../fixtures/fixture.ts';
import { saleOf } from '../intake/folding.ts';

const ACCOUNT = SOURCE_ACCOUNTS['mercado-pago'];
const NOON = Date.UTC(2026, 10, 20, 18);
const DAY = 24 * 60 * 60 * 1000;
const inTime = (): AbortSignal => AbortSignal.timeout(10_000);

let directory: string;
let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
let url: string;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'mercado-pago-'));
  standIns = await spawnStandIns(directory);
  url = `${standIns.url}/mercado-pago`;
});
afterEach(() => clear(url));
afterAll(async () => {
  await standIns.stop();
  rmSync(directory, { recursive: true });
});

function source(baseUrl = url, credentials: object = ACCOUNT, world: 'test' | 'live' = 'test'): SaleSource {
  const known = KNOWN_SOURCES['mercado-pago'];
  if (!known) throw new Error('no Mercado Pago');
  return known.create(credentials, { world, baseUrl, timeoutMs: 10_000 });
}

/** A notification and how it is signed; what a test leaves out or puts in the place of it. */
type Notified = {
  readonly id?: string;
  readonly signedId?: string;
  readonly requestId?: string;
  readonly ts?: string;
  readonly secret?: string;
  readonly signature?: string;
  readonly body?: string;
  readonly changes?: Json;
  readonly of?: SaleSource;
};

function signed(ts: string, id = '133880001', requestId = 'bb56a2f1', secret: string = ACCOUNT.webhookSecret): string {
  const pairs = [id && `id:${id};`, requestId && `request-id:${requestId};`, `ts:${ts};`].join('');
  return `ts=${ts},v1=${createHmac('sha256', secret).update(pairs).digest('hex')}`;
}

async function read(notified: Notified = {}): Promise<WebhookReading> {
  const {
    id = '133880001',
    ts = '1795197600',
    secret = ACCOUNT.webhookSecret,
    requestId = 'bb56a2f1',
    changes,
  } = notified;
  const { signedId = id, of = source() } = notified;
  const signature = notified.signature ?? signed(ts, signedId, requestId, secret);
  const headers = { ...(signature && { 'x-signature': signature }), ...(requestId && { 'x-request-id': requestId }) };
  const payload = { id: 12345, live_mode: false, type: 'payment', action: 'payment.updated', data: { id }, ...changes };
  const query = new URLSearchParams({ ...(id && { 'data.id': id }), type: 'payment' });
  const body = notified.body ?? JSON.stringify(payload);
  const reading = await of.readWebhook?.({ headers, url: new URL(`http://127.0.0.1/w?${query}`), body, now: NOON });
  if (!reading) throw new Error('no webhooks');
  return reading;
}

async function factsOf(id: string): Promise<readonly SaleFact[]> {
  const reading = await read({ id });
  if (reading.kind !== 'event') throw new Error(JSON.stringify(reading));
  const facts = await source().factsOf?.(JSON.parse(JSON.stringify(reading.event)), inTime());
  if (facts?.kind !== 'facts') throw new Error(JSON.stringify(facts));
  return facts.facts;
}

const factsIn = (name: string, changes: Json = {}): readonly SaleFact[] =>
  paymentFacts(PAYMENT.parse(fixture(name, changes)));

describe("Mercado Pago's signature", () => {
  it('admits what is signed with the secret, in seconds or milliseconds, repeatedly', async () => {
    const first = await read();
    expect(first).toMatchObject({ kind: 'event', externalId: '12345', type: 'payment.updated' });
    expect(await read()).toStrictEqual(first);
    expect(await read({ ts: String(NOON) })).toStrictEqual(first);
  });

  it('admits nothing until Mercado Pago has given the secret, not even what was signed with an empty one', async () => {
    const of = source(url, { accessToken: ACCOUNT.accessToken });
    for (const secret of [ACCOUNT.webhookSecret, ''])
      expect(await read({ secret, of })).toMatchObject({
        kind: 'bad-signature',
        why: expect.stringMatching(/no secret/),
      });
  });

  it('admits a repetition for two weeks, and nothing older or from the future', async () => {
    expect(await read({ ts: String(NOON - 14 * DAY) })).toMatchObject({ kind: 'event' });
    expect(await read({ ts: String(NOON - 16 * DAY) })).toMatchObject({ why: 'x-signature: ts is too old' });
    const fresh = { signature: `ts=${NOON},${signed(String(NOON - 16 * DAY))}` };
    expect(await read(fresh)).toMatchObject({ why: 'x-signature: ts is too old' });
    expect(await read({ ts: String(NOON / 1000 + 7_200) })).toMatchObject({ why: 'x-signature: ts is of the future' });
  });

  it('covers an id of letters in lower case, and any other id as it is', async () => {
    expect(await read({ id: 'ORD01JQ4S', signedId: 'ord01jq4s' })).toMatchObject({ kind: 'event' });
    expect(await read({ id: 'ORD01JQ4S', signedId: 'ORD01JQ4S' })).toMatchObject({ kind: 'bad-signature' });
    expect(await read({ id: 'A-1', signedId: 'A-1' })).toMatchObject({ kind: 'event' });
  });

  it('leaves out what is absent: the id of the request', async () => {
    expect(await read({ requestId: '' })).toMatchObject({ kind: 'event' });
  });

  const hex = 'a'.repeat(64);
  it.each<[string, Notified, string]>([
    ['what has none, as notifications of QR codes', { signature: '' }, 'there is none'],
    ['what is no signature', { signature: 'hola' }, 'not of the form ts=…,v1=…'],
    ['one whose ts is no number', { signature: `ts=ayer,v1=${hex}` }, 'not of the form ts=…,v1=…'],
    ['one without ts', { signature: `v1=${hex}` }, 'without ts'],
    ['one without v1', { signature: `ts=1795197600,v2=${hex}` }, 'without v1'],
    ['one by another secret', { secret: 'secreto-ajeno' }, 'of another notification or by another secret'],
    ['one of another id', { signedId: '133880002' }, 'of another notification or by another secret'],
    ['one of another length', { signature: 'ts=1795197600,v1=abc' }, 'of another notification or by another secret'],
  ])('refuses %s, and names the failed check and no value', async (_, notified, why) => {
    const reading = await read(notified);
    expect(reading).toStrictEqual({ kind: 'bad-signature', why: `x-signature: ${why}` });
  });

  it('ignores other types, and stores what it cannot read', async () => {
    expect(await read({ changes: { type: 'topic_merchant_order_wh', action: undefined } })).toMatchObject({
      kind: 'ignored',
      type: 'topic_merchant_order_wh',
    });
    expect(await read({ body: '{' })).toMatchObject({ kind: 'unreadable', reason: 'not JSON' });
    expect(await read({ body: '[]' })).toMatchObject({ kind: 'unreadable' });
    expect(await read({ changes: { live_mode: 'no' } })).toMatchObject({
      kind: 'unreadable',
      reason: 'not as notifications are: live_mode',
    });
    expect(await read({ id: '' })).toMatchObject({ kind: 'unreadable', reason: 'no data.id in its address' });
  });

  it('separates the two worlds', async () => {
    const live = source(url, { ...ACCOUNT, accessToken: 'APP_USR-7' }, 'live');
    expect(await read({ changes: { live_mode: true } })).toMatchObject({ kind: 'unreadable', reason: 'other-world' });
    expect(await read({ of: live })).toMatchObject({ kind: 'unreadable', reason: 'other-world' });
    expect(await read({ of: live, changes: { live_mode: true } })).toMatchObject({ kind: 'event' });
    expect(() => source(url, ACCOUNT, 'live')).toThrow(OtherWorld);
  });

  it.each([
    [{}],
    [{ webhookSecret: 'x' }],
    [{ ...ACCOUNT, accessToken: 'con\r\nsalto' }],
    [{ ...ACCOUNT, other: 'x' }],
  ])('comes with credentials that are refused if they have another shape: %j', (credentials) => {
    expect(() => source(url, credentials)).toThrow();
  });
});

describe('a request to Mercado Pago', () => {
  it('fetches the payment that was signed for, whatever the body says', async () => {
    const reading = await read({ changes: { data: { id: '133880002' } } });
    await source().factsOf?.(reading.kind === 'event' && reading.event, inTime());
    const [asked] = await seenRequests(url);
    expect([asked?.path, asked?.headers.authorization]).toEqual([
      '/v1/payments/133880001',
      `Bearer ${ACCOUNT.accessToken}`,
    ]);
  });

  it('is repeated if the payment was unavailable, and stored if there is none', async () => {
    const event = { paymentId: '133880001' };
    await setQuirk(url, 'mp-down', 1);
    expect(await source().factsOf?.(event, inTime())).toEqual({ kind: 'unavailable', reason: 'HTTP 500' });
    const wrong = source(url, { ...ACCOUNT, accessToken: 'TEST-otra' });
    expect(await wrong.factsOf?.(event, inTime())).toEqual({ kind: 'unavailable', reason: 'HTTP 401' });
    const nobody = source('http://127.0.0.1:9');
    expect(await nobody.factsOf?.(event, inTime())).toEqual({ kind: 'unavailable', reason: 'ECONNREFUSED' });
    expect(await source().factsOf?.({ paymentId: '1' }, inTime())).toMatchObject({ kind: 'unreadable' });
    expect(await source().factsOf?.({ paymentId: '../../oauth' }, inTime())).toMatchObject({ kind: 'unreadable' });
    await setQuirk(url, 'mp-silent', 1);
    expect(await source().factsOf?.(event, AbortSignal.timeout(200))).toMatchObject({ kind: 'unavailable' });
  });

  it('is not trusted about another payment or another world', async () => {
    await setQuirk(url, 'mp-other-payment', 1);
    expect(await source().factsOf?.({ paymentId: '133880001' }, inTime())).toMatchObject({ reason: 'another payment' });
    await setQuirk(url, 'mp-live', 1);
    expect(await source().factsOf?.({ paymentId: '133880001' }, inTime())).toMatchObject({ reason: 'other-world' });
  });

  it('makes no facts from another provider’s event, and does not throw', async () => {
    for (const odd of [undefined, null, 7, {}, { paymentId: '' }])
      expect(await source().factsOf?.(odd, inTime())).toMatchObject({ kind: 'unreadable' });
  });
});

describe("Mercado Pago's payment", () => {
  it('by an OXXO ticket is pending and then paid, whichever arrives last', async () => {
    const pending = await factsOf('133880001');
    const before = saleOf('mercado-pago', pending);
    expect(before).toMatchObject({ folio: 'CJ-2041', total: '464.50', estado: 'pendiente', formaPago: '01' });
    await setQuirk(url, 'mp-oxxo-paid');
    const paid = await factsOf('133880001');
    const after = saleOf('mercado-pago', [...pending, ...paid]);
    expect(after).toMatchObject({ estado: 'pagada', date: '2026-11-21T10:30:00.000-04:00' });
    expect(saleOf('mercado-pago', [...paid, ...pending, ...paid])).toStrictEqual(after);
  });

  it('has its seller’s lines if they add up to what was charged, and one line otherwise', async () => {
    const lines = saleOf('mercado-pago', await factsOf('133880001')).conceptos;
    expect(
      lines.map(({ noIdentificacion, cantidad, valorUnitario }) => [noIdentificacion, cantidad, valorUnitario]),
    ).toEqual([
      ['CAFE-CHI-250', '2', '180.00'],
      ['TAZA-01', '1', '104.50'],
    ]);
    const one = saleOf('mercado-pago', await factsOf('133880002'));
    expect(one).toMatchObject({ total: '1007.10', conceptos: [{ cantidad: '1' }] });
  });

  it('by debit card is of a debit card, with its last four digits', async () => {
    expect(saleOf('mercado-pago', await factsOf('133880002'))).toMatchObject({ formaPago: '28', cardLast4: '8012' });
  });

  it('from an account, without e-mail or reference and partly refunded, is what is left of it', async () => {
    const sale = saleOf('mercado-pago', await factsOf('133880003'));
    expect(sale).toMatchObject({ folio: '133880003', total: '200.10', estado: 'pagada', formaPago: '05' });
    expect(sale.email).toBeUndefined();
  });

  it('that was charged back is cancelled, and paid again if the dispute was won', async () => {
    const lost = await factsOf('133880004');
    expect(saleOf('mercado-pago', lost)).toMatchObject({ estado: 'cancelada', folio: 'CJ-2044' });
    const changes = { status_detail: 'reimbursed', date_last_updated: '2026-12-01T09:00:00.000-04:00' };
    const won = factsIn('mp-charged-back', changes);
    expect(saleOf('mercado-pago', [...won, ...lost])).toMatchObject({ estado: 'pagada', total: '899.99' });
  });

  it('that was refunded is cancelled, whether its refunds are listed or not', () => {
    expect(saleOf('mercado-pago', factsIn('mp-debit', { status: 'refunded' })).estado).toBe('cancelada');
    const refunds = [
      { id: 1, amount: 1000 },
      { id: '2', amount: '7.10' },
    ];
    expect(saleOf('mercado-pago', factsIn('mp-debit', { status: 'refunded', refunds })).estado).toBe('cancelada');
    const under = [
      { id: 1, amount: 7.1, status: 'in_process' },
      { id: 2, amount: 0.1, status: 'rejected' },
    ];
    expect(saleOf('mercado-pago', factsIn('mp-debit', { refunds: under })).total).toBe('1007.10');
  });

  it('refunded twice loses each once, whether the list of refunds comes with it or not', async () => {
    const first = await factsOf('133880003');
    const later = { transaction_amount_refunded: 99.9, date_last_updated: '2026-11-24T09:00:00.000-04:00' };
    const without = factsIn('mp-account-money-refunded', { ...later, refunds: undefined });
    expect(saleOf('mercado-pago', [...first, ...without])).toMatchObject({ total: '150.10' });
    const refunds = [
      { id: '25410', amount: 49.9, status: 'approved' },
      { id: '25411', amount: 50 },
    ];
    expect(
      saleOf('mercado-pago', [...factsIn('mp-account-money-refunded', { ...later, refunds }), ...first, ...without]),
    ).toMatchObject({ total: '150.10' });
  });

  it.each([
    ['approved', 'pagada'],
    ['in_mediation', 'pendiente'],
    ['pending', 'pendiente'],
    ['in_process', 'pendiente'],
    ['authorized', 'pendiente'],
    ['a word of next year', 'pendiente'],
    ['rejected', 'cancelada'],
    ['cancelled', 'cancelada'],
  ])('that is %s is %s', (status, estado) => {
    expect(saleOf('mercado-pago', factsIn('mp-debit', { status })).estado).toBe(estado);
  });

  it.each([
    ['0.07', 0.07],
    ['1007.10', 1007.1],
    ['999999999.99', 999999999.99],
    ['24.50', '24.50'],
    ['1.0050', 1.005],
  ])('of %s is exact, whether it is written as a number or as text', (text, written) => {
    expect(Number(PAYMENT.parse(fixture('mp-debit', { transaction_amount: written })).transaction_amount)).toBe(
      Number(text),
    );
    expect(PAYMENT.parse(fixture('mp-debit', { transaction_amount: written })).transaction_amount).toMatch(
      /^\d+\.\d{2,6}$/,
    );
  });

  it.each([[0.1 + 0.2], [1e21], [1e-7], ['1e3'], ['mil'], [null], [Number.MAX_SAFE_INTEGER]])(
    'of %j is none: it is kept, and nothing is guessed',
    (transaction_amount) => {
      expect(PAYMENT.safeParse(fixture('mp-debit', { transaction_amount })).success).toBe(false);
    },
  );
});

describe("Mercado Pago's list", () => {
  it('says what the notifications say, oldest change first, from an instant on', async () => {
    const page = await source().list?.(0, undefined, inTime());
    const keys = page?.kind === 'page' ? [...new Set(page.facts.map(({ saleKey }) => saleKey))] : [];
    expect(keys).toEqual(['133880001', '133880002', '133880003', '133880004']);
    expect(page?.kind === 'page' && page.facts).toEqual(expect.arrayContaining([...(await factsOf('133880003'))]));
    const since = Date.parse('2026-11-23T00:00:00Z');
    expect(await source().list?.(since, undefined, inTime())).toMatchObject({ kind: 'page', count: 1 });
  });

  it('loses no payment between pages, even with more than a page of one instant', async () => {
    await setQuirk(url, 'mp-many');
    const seen = new Set<string>();
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await source().list?.(0, cursor, inTime());
      if (page?.kind !== 'page') throw new Error(JSON.stringify(page));
      for (const { saleKey } of page.facts) seen.add(saleKey);
      cursor = page.cursor;
      pages += 1;
    } while (cursor !== undefined && pages < 20);
    expect(seen.size).toBe(120);
  });

  it('is unavailable if Mercado Pago is', async () => {
    await setQuirk(url, 'mp-down', 1);
    expect(await source().list?.(0, undefined, inTime())).toEqual({ kind: 'unavailable', reason: 'HTTP 500' });
    await setQuirk(url, 'mp-silent', 1);
    expect(await source().list?.(0, undefined, AbortSignal.timeout(200))).toMatchObject({ kind: 'unavailable' });
  });
});
