import { describe, expect, it } from 'vitest';
import type { Store } from '../../../db/store.ts';
import { claimOf, JACARANDA, putSale, SOLD_AT, type TestDatabase } from './cast.ts';
import { connected } from './connected.ts';
import { aDelivery, ask } from './delivery-cast.ts';
import { OCTOBER } from './globals.ts';
import { RULES, refundOf } from './refunds.ts';
import { AWAITING } from './requests.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const TURN = { now: SOLD_AT, until: SOLD_AT + MINUTE, limit: 9 };

/** Stores something that waits until `nextAt`, and answers how much of its kind is due now. */
type DueWith = (store: Store, nextAt: number) => Promise<number>;

const KINDS: readonly (readonly [kind: string, longestMs: number, dueWith: DueWith])[] = [
  [
    'schedule of facturas globales',
    25 * HOUR,
    async ({ globalSchedules }, nextAt) => {
      const daily = { tenant: JACARANDA, branch: 'roma', periodicidad: '01', hour: 3, serie: 'G' } as const;
      await globalSchedules.put({ ...daily, enabled: true, since: '2026-11-01', nextAt, updatedAt: SOLD_AT });
      return (await globalSchedules.takeDue(SOLD_AT, TURN.until, 9)).length;
    },
  ],
  [
    'run of facturas globales',
    MINUTE,
    async ({ globalRuns }, nextAt) => {
      await globalRuns.begin({ ...OCTOBER, nextAt });
      return (await globalRuns.due(SOLD_AT, 9)).length;
    },
  ],
  [
    'sale that leaves its global',
    HOUR,
    async ({ globalExits }, nextAt) => {
      const exit = { id: 'exit_1', tenant: JACARANDA, globalId: 'inv_global', invoiceId: 'inv_own' } as const;
      await globalExits.keep({ ...exit, way: 'egreso', state: 'open', nextAt, createdAt: SOLD_AT });
      return (await globalExits.takeDue(SOLD_AT, TURN.until, 9)).length;
    },
  ],
  [
    'refund',
    MINUTE,
    async (store, nextAt) => {
      const { id } = await putSale(store, 'CJ-1042');
      await store.invoices.claim(JACARANDA, claimOf('inv_first', [id]));
      await store.refunds.register(refundOf(id, 1, { nextAt }), RULES);
      return (await store.refunds.due(SOLD_AT, 9)).length;
    },
  ],
  [
    'request',
    HOUR,
    async ({ requests }, nextAt) => {
      await requests.keep(AWAITING, 'folio:cj1042');
      await requests.takeDue(TURN);
      await requests.postpone(AWAITING.id, { lookAt: nextAt });
      return (await requests.takeDue(TURN)).length;
    },
  ],
  [
    'delivery',
    27 * HOUR,
    async ({ deliveries }, nextAt) => {
      await deliveries.enqueue([aDelivery('msg_1', 'a', { nextAt })], SOLD_AT);
      return (await deliveries.claim(ask)).length;
    },
  ],
];

export function describeFarAhead(create: () => Promise<TestDatabase>): void {
  describe('a time that only a clock that ran fast can have meant', () => {
    const { store } = connected(create);

    it.each(KINDS)('delays no %s', async (_, __, dueWith) => {
      expect(await dueWith(store(), SOLD_AT + 30 * 24 * HOUR)).toBe(1);
    });

    it.each(KINDS)('is later than the longest wait of a %s', async (_, longestMs, dueWith) => {
      expect(await dueWith(store(), SOLD_AT + longestMs)).toBe(0);
    });
  });
}
