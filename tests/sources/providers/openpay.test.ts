import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { SaleFact } from '../../../server/sources/intake/fact.ts';
import { KNOWN_SOURCES } from '../../../server/sources/known-sources.ts';
import type { SaleSource, WebhookReading } from '../../../server/sources/source.ts';
import { SOURCE_ACCOUNTS } from '../../stand-ins/source-accounts.ts';
import { clear, seenRequests, setQuirk, spawnStandIns } from '../../stand-ins/spawn.ts';
import { fixture, type Json } from '../fixtures/fixture.ts';
import { saleOf } from '../intake/folding.ts';

const ACCOUNT = SOURCE_ACCOUNTS.openpay;
const NOW = 1_795_190_060_000;
const SECRETS = /Contraseña|sk_Llave/;

let directory: string;
let standIns: Awaited<ReturnType<typeof spawnStandIns>>;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'openpay-'));
  standIns = await spawnStandIns(directory);
});
afterEach(() => clear(url()));
afterAll(async () => {
  await standIns.stop();
  rmSync(directory, { recursive: true });
});

const url = (): string => `${standIns.url}/openpay`;
const inTime = (): AbortSignal => AbortSignal.timeout(10_000);

function source(credentials: object = ACCOUNT, baseUrl = url()): SaleSource {
  const created = KNOWN_SOURCES.openpay?.create(credentials, { world: 'test', baseUrl, timeoutMs: 10_000 });
  if (!created) throw new Error('no Openpay');
  return created;
}

const callback = (type: string, transaction: Json = {}, more: Json = {}): Json => ({
  type,
  event_date: '2026-11-20T12:00:01-06:00',
  transaction: { id: fixture('openpay-charge').id, amount: 1, status: 'completed', ...transaction },
  ...more,
});
const SUCCEEDED = callback('charge.succeeded');
const basic = (user: string, password: string): string =>
  `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
const OURS = basic(ACCOUNT.user, ACCOUNT.password);

async function read(body: string, authorization: string | undefined = OURS): Promise<WebhookReading> {
  const headers = authorization === '' ? {} : { authorization };
  const reading = await source().readWebhook?.({ headers, url: new URL('https://a.mx/hook'), body, now: NOW });
  if (!reading) throw new Error('no webhook');
  return reading;
}
async function readingOf(one: Json, by = source(), signal = inTime()) {
  const reading = await read(JSON.stringify(one));
  if (reading.kind !== 'event') throw new Error(JSON.stringify(reading));
  return by.factsOf?.(reading.event, signal);
}
async function factsOf(one: Json): Promise<readonly SaleFact[]> {
  const reading = await readingOf(one);
  if (reading?.kind !== 'facts') throw new Error(JSON.stringify(reading));
  return reading.facts;
}
/** The facts of a callback while the charge is as a quirk has it. */
async function factsWith(quirk: string, one: Json): Promise<readonly SaleFact[]> {
  await setQuirk(url(), quirk, 1);
  return factsOf(one);
}

describe('a callback of Openpay’s', () => {
  const body = JSON.stringify(SUCCEEDED);

  it('with the webhook’s user and password is admitted', async () => {
    expect(await read(body)).toMatchObject({ kind: 'event', type: 'charge.succeeded' });
  });

  it.each([
    ['without them', 'missing', ''],
    ['with a token', 'malformed', 'Bearer abc'],
    ['with no colon', 'malformed', `Basic ${Buffer.from('autofactura').toString('base64')}`],
    ['with no base64', 'malformed', 'Basic ¡no!'],
    ['with another password', 'no match', basic(ACCOUNT.user, 'otra-contraseña')],
    ['with another user', 'no match', basic('otro', ACCOUNT.password)],
    ['with less of the password', 'no match', basic(ACCOUNT.user, ACCOUNT.password.slice(0, -1))],
  ])('%s is refused and says so: %s', async (_, why, header) => {
    expect(await read(body, header)).toEqual({ kind: 'bad-signature', why: `Authorization: ${why}` });
  });

  it('sent twice is one event, and a later one of the same charge another', async () => {
    const [first, second, later] = await Promise.all([
      read(body),
      read(body),
      read(JSON.stringify({ ...SUCCEEDED, event_date: '2026-11-20T12:30:00-06:00' })),
    ]);
    expect(second).toEqual(first);
    const idOf = (reading: WebhookReading) => (reading.kind === 'bad-signature' ? undefined : reading.externalId);
    expect(idOf(later)).not.toBe(idOf(first));
  });

  it('of verification is ignored, but its code is passed on for the merchant to type', async () => {
    const verification = {
      type: 'verification',
      event_date: '2026-11-20T11:00:00-06:00',
      verification_code: '3vWQ1x6I',
      id: 'w7evenqvf4a3crkdmkj6',
    };
    expect(await read(JSON.stringify(verification))).toEqual({
      kind: 'ignored',
      type: 'verification',
      externalId: 'verification:3vWQ1x6I',
    });
  });

  it('that is not about a sale is ignored', async () => {
    for (const type of ['payout.succeeded', 'order.created'])
      expect(await read(JSON.stringify(callback(type)))).toMatchObject({ kind: 'ignored', type });
  });

  it.each(['no JSON', '{}', 'null', '{"type":"charge.succeeded","event_date":"2026-11-20T12:00:01-06:00"}'])(
    'that is %s is kept',
    async (odd) => {
      expect(await read(odd)).toMatchObject({ kind: 'unreadable', externalId: expect.stringMatching(/^sha256:/) });
    },
  );

  it('with an id that is a path is stored, and nothing is requested', async () => {
    expect((await read(JSON.stringify(callback('charge.succeeded', { id: '../payouts' })))).kind).toBe('unreadable');
    expect(await seenRequests(url())).toEqual([]);
  });
});

describe('a charge at Openpay', () => {
  it('is what Openpay says it is, to the cent, and not what its callback says', async () => {
    expect(saleOf('openpay', await factsOf(SUCCEEDED))).toMatchObject({
      folio: 'PROY-7',
      date: '2026-11-20T18:00:00Z',
      total: '11600.00',
      moneda: 'MXN',
      estado: 'pagada',
      formaPago: '28',
      cardLast4: '1111',
      email: 'pagos@example.com',
    });
    const [asked] = await seenRequests(url());
    expect(asked).toMatchObject({ method: 'GET', path: '/v1/mcafejacaranda0001/charges/trfreelance0002ab9zt' });
  });

  it('that Openpay does not have is ignored: it is of the other world, or forged', async () => {
    const made = callback('charge.succeeded', { id: 'trinventada0001' });
    expect(await readingOf(made)).toEqual({ kind: 'unreadable', reason: 'a charge that Openpay does not have' });
  });

  it('made for a customer is found below the customer', async () => {
    const ofCustomer = callback('charge.succeeded', { customer_id: 'acliente0001' });
    expect(saleOf('openpay', await factsWith('openpay-of-customer', ofCustomer)).total).toBe('11600.00');
  });

  it('other than the requested one, or with an invalid amount, is stored', async () => {
    await setQuirk(url(), 'openpay-other', 1);
    expect(await readingOf(SUCCEEDED)).toMatchObject({
      kind: 'unreadable',
      reason: 'another charge than was asked for',
    });
    await setQuirk(url(), 'openpay-three-decimals', 1);
    expect(await readingOf(SUCCEEDED)).toMatchObject({ kind: 'unreadable', reason: 'charge: amount' });
  });

  it('at a store is pending until it is paid, whatever arrives first', async () => {
    const pending = await factsWith('openpay-pending', callback('charge.created'));
    expect(saleOf('openpay', pending)).toMatchObject({ estado: 'pendiente', date: '2026-11-20T17:58:00Z' });
    const paid = await factsOf(SUCCEEDED);
    expect(saleOf('openpay', [...paid, ...pending]).estado).toBe('pagada');
    expect(saleOf('openpay', [...pending, ...paid, ...pending]).estado).toBe('pagada');
  });

  it('that was cancelled cancels its sale', async () => {
    const gone = await factsWith('openpay-cancelled', callback('charge.cancelled'));
    expect(saleOf('openpay', [...gone, ...(await factsOf(SUCCEEDED))]).estado).toBe('cancelada');
  });

  it('that was partly refunded counts what is left, once', async () => {
    const back = await factsWith('openpay-refunded', callback('charge.refunded'));
    expect(saleOf('openpay', back).total).toBe('9999.50');
    expect(saleOf('openpay', [...back, ...(await factsOf(SUCCEEDED)), ...back]).total).toBe('9999.50');
  });

  it('that is being charged back waits, and is paid again if the chargeback was rejected, in any order', async () => {
    const open = await factsOf(callback('chargeback.created'));
    const won = await factsOf(callback('chargeback.rejected'));
    const pending = await factsWith('openpay-disputed', callback('charge.succeeded'));
    for (const facts of [open, pending]) expect(saleOf('openpay', facts).estado).toBe('pendiente');
    for (const facts of [
      [...open, ...won],
      [...won, ...open, ...won],
    ])
      expect(saleOf('openpay', facts).estado).toBe('pagada');
  });

  it('that was charged back counts if the chargeback was accepted, by its status or by its callback, once', async () => {
    const byStatus = await factsWith('openpay-chargeback', callback('charge.succeeded'));
    const byBoth = await factsWith('openpay-chargeback', callback('chargeback.accepted'));
    const byCallback = await factsOf(callback('chargeback.accepted'));
    for (const facts of [byStatus, byBoth, byCallback]) {
      expect(saleOf('openpay', facts).estado).toBe('cancelada');
      expect(facts.filter(({ fact }) => fact.kind === 'refund')).toHaveLength(1);
    }
    expect(saleOf('openpay', await factsOf(callback('chargeback.rejected'))).estado).toBe('pagada');
  });
});

describe('Openpay', () => {
  it('that is down is unavailable, and answers when it is up again', async () => {
    await setQuirk(url(), 'openpay-down', 1);
    expect(await readingOf(SUCCEEDED)).toEqual({ kind: 'unavailable', reason: 'Openpay: HTTP 500' });
    expect((await readingOf(SUCCEEDED))?.kind).toBe('facts');
  });

  it('that does not answer, or refuses the key, is unavailable', async () => {
    const wrong = { ...ACCOUNT, privateKey: 'sk_otra' };
    for (const by of [source(ACCOUNT, 'http://127.0.0.1:9'), source(wrong)]) {
      const reading = await readingOf(SUCCEEDED, by);
      expect(reading?.kind).toBe('unavailable');
      expect(JSON.stringify(reading)).not.toMatch(SECRETS);
    }
    expect((await readingOf(SUCCEEDED, source(), AbortSignal.abort()))?.kind).toBe('unavailable');
  });

  it('is never asked about another provider’s callback', async () => {
    for (const other of [undefined, null, {}, 'x', { type: 'charge.succeeded' }])
      expect((await source().factsOf?.(other, inTime()))?.kind).toBe('unreadable');
    expect(await seenRequests(url())).toEqual([]);
  });

  it('lists past charges page by page', async () => {
    const first = await source().list?.(Date.parse('2026-11-20T12:00:00Z'), undefined, inTime());
    if (first?.kind !== 'page') throw new Error(JSON.stringify(first));
    expect(first).toMatchObject({ count: 100, cursor: '100' });
    const second = await source().list?.(0, first.cursor, inTime());
    if (second?.kind !== 'page') throw new Error(JSON.stringify(second));
    expect(second.count).toBe(1);
    expect(second).not.toHaveProperty('cursor');
    expect(saleOf('openpay', second.facts)).toMatchObject({ folio: 'L-100', total: '11600.00' });
    await setQuirk(url(), 'openpay-down', 1);
    expect((await source().list?.(0, undefined, inTime()))?.kind).toBe('unavailable');
  });

  it('refuses credentials of another shape without repeating them', () => {
    for (const wrong of [
      { user: 'a:b' },
      { merchantId: '../otro' },
      { privateKey: 'pk_otra' },
      { password: 'corta' },
    ]) {
      expect(() => source({ ...ACCOUNT, ...wrong })).toThrow();
      expect(() => source({ ...ACCOUNT, ...wrong })).not.toThrow(SECRETS);
    }
  });
});
