import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Mail } from '../../server/delivery/mail/mailer.ts';
import { remind, startReminding } from '../../server/delivery/reminders.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { DeadlinePolicy } from '../../server/portals/portal.ts';
import type { SaleWire } from '../../server/sales/sale-wire.ts';
import { claimOf } from '../contracts/store/cast.ts';
import { openRemindingShop, type RemindingShop, TENANT } from '../support/reminding.ts';

let shop: RemindingShop;
beforeEach(async () => {
  shop = await openRemindingShop();
});
afterEach(() => shop.close());

const days = (count: number): DeadlinePolicy => ({ kind: 'days', days: count });
const monthEnd = (monthsAfter: number): DeadlinePolicy => ({ kind: 'month-end', monthsAfter });

/** Whether the one sale there is is reminded of at each of these times. */
async function remindedAt(times: readonly string[]): Promise<readonly boolean[]> {
  const reminded: boolean[] = [];
  for (const time of times) {
    shop.at(time);
    reminded.push((await shop.round()).length > 0);
  }
  return reminded;
}

describe('a sale whose deadline is near', () => {
  it('gets one reminder to its address, however many rounds there are, one after the other or at once', async () => {
    const subject = await shop.sell({ email: 'Ana@Example.com' });
    await shop.round();
    const [queued, ...others] = (await Promise.all([shop.round(), shop.round()]))[0];
    expect(others).toEqual([]);
    expect(queued).toMatchObject({ kind: 'mail', target: 'ana@example.com', subject, state: 'pending' });
    await shop.deliver();
    shop.at('2026-11-28T12:00:00-06:00');
    await shop.round();
    expect(await shop.deliver()).toHaveLength(1);
  });

  it('gets one reminder from two portals of one merchant', async () => {
    await shop.change({ deadline: days(10), reminder: { daysBefore: 5 } }, 'jacaranda-cafeteria');
    await shop.sell();
    expect(await shop.round()).toHaveLength(1);
  });

  it.each<[string, Parameters<RemindingShop['change']>[0]]>([
    ['has not said that it wants it', { reminder: undefined }],
    ['wants it no more', { reminder: null }],
    ['has its portal switched off', { enabled: false }],
  ])('gets no reminder if the merchant %s', async (_, settings) => {
    await shop.change(settings);
    await shop.sell();
    expect(await shop.round()).toEqual([]);
  });

  it.each<[string, Partial<SaleWire>]>([
    ['without an e-mail', { email: undefined }],
    ['that is not paid', { estado: 'pendiente' }],
    ['that was cancelled', { estado: 'cancelada' }],
    ['that the merchant must invoice', { anticipo: true }],
    ['whose deadline has passed', { date: '2026-11-16T12:00:00-06:00' }],
    ['with more days left', { date: '2026-11-21T12:00:00-06:00' }],
  ])('is not reminded of: one %s', async (_, sale) => {
    await shop.sell(sale);
    expect(await shop.round()).toEqual([]);
  });

  it('gets no reminder while an invoice holds it', async () => {
    await shop.store.invoices.claim(TENANT, claimOf('inv_1', [await shop.sell()]));
    expect(await shop.round()).toEqual([]);
  });

  it('that arrives late is reminded of too, but not within a day of the purchase', async () => {
    await shop.change({ deadline: monthEnd(0), reminder: { daysBefore: 10 } });
    await shop.sell({ date: '2026-11-26T16:00:00-06:00' });
    expect(
      await remindedAt(['2026-11-26T17:00:00-06:00', '2026-11-27T15:59:59-06:00', '2026-11-27T16:00:00-06:00']),
    ).toEqual([false, false, true]);
  });

  it('that arrives on the evening of its last day is reminded of, though elsewhere that day is over', async () => {
    await shop.sell({ date: '2026-11-17T08:00:00-06:00' });
    expect(await remindedAt(['2026-11-27T19:30:00-06:00'])).toEqual([true]);
  });

  it('gets no reminder if the deadline leaves no day for it', async () => {
    await shop.change({ deadline: monthEnd(0) });
    await shop.sell({ date: '2026-11-30T16:00:00-06:00' });
    expect(await remindedAt(['2026-11-30T19:00:00-06:00', '2026-12-01T16:00:00-06:00'])).toEqual([false, false]);
  });
});

describe('the day and the hour of a reminder', () => {
  it.each<[string, DeadlinePolicy, string, readonly string[]]>([
    ['ten days', days(10), '2026-11-20', ['2026-11-26', '2026-11-27']],
    ['a day', days(1), '2026-11-20', ['2026-11-20', '2026-11-21']],
    ['the month’s end', monthEnd(0), '2026-11-03', ['2026-11-26', '2026-11-27']],
    ['the end of the month after', monthEnd(1), '2027-01-31', ['2027-02-24', '2027-02-25']],
    ['a year’s end', monthEnd(1), '2026-11-20', ['2026-12-27', '2026-12-28']],
  ])('with %s begin on the right day, and not the day before', async (_, deadline, sold, [before, on]) => {
    await shop.change({ deadline });
    await shop.sell({ date: `${sold}T10:00:00-06:00` });
    expect(await remindedAt([`${before}T19:00:00-06:00`, `${on}T12:00:00-06:00`])).toEqual([false, true]);
  });

  it('are those of the deadline that was promised, when the policy is shorter by now', async () => {
    await shop.sell();
    await shop.change({ deadline: days(2), formerDeadlines: [days(10)] });
    expect(await remindedAt(['2026-11-26T19:00:00-06:00', '2026-11-27T12:00:00-06:00'])).toEqual([false, true]);
  });

  it('are those of the branch’s own policy', async () => {
    await shop.change({ deadline: monthEnd(1), branches: { tijuana: { deadline: days(10) } } });
    await shop.sell({ folio: 'R-1', branch: 'roma' });
    const tijuana = await shop.sell({ folio: 'T-1', branch: 'tijuana' });
    shop.at('2026-11-27T12:00:00-08:00');
    expect((await shop.round()).map(({ subject }) => subject)).toEqual([tijuana]);
  });

  it('are of the branch: half past eleven at night in Tijuana is half past one of the next day in Mexico City', async () => {
    const date = '2026-11-20T23:30:00-08:00';
    const tijuana = await shop.sell({ folio: 'T-1', branch: 'tijuana', date });
    const roma = await shop.sell({ folio: 'R-1', branch: 'roma', date });
    shop.at('2026-11-27T12:00:00-08:00');
    expect((await shop.round()).map(({ subject }) => subject)).toEqual([tijuana]);
    shop.at('2026-11-28T09:00:00-06:00');
    expect((await shop.round()).map(({ subject }) => subject)).toEqual([tijuana, roma]);
  });

  it.each([
    ['roma', '-06:00'],
    ['tijuana', '-08:00'],
  ])('are from nine in the morning to eight in the evening in %s', async (branch, offset) => {
    await shop.sell({ branch });
    const times = ['27T08:59:59', '27T20:00:00', '28T03:00:00', '28T09:00:00'];
    expect(await remindedAt(times.map((time) => `2026-11-${time}${offset}`))).toEqual([false, false, false, true]);
  });

  it('may be the last minute before eight', async () => {
    await shop.sell();
    expect(await remindedAt(['2026-11-27T19:59:59-06:00'])).toEqual([true]);
  });
});

describe('many sales', () => {
  it('are all reminded of, page by page, each once, a mail every half second', async () => {
    for (let at = 0; at < 1_200; at++) await shop.sell({ folio: `B-${at}`, email: `ana${at}@example.com` });
    await shop.sell({ folio: 'SIN-CORREO', email: undefined });
    const queued = await shop.round();
    expect(new Set(queued.map(({ subject }) => subject)).size).toBe(1_200);
    const [first, second] = queued;
    const last = queued.at(-1);
    expect([second?.nextAt, last?.nextAt].map((at) => (at ?? 0) - (first?.nextAt ?? 0))).toEqual([500, 599_500]);
    expect(await shop.round()).toHaveLength(1_200);
  });

  it('of one merchant are no reason to wait for another', async () => {
    const yunque = { ...TENANT, merchantId: 'mer_yunque' };
    await shop.change({ deadline: days(10), reminder: { daysBefore: 3 } }, 'el-yunque');
    for (let at = 0; at < 9; at++) await shop.sell({ folio: `B-${at}` });
    await shop.sell({ folio: 'FY-1', branch: undefined }, yunque);
    await shop.round();
    const [theirs] = await shop.store.deliveries.list(yunque, { limit: 9, kind: 'mail' });
    expect(theirs).toMatchObject({ subject: 'sale_FY-1', nextAt: shop.services.invoicing.now() });
  });

  it('are left to the next round by one that is stopped', async () => {
    await shop.sell();
    const { store, services } = shop;
    expect(await remind({ store, now: services.invoicing.now }, AbortSignal.abort())).toBe(0);
    expect(await store.deliveries.list(TENANT, { limit: 9, kind: 'mail' })).toEqual([]);
    expect(await shop.round()).toHaveLength(1);
  });

  it('are sent by a round at once, and a database that is away does not stop the rounds', async () => {
    await shop.sell();
    const { store, services } = shop;
    const logged: string[] = [];
    const log = (event: string, fields: object): void => void logged.push(`${event} ${JSON.stringify(fields)}`);
    const away = { ...store, deliveries: { enqueue: () => Promise.reject(new TypeError('secret')) } };
    for (const each of [away, store]) {
      const rounds = logged.length;
      const working = startReminding({ now: services.invoicing.now, log, store: each });
      await vi.waitFor(() => expect(logged).toHaveLength(rounds + 1));
      await working.stop();
    }
    expect(logged).toEqual(['reminders.failed {"error":"TypeError"}', 'reminders.queued {"count":1}']);
  });
});

describe('the mail of a reminder', () => {
  it('says what was paid and until when, and opens the portal at that sale', async () => {
    await shop.change({ noun: 'consumo' });
    await shop.sell({ folio: 'LM-2201', propina: '52.20' });
    await shop.round();
    const [mail, ...others] = await shop.deliver();
    expect(others).toEqual([]);
    expect(mail).toMatchObject({
      to: 'ana@example.com',
      from: { name: 'Café Jacaranda' },
      subject: 'Puedes facturar tu consumo en Café Jacaranda hasta el 30 de noviembre de 2026',
      text: expect.stringContaining('Total: $400.20 MXN\nFolio: LM-2201'),
    });
    const url = /https:\S+\?t=\S+/.exec(mail?.text ?? '')?.[0] ?? '';
    const link = new URL(url);
    const [portal, token] = [link.pathname.slice(1), link.searchParams.get('t')];
    expect(link.searchParams.get('c')).toBe('recordatorio');
    const found = await shop.app.request(`/v1/portals/${portal}/sales/${token}`);
    expect([portal, await found.json()]).toMatchObject([DEMO_PORTAL, { folio: 'LM-2201', status: 'open' }]);
    const target = new URL((mail?.headers?.['List-Unsubscribe'] ?? '').slice(1, -1));
    expect(mail?.headers?.['List-Unsubscribe-Post']).toBe('List-Unsubscribe=One-Click');
    expect((await shop.app.request(`${target.pathname}${target.search}`)).status).toBe(200);
    expect(target.href).not.toContain('ana');
  });

  it('says until which minute, by the clock of the branch, and in December what the year’s end means', async () => {
    await shop.sell({ branch: 'tijuana', date: '2026-12-21T12:00:00-08:00' });
    shop.at('2026-12-28T12:00:00-08:00');
    await shop.round();
    const [mail] = await shop.deliver();
    for (const words of ['hasta el 31 de diciembre, 23:59, hora de Tijuana', 'Si la vas a deducir en 2026'])
      for (const form of [mail?.text, mail?.html]) expect(form).toContain(words);
  });

  it('is the same, byte for byte, when it is made again', async () => {
    const made: Mail[] = [];
    const busy = async (mail: Mail) => {
      made.push(mail);
      return { kind: 'later', reason: 'busy' } as const;
    };
    await shop.sell();
    await shop.round();
    for (const minute of [0, 1]) {
      shop.at(`2026-11-27T12:0${minute}:00-06:00`);
      await shop.deliver({ send: busy, testConnection: async () => ({ kind: 'works' }) });
    }
    expect(made).toHaveLength(2);
    expect(made[1]).toEqual(made[0]);
  });

  it.each<[string, string, () => Promise<unknown>]>([
    ['is invoiced', 'invoiced', () => shop.store.invoices.claim(TENANT, claimOf('inv_1', ['sale_B-1']))],
    ['is cancelled', 'closed', () => shop.sell({ estado: 'cancelada' })],
    ['has another address', 'another address', () => shop.sell({ email: 'eva@example.com' })],
    ['has none any more', 'another address', () => shop.sell({ email: undefined })],
    ['is late', 'late', async () => shop.at('2026-12-01T09:00:00-06:00')],
    ['has more time', 'too early', () => shop.change({ deadline: days(20) })],
    ['is of a merchant that wants it no more', 'the portal does not remind', () => shop.change({ reminder: null })],
  ])('is not sent if the sale %s in the meantime', async (_, reason, happen) => {
    await shop.sell();
    const [queued] = await shop.round();
    await happen();
    expect(await shop.deliver()).toEqual([]);
    expect(await shop.store.deliveries.get(queued?.id ?? '')).toMatchObject({ state: 'dropped', reason });
  });

  it.each([
    ['late in the evening', '2026-11-27T20:00:00-06:00', '2026-11-28T09:00:00-06:00'],
    ['before dawn', '2026-11-28T05:00:00-06:00', '2026-11-28T09:00:00-06:00'],
  ])('waits for the morning when its turn comes %s', async (_, at, morning) => {
    await shop.sell();
    const [queued] = await shop.round();
    shop.at(at);
    expect(await shop.deliver()).toEqual([]);
    const waiting = { state: 'pending', reason: 'night', nextAt: Date.parse(morning) };
    expect(await shop.store.deliveries.get(queued?.id ?? '')).toMatchObject(waiting);
    shop.at(morning);
    expect(await shop.deliver()).toHaveLength(1);
  });

  it('is sent at most three times a day to one address, whatever it bought', async () => {
    for (let at = 0; at < 5; at++) await shop.sell({ folio: `B-${at}` });
    await shop.round();
    shop.at('2026-11-27T12:00:10-06:00');
    for (let times = 0; times < 3; times++) await shop.deliver();
    expect(await shop.deliver()).toHaveLength(3);
  });
});
