import { createSign, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SaleFact } from '../../../server/sources/intake/fact.ts';
import { KNOWN_SOURCES } from '../../../server/sources/known-sources.ts';
import type { SaleSource, WebhookReading } from '../../../server/sources/source.ts';
import { SOURCE_ACCOUNTS } from '../../stand-ins/source-accounts.ts';
import { clear, setQuirk, spawnStandIns } from '../../stand-ins/spawn.ts';
import { fixture, type Json } from '../fixtures/fixture.ts';
import { saleOf } from '../intake/folding.ts';

const pair = (modulusLength = 2048) =>
  generateKeyPairSync('rsa', {
    modulusLength,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const OURS = pair();
const OTHERS = pair();
const { privateKey } = SOURCE_ACCOUNTS.conekta;
const NOW = 1_795_190_060_000;

let directory: string;
let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'conekta-'));
  standIns = await spawnStandIns(directory);
});
afterEach(() => clear(url()));
afterAll(async () => {
  await standIns.stop();
  rmSync(directory, { recursive: true });
});

const url = (): string => `${standIns.url}/conekta`;
const inTime = (): AbortSignal => AbortSignal.timeout(10_000);

function source(
  credentials: object = { publicKey: OURS.publicKey },
  world: 'test' | 'live' = 'test',
  baseUrl = 'http://127.0.0.1:9',
): SaleSource {
  const created = KNOWN_SOURCES.conekta?.create(credentials, { world, baseUrl, timeoutMs: 10_000 });
  if (!created) throw new Error('no Conekta');
  return created;
}
const conekta = source();

const event = (type: string, object: Json, more: Json = {}): Json => ({
  id: `evt-${type}`,
  object: 'event',
  type,
  livemode: false,
  created_at: 1_795_190_032,
  webhook_status: 'pending',
  data: { object, previous_attributes: {} },
  ...more,
});
const digest = (body: string, key = OURS.privateKey): string =>
  createSign('RSA-SHA256').update(body, 'utf8').sign(key, 'base64');

async function read(body: string, header: string | undefined = digest(body), by = conekta): Promise<WebhookReading> {
  const headers = header === '' ? {} : { digest: header };
  const reading = await by.readWebhook?.({ headers, url: new URL('https://a.mx/hook'), body, now: NOW });
  if (!reading) throw new Error('no webhook');
  return reading;
}
async function readingOf(one: Json) {
  const reading = await read(JSON.stringify(one));
  if (reading.kind !== 'event') throw new Error(JSON.stringify(reading));
  return conekta.factsOf?.(reading.event, inTime());
}
async function factsOf(...events: readonly Json[]): Promise<readonly SaleFact[]> {
  const readings = await Promise.all(events.map(readingOf));
  return readings.flatMap((reading) => {
    if (reading?.kind !== 'facts') throw new Error(JSON.stringify(reading));
    return reading.facts;
  });
}

type Charges = { readonly data: readonly Json[] };
/** The order with its one charge changed. */
function orderWith(name: string, changes: Json, charge: Json): Json {
  const order = fixture(name);
  const [first] = (order.charges as Charges).data;
  return { ...order, ...changes, charges: { object: 'list', data: [{ ...first, ...charge }] } };
}
const PAID = event('order.paid', fixture('conekta-order'));
const refund = (amount: number, more: Json = {}): Json => ({
  refunds: { object: 'list', data: [{ id: 'ref_1', object: 'refund', amount, created_at: 1_795_276_400, ...more }] },
});
const LATER = { created_at: 1_795_276_401 };
const partlyBack = (amount: number, more: Json = {}): Json =>
  event(
    'order.partially_refunded',
    orderWith('conekta-order', { payment_status: 'partially_refunded', amount_refunded: 10_000 }, refund(amount, more)),
    LATER,
  );

describe('Conekta’s signature', () => {
  const body = JSON.stringify(event('order.paid', fixture('conekta-order', { metadata: { nota: 'peña ☕' } })));

  it('over the body’s UTF-8 admits an event, however old: it has no time, and repeats are harmless', async () => {
    expect(await read(body)).toMatchObject({ kind: 'event', externalId: 'evt-order.paid', type: 'order.paid' });
  });

  it('counts with either of two keys', async () => {
    const both = source({ publicKey: [OTHERS.publicKey, OURS.publicKey] });
    expect((await read(body, digest(body), both)).kind).toBe('event');
    expect((await read(body, digest(body, OTHERS.privateKey), both)).kind).toBe('event');
  });

  it.each([
    ['is missing', 'missing', ''],
    ['is no base64', 'malformed', 'no es base64'],
    ['is too short', 'malformed', Buffer.alloc(32).toString('base64')],
    ['is by another key', 'no match', digest(body, OTHERS.privateKey)],
    ['is of another body', 'no match', digest(`${body} `)],
    ['is of the right length and nothing else', 'no match', Buffer.alloc(256).toString('base64')],
  ])('that %s refuses the event and says so: %s', async (_, why, header) => {
    expect(await read(body, header)).toEqual({ kind: 'bad-signature', why: `DIGEST: ${why}` });
  });
});

describe('an event of Conekta’s', () => {
  it('that is a ping, or not about a sale, is ignored', async () => {
    for (const type of ['webhook_ping', 'plan.created', 'order.created'])
      expect(await read(JSON.stringify(event(type, {})))).toMatchObject({ kind: 'ignored', type });
  });

  it('of the other world is stored as such', async () => {
    const live = JSON.stringify({ ...PAID, livemode: true });
    expect(await read(live)).toMatchObject({ kind: 'unreadable', reason: 'other-world' });
    const inLive = source(undefined, 'live');
    expect(await read(JSON.stringify(PAID), undefined, inLive)).toMatchObject({ reason: 'other-world' });
    expect((await read(live, undefined, inLive)).kind).toBe('event');
  });

  it.each(['no JSON', '{}', 'null', '{"id":"x","type":"order.paid"}'])('that is %s is stored', async (body) => {
    const reading = await read(body);
    expect(reading).toMatchObject({ kind: 'unreadable', externalId: expect.stringMatching(/^sha256:/) });
  });

  it('whose object has another shape, or no order, says so and never throws', async () => {
    const odd = event('order.paid', fixture('conekta-order', { amount: '645.00' }));
    expect(await readingOf(odd)).toEqual({ kind: 'unreadable', reason: 'data.object: amount' });
    const alone = event('charge.paid', { ...(fixture('conekta-order').charges as Charges).data[0], order_id: null });
    expect(await readingOf(alone)).toEqual({ kind: 'unreadable', reason: 'a charge of no order' });
    for (const other of [undefined, null, {}, 'x'])
      expect((await conekta.factsOf?.(other, inTime()))?.kind).toBe('unreadable');
  });
});

describe('a sale from Conekta', () => {
  it('has the order’s lines, shipping, discount, debit card and e-mail', async () => {
    const sale = saleOf('conekta', await factsOf(PAID));
    expect(sale).toMatchObject({
      folio: '1043',
      date: '2026-11-20T15:53:51Z',
      total: '645.00',
      descuento: '50.00',
      estado: 'pagada',
      formaPago: '28',
      cardLast4: '4444',
      email: 'cliente@example.com',
      pricesIncludeTax: true,
    });
    expect(sale.conceptos).toMatchObject([
      { noIdentificacion: 'CAFE-500', cantidad: '1', valorUnitario: '200.00' },
      { noIdentificacion: 'TAZA-01', cantidad: '2', valorUnitario: '198.00' },
      { descripcion: 'Envío', cantidad: '1', valorUnitario: '99.00' },
    ]);
  });

  it('has prices without taxes if the order adds them', async () => {
    const tax_lines = { data: [{ description: 'IVA', amount: 8_000 }] };
    const [order] = await factsOf(event('order.paid', fixture('conekta-order', { amount: 72_500, tax_lines })));
    expect(order?.fact).toMatchObject({ total: '725.00', pricesIncludeTax: false });
  });

  it('by OXXO is pending until the voucher is paid, whatever arrives first, and without an e-mail', async () => {
    const pending = event('order.pending_payment', fixture('conekta-order-oxxo'), { created_at: 1_795_190_000 });
    expect(saleOf('conekta', await factsOf(pending))).toMatchObject({ estado: 'pendiente', folio: 'da0002BB' });
    const paid = event(
      'order.paid',
      orderWith('conekta-order-oxxo', { payment_status: 'paid' }, { status: 'paid', paid_at: 1_795_276_400 }),
      LATER,
    );
    for (const events of [
      [pending, paid],
      [paid, pending],
      [paid, pending, paid],
    ]) {
      const sale = saleOf('conekta', await factsOf(...events));
      expect(sale).toMatchObject({ estado: 'pagada', total: '348.00', formaPago: '01' });
      expect(sale).not.toHaveProperty('email');
    }
  });

  it.each(['expired', 'canceled'])('that is %s is cancelled, even in the same second', async (status) => {
    const order = fixture('conekta-order-oxxo');
    const gone = event(`order.${status}`, { ...order, payment_status: status });
    const facts = await factsOf(gone, event('order.pending_payment', order));
    expect(saleOf('conekta', facts).estado).toBe('cancelada');
  });

  it.each([
    ['account_type', { type: 'card', account_type: 'credit' }, '04', 'credit'],
    ['type', { type: 'credit', account_type: 'CLASICA' }, '04', 'credit'],
    ['nobody', { type: 'card', account_type: null }, '04', 'unknown'],
  ])('has its card’s funding from %s', async (_, method, formaPago, funding) => {
    const payment_method = { object: 'card_payment', last4: '4444', ...method };
    const facts = await factsOf(event('order.paid', orderWith('conekta-order', {}, { payment_method })));
    expect(facts[1]?.fact).toMatchObject({ payment: { method: 'card', funding } });
    expect(saleOf('conekta', facts).formaPago).toBe(formaPago);
  });

  it('by SPEI is a transfer', async () => {
    const payment_method = { object: 'bank_transfer_payment', type: 'spei', clabe: '646180111812345678' };
    const facts = await factsOf(event('order.paid', orderWith('conekta-order', {}, { payment_method })));
    expect(saleOf('conekta', facts).formaPago).toBe('03');
  });

  it('has the payment of its charge if that is reported separately, under any event’s name', async () => {
    const [charge] = (fixture('conekta-order').charges as Charges).data;
    for (const type of ['charge.paid', 'order.paid']) {
      const [payment] = await factsOf(event(type, charge ?? {}));
      expect(payment).toMatchObject({ saleKey: 'ord_2wJacaranda0001AA', fact: { kind: 'payment', importe: '645.00' } });
    }
  });

  it('in yens has no decimals', async () => {
    const [order] = await factsOf(event('order.paid', fixture('conekta-order', { currency: 'JPY', amount: 1500 })));
    expect(order?.fact).toMatchObject({ moneda: 'JPY', total: '1500' });
  });
});

describe('a refund at Conekta', () => {
  it.each([10_000, -10_000])('counts once by its id, before the sale or after, written as %s', async (amount) => {
    const back = partlyBack(amount);
    for (const events of [
      [PAID, back],
      [back, PAID],
      [back, PAID, back],
    ])
      expect(saleOf('conekta', await factsOf(...events)).total).toBe('545.00');
  });

  it('counts as a whole while the refunds are not listed, and once when they are', async () => {
    const unnamed = event('order.partially_refunded', fixture('conekta-order', { amount_refunded: 10_000 }), LATER);
    expect(saleOf('conekta', await factsOf(unnamed)).total).toBe('545.00');
    const named = { ...partlyBack(10_000), created_at: LATER.created_at + 1 };
    expect(saleOf('conekta', await factsOf(unnamed, named)).total).toBe('545.00');
  });

  it('that fails does not count', async () => {
    expect(saleOf('conekta', await factsOf(partlyBack(10_000, { status: 'failed' }))).total).toBe('645.00');
  });

  it('by a chargeback counts if it was lost, once, and not if it was won', async () => {
    const order = { payment_status: 'charged_back' };
    const charged = (charge: Json) => event('order.charged_back', orderWith('conekta-order', order, charge), LATER);
    const lost = { chargeback: { id: 'cb_1', status: 'lost' } };
    for (const charge of [{}, lost]) {
      const back = await factsOf(charged(charge), PAID);
      expect(saleOf('conekta', back).estado).toBe('cancelada');
      expect(back.filter(({ fact }) => fact.kind === 'refund')).toHaveLength(1);
    }
    const won = await factsOf(charged({ chargeback: { id: 'cb_1', status: 'won' } }), PAID);
    expect(saleOf('conekta', won).total).toBe('645.00');
  });

  it('by an open chargeback waits, and is paid again if it was won, in any order', async () => {
    const [charge] = (fixture('conekta-order').charges as Charges).data;
    const charged = (status: string, at: number) => {
      const object = { ...charge, order_id: fixture('conekta-order').id, chargeback: { id: 'cb_1', status } };
      return event(`charge.chargeback.${status}`, object, { created_at: at });
    };
    const open = await factsOf(charged('under_review', LATER.created_at), PAID);
    expect(saleOf('conekta', open).estado).toBe('pendiente');
    const won = await factsOf(charged('won', LATER.created_at + 60), PAID);
    for (const facts of [
      [...open, ...won],
      [...won, ...open],
    ])
      expect(saleOf('conekta', facts).estado).toBe('pagada');
  });
});

describe('the list of past orders at Conekta', () => {
  const listed = (): SaleSource => source({ publicKey: OURS.publicKey, privateKey }, 'test', url());

  it('is read page by page, on the account’s own host whatever the link says', async () => {
    const first = await listed().list?.(0, undefined, inTime());
    if (first?.kind !== 'page') throw new Error(JSON.stringify(first));
    expect(first).toMatchObject({ count: 1, cursor: 'ord_2wJacaranda0002BB' });
    expect(saleOf('conekta', first.facts).estado).toBe('pendiente');
    const second = await listed().list?.(0, first.cursor, inTime());
    if (second?.kind !== 'page') throw new Error(JSON.stringify(second));
    expect(second).not.toHaveProperty('cursor');
    expect(saleOf('conekta', second.facts)).toMatchObject({ folio: '1043', total: '645.00' });
  });

  it.each(['conekta-down', 'conekta-html'])('is unavailable with %s', async (quirk) => {
    await setQuirk(url(), quirk, 1);
    expect((await listed().list?.(0, undefined, inTime()))?.kind).toBe('unavailable');
  });

  it('is unavailable for a refused key, and absent without one', async () => {
    const wrong = source({ publicKey: OURS.publicKey, privateKey: 'key_otra' }, 'test', url());
    expect(await wrong.list?.(0, undefined, inTime())).toEqual({ kind: 'unavailable', reason: 'Conekta: HTTP 401' });
    expect(conekta.list).toBeUndefined();
  });
});

describe('Conekta’s credentials', () => {
  it.each([
    ['no key', 'no es una llave'],
    ['a private key', OURS.privateKey],
    ['a key of 1024 bits', pair(1024).publicKey],
    ['a key that is not RSA', generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' })],
  ])('with %s are refused', (_, publicKey) => {
    expect(() => source({ publicKey })).toThrow();
    expect(() => source({ publicKey })).not.toThrow(/no es una llave|PRIVATE/);
  });
});
