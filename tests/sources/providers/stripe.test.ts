import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SaleFact } from '../../../server/sources/intake/fact.ts';
import type { SaleSource } from '../../../server/sources/source.ts';
import { clear, seenRequests, setQuirk, spawnStandIns } from '../../stand-ins/spawn.ts';
import { fixture, type Json } from '../fixtures/fixture.ts';
import { saleOf } from '../intake/folding.ts';
import { event, read, SECOND, secretKey, signed, source, webhookSecret } from './stripe-webhook.ts';

let directory: string;
let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'stripe-'));
  standIns = await spawnStandIns(directory);
});
afterEach(() => clear(url()));
afterAll(async () => {
  await standIns.stop();
  rmSync(directory, { recursive: true });
});

const url = (): string => `${standIns.url}/stripe`;
const inTime = (): AbortSignal => AbortSignal.timeout(10_000);

const withoutKey = source();
const withKey = (): SaleSource => source({ webhookSecret, secretKey }, 'test', url());

/** What a signed event says. */
async function readingOf(one: Json, by = withoutKey) {
  const body = JSON.stringify(one);
  const reading = await read(body, signed(body), by);
  if (reading.kind !== 'event') throw new Error(JSON.stringify(reading));
  return by.factsOf?.(reading.event, inTime());
}
async function factsOf(one: Json, by = withoutKey): Promise<readonly SaleFact[]> {
  const reading = await readingOf(one, by);
  if (reading?.kind !== 'facts') throw new Error(JSON.stringify(reading));
  return reading.facts;
}
const allFacts = async (events: readonly Json[], by = withoutKey): Promise<readonly SaleFact[]> =>
  (await Promise.all(events.map((each) => factsOf(each, by)))).flat();

const INTENT = event('payment_intent.succeeded', fixture('stripe-intent'));
const CHARGE = event('charge.succeeded', fixture('stripe-charge'));
const SESSION = event('checkout.session.completed', fixture('stripe-session'));
const REFUNDED = event('charge.refunded', fixture('stripe-charge', { amount_refunded: 160_000, refunded: false }), {
  created: 1_795_276_401,
});

describe('an event of Stripe’s', () => {
  it.each([
    ['of the live world in test', { livemode: true }, withoutKey],
    ['of the test world in live', { livemode: false }, source(undefined, 'live')],
  ])('%s is stored as of the other world', async (_, more, by) => {
    const body = JSON.stringify({ ...INTENT, ...more });
    expect(await read(body, signed(body), by)).toMatchObject({ kind: 'unreadable', reason: 'other-world' });
  });

  it('of a type that is not about a sale is ignored', async () => {
    const body = JSON.stringify(event('customer.created', { id: 'cus_1' }));
    expect(await read(body, signed(body))).toMatchObject({ kind: 'ignored', type: 'customer.created' });
  });

  it.each(['no JSON', '{}', 'null', '[]', '{"id":"evt_1","type":"charge.succeeded"}'])(
    'that is %s is kept under a name of its body',
    async (body) => {
      const reading = await read(body, signed(body));
      expect(reading).toMatchObject({ kind: 'unreadable', externalId: expect.stringMatching(/^sha256:/) });
      expect(await read(body, signed(body))).toEqual(reading);
    },
  );

  it('whose object has another shape says where, and never throws', async () => {
    const odd = event('charge.succeeded', fixture('stripe-charge', { amount_captured: 1.5 }));
    expect(await readingOf(odd)).toEqual({ kind: 'unreadable', reason: 'data.object: amount_captured' });
    for (const other of [undefined, null, {}, { type: 'toString' }, 'x'])
      expect((await withoutKey.factsOf?.(other, inTime()))?.kind).toBe('unreadable');
  });
});

describe('a sale from Stripe', () => {
  it('of a freelancer is its payment intent’s 11,600.00, by debit card, with the charge’s e-mail', async () => {
    expect(saleOf('stripe', await allFacts([INTENT, CHARGE]))).toMatchObject({
      folio: 'PROY-7',
      total: '11600.00',
      moneda: 'MXN',
      estado: 'pagada',
      formaPago: '28',
      cardLast4: '5556',
      email: 'pagos@example.com',
    });
  });

  it('is the same in any order, and however often it arrives', async () => {
    const events = [INTENT, CHARGE, REFUNDED];
    const once = saleOf('stripe', await allFacts(events));
    expect(once.total).toBe('10000.00');
    expect(saleOf('stripe', await allFacts([...events].reverse()))).toEqual(once);
    expect(saleOf('stripe', await allFacts([REFUNDED, ...events, ...events]))).toEqual(once);
  });

  it('keeps a refund that arrived before it', async () => {
    const first = await factsOf(REFUNDED);
    expect(first.map(({ saleKey }) => saleKey)).toEqual(first.map(() => fixture('stripe-intent').id));
    expect(saleOf('stripe', [...first, ...(await factsOf(INTENT))]).total).toBe('10000.00');
  });

  it('has the session’s reference and lines, whenever its payment intent arrives', async () => {
    const intent = event(
      'payment_intent.succeeded',
      fixture('stripe-intent', { id: fixture('stripe-session').payment_intent, amount_received: 54_700, metadata: {} }),
      { created: SECOND + 5 },
    );
    const sale = saleOf('stripe', await allFacts([SESSION, intent], withKey()));
    expect(sale).toMatchObject({ folio: 'WEB-1042', total: '547.00', pricesIncludeTax: true });
    expect(sale.conceptos).toMatchObject([
      { noIdentificacion: 'CAFE-500', cantidad: '1', valorUnitario: '200.00', descuento: '50.00' },
      { noIdentificacion: 'TAZA-01', cantidad: '2', valorUnitario: '149.00' },
      { descripcion: 'Envío', cantidad: '1', valorUnitario: '99.00' },
    ]);
    expect(sale.conceptos.map(({ impuestos }) => impuestos[0]?.tasaOCuota)).toEqual([
      '0.000000',
      '0.160000',
      '0.160000',
    ]);
  });

  it('without a key is one line, and nothing is fetched', async () => {
    const [fact] = await factsOf(SESSION);
    expect(fact?.fact).not.toHaveProperty('lines');
    expect(await seenRequests(url())).toEqual([]);
  });

  it.each([
    ['metadata.folio', { metadata: { folio: 'F-1', order_id: 'O-1' } }, 'F-1'],
    ['client_reference_id', { metadata: { order_id: 'O-1' } }, 'WEB-1042'],
    ['metadata.order_id', { client_reference_id: null, metadata: { order_id: 'O-1' } }, 'O-1'],
    ['the last 8 of the payment intent', { client_reference_id: null }, '01Xy7Kq2'],
  ])('has its folio from %s', async (_, changes, folio) => {
    const [fact] = await factsOf(event('checkout.session.completed', fixture('stripe-session', changes)));
    expect(fact?.fact).toMatchObject({ folio });
  });

  it('by OXXO is pending until the voucher is paid, and cancelled if it never is', async () => {
    const voucher = fixture('stripe-session', { payment_status: 'unpaid' });
    const pending = event('checkout.session.completed', voucher);
    expect(saleOf('stripe', await factsOf(pending)).estado).toBe('pendiente');
    const later = { created: SECOND + 172_800 };
    const paid = event('checkout.session.async_payment_succeeded', fixture('stripe-session'), later);
    expect(saleOf('stripe', await allFacts([paid, pending])).estado).toBe('pagada');
    for (const type of ['checkout.session.async_payment_failed', 'checkout.session.expired'])
      expect(saleOf('stripe', await allFacts([event(type, voucher, later), pending])).estado).toBe('cancelada');
  });

  it.each([
    ['a subscription, whose payments speak for themselves', { mode: 'subscription', payment_intent: null }],
    ['nobody’s, that expired before anybody paid', { payment_intent: null }],
    ['a free order', { amount_total: 0 }],
  ])('is not made from a session of %s', async (_, changes) => {
    expect(await factsOf(event('checkout.session.completed', fixture('stripe-session', changes)))).toEqual([]);
  });

  // Money of a credit balance was charged once before, and invoiced then; what it pays whole is charged to nobody.
  it('of an invoice that a credit balance paid in part is of what was charged; one that it paid in full is none', async () => {
    const part = fixture('stripe-intent', {
      amount: 160_000,
      amount_received: 160_000,
      description: 'Subscription update',
    });
    const paid = allFacts([event('payment_intent.succeeded', part)]);
    expect(saleOf('stripe', await paid)).toMatchObject({ total: '1600.00', estado: 'pagada' });
    const whole = {
      id: 'in_1',
      object: 'invoice',
      currency: 'mxn',
      total: 1_160_000,
      amount_paid: 0,
      starting_balance: -1_160_000,
    };
    const body = JSON.stringify(event('invoice.paid', whole));
    expect(await read(body, signed(body))).toMatchObject({ kind: 'ignored', type: 'invoice.paid' });
  });

  it('in yens has no decimals', async () => {
    const yens = event(
      'payment_intent.succeeded',
      fixture('stripe-intent', { currency: 'jpy', amount_received: 1500 }),
    );
    expect((await factsOf(yens))[0]?.fact).toMatchObject({ moneda: 'JPY', total: '1500' });
  });

  it('has its tip stored separately', async () => {
    const tip = fixture('stripe-intent', { amount_details: { tip: { amount: 160_000 } } });
    const [fact] = await factsOf(event('payment_intent.succeeded', tip));
    expect(fact?.fact).toMatchObject({ total: '10000.00', propina: '1600.00' });
  });

  it('has no e-mail if nobody gave one, or if it is invalid', async () => {
    const silent = fixture('stripe-charge', { billing_details: { email: 'sin correo' } });
    const facts = await allFacts([
      event('payment_intent.succeeded', fixture('stripe-intent', { receipt_email: null })),
      event('charge.succeeded', silent),
    ]);
    expect(saleOf('stripe', facts)).not.toHaveProperty('email');
  });

  it.each([
    ['not captured', { captured: false, amount_captured: 0 }],
    ['not paid', { paid: false }],
  ])('is not paid by a charge that is %s', async (_, changes) => {
    expect(await factsOf(event('charge.updated', fixture('stripe-charge', changes)))).toEqual([]);
    const alone = event('charge.succeeded', fixture('stripe-charge', { ...changes, payment_intent: null }));
    expect(await factsOf(alone)).toEqual([]);
  });

  it('of a charge without a payment intent is the charge’s', async () => {
    const alone = event('charge.succeeded', fixture('stripe-charge', { payment_intent: null, receipt_number: '10-7' }));
    expect(saleOf('stripe', await factsOf(alone))).toMatchObject({ folio: '10-7', total: '11600.00' });
  });
});

describe('a refund at Stripe', () => {
  const CREATED = event('refund.created', fixture('stripe-refund'), { created: 1_795_276_400 });

  it('without a key counts once, reported by the charge and by the refund', async () => {
    const facts = await allFacts([INTENT, CREATED, REFUNDED, event('charge.refund.updated', fixture('stripe-refund'))]);
    expect(saleOf('stripe', facts).total).toBe('10000.00');
  });

  it('with a key counts by its own id, even if it was reported for the charge as a whole before', async () => {
    const facts = [...(await allFacts([INTENT, REFUNDED])), ...(await allFacts([CREATED, REFUNDED], withKey()))];
    expect(saleOf('stripe', facts).total).toBe('9000.00');
  });

  it('counts by its id if an older API lists it in the charge', async () => {
    const refunds = { data: [fixture('stripe-refund')], has_more: false };
    const old = { api_version: '2020-08-27' };
    const charge = fixture('stripe-charge', { amount_refunded: 160_000, refunds });
    const facts = await allFacts([INTENT, event('charge.refunded', charge, old), { ...CREATED, ...old }]);
    expect(saleOf('stripe', facts).total).toBe('10000.00');
  });

  it('that fails no longer counts without a key either, and the other refunds do', async () => {
    const back = event('charge.refunded', fixture('stripe-charge', { amount_refunded: 260_000, refunds: null }));
    const failed = event('refund.failed', fixture('stripe-refund', { status: 'failed' }), {
      created: SECOND + 900_000,
    });
    for (const events of [
      [INTENT, back, failed],
      [failed, back, INTENT],
    ])
      expect(saleOf('stripe', await allFacts(events)).total).toBe('10600.00');
  });

  it('that fails no longer counts', async () => {
    const failed = event('refund.failed', fixture('stripe-refund', { status: 'failed' }), { created: 1_795_376_400 });
    expect(saleOf('stripe', await allFacts([failed, INTENT, CREATED], withKey())).total).toBe('11600.00');
  });

  it('by a dispute waits while that is open, is paid if it was won and cancelled if it was lost, in any order', async () => {
    const dispute = (type: string, status: string) => event(type, fixture('stripe-dispute', { status }));
    const open = dispute('charge.dispute.created', 'needs_response');
    const won = dispute('charge.dispute.closed', 'won');
    const inquiry = dispute('charge.dispute.created', 'warning_needs_response');
    expect(saleOf('stripe', await allFacts([INTENT, open])).estado).toBe('pendiente');
    for (const events of [
      [INTENT, open, won],
      [won, INTENT, open],
      [INTENT, inquiry],
    ])
      expect(saleOf('stripe', await allFacts(events)).estado).toBe('pagada');
    const lost = dispute('charge.dispute.closed', 'lost');
    expect(saleOf('stripe', await allFacts([lost, INTENT])).estado).toBe('cancelada');
  });
});

describe('what has to be fetched from Stripe', () => {
  it.each(['stripe-down', 'stripe-silent'])('is unavailable with %s, and arrives when it is over', async (quirk) => {
    await setQuirk(url(), quirk, 1);
    const by = source({ webhookSecret, secretKey }, 'test', url());
    const body = JSON.stringify(SESSION);
    const reading = await read(body, signed(body), by);
    if (reading.kind !== 'event') throw new Error(reading.kind);
    expect((await by.factsOf?.(reading.event, AbortSignal.timeout(500)))?.kind).toBe('unavailable');
    expect((await by.factsOf?.(reading.event, inTime()))?.kind).toBe('facts');
  });

  it('is unavailable if nobody answers, or the key is refused', async () => {
    for (const by of [
      source({ webhookSecret, secretKey }),
      source({ webhookSecret, secretKey: 'sk_test_otra' }, 'test', url()),
    ]) {
      const reading = await readingOf(SESSION, by);
      expect(reading?.kind).toBe('unavailable');
      expect(JSON.stringify(reading)).not.toMatch(/sk_test/);
    }
  });

  it('is never only a part of the lines', async () => {
    await setQuirk(url(), 'stripe-half', 1);
    expect((await readingOf(SESSION, withKey()))?.kind).toBe('unreadable');
  });
});

describe('the list of past charges at Stripe', () => {
  it('has the disputes of its charges, which wait', async () => {
    await setQuirk(url(), 'stripe-disputed', 1);
    const page = await withKey().list?.(0, undefined, inTime());
    if (page?.kind !== 'page') throw new Error(JSON.stringify(page));
    expect(saleOf('stripe', page.facts).estado).toBe('pendiente');
  });

  it('is read page by page, each charge a whole sale', async () => {
    const by = withKey();
    const first = await by.list?.(0, undefined, inTime());
    if (first?.kind !== 'page') throw new Error(JSON.stringify(first));
    expect(first).toMatchObject({ count: 1, cursor: fixture('stripe-charge').id });
    expect(saleOf('stripe', first.facts)).toMatchObject({ folio: 'PROY-7', total: '10000.00', formaPago: '28' });
    const second = await by.list?.(0, first.cursor, inTime());
    if (second?.kind !== 'page') throw new Error(JSON.stringify(second));
    expect(second).not.toHaveProperty('cursor');
    expect(saleOf('stripe', second.facts)).toMatchObject({ folio: '1042-7001', total: '11600.00' });
  });

  it('yields to what a webhook said, and leaves out what is older', async () => {
    const page = await withKey().list?.(1_795_190_000_000, undefined, inTime());
    if (page?.kind !== 'page') throw new Error(JSON.stringify(page));
    expect(page).not.toHaveProperty('cursor');
    const reference = event('payment_intent.succeeded', fixture('stripe-intent', { metadata: { folio: 'NUEVO' } }));
    expect(saleOf('stripe', [...(await factsOf(reference)), ...page.facts]).folio).toBe('NUEVO');
  });

  it('is unavailable if Stripe is, and absent without a key', async () => {
    await setQuirk(url(), 'stripe-down', 1);
    expect((await withKey().list?.(0, undefined, inTime()))?.kind).toBe('unavailable');
    expect(withoutKey.list).toBeUndefined();
  });
});
