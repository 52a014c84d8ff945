import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../server/outbox/delivery.ts';
import { JACARANDA, SOLD_AT, type TestDatabase, YUNQUE } from './cast.ts';
import { connected } from './connected.ts';
import { aDelivery, ask, idsOf, MINUTE, sent } from './delivery-cast.ts';

const retry = { outcome: 'retry', reason: 'timeout', nextAt: SOLD_AT + 30_000, ms: 9, now: SOLD_AT + 1 } as const;

function only(deliveries: readonly Delivery[]): Delivery {
  const [first, ...others] = deliveries;
  if (first === undefined || others.length > 0) throw new Error(`${deliveries.length} deliveries, not one`);
  return first;
}

export function describeDeliveries(create: () => Promise<TestDatabase>): void {
  describe('a delivery', () => {
    const { store, another } = connected(create);

    it('with the same `once` is created once in each tenant', async () => {
      const mail = aDelivery('msg_1', 'ana@example.com', { kind: 'mail', once: 'mail:inv_1:ana', eventId: 'evt_1' });
      const theirs = { ...mail, id: 'msg_3', tenant: YUNQUE };
      expect(await store().deliveries.enqueue([mail, { ...mail, id: 'msg_2' }], SOLD_AT)).toBe(1);
      expect(await store().deliveries.enqueue([{ ...mail, id: 'msg_2' }, theirs], SOLD_AT)).toBe(1);
      expect(await store().deliveries.enqueue([], SOLD_AT)).toBe(0);
      const kept = { ...mail, state: 'pending', attempts: 0, claim: 0, createdAt: SOLD_AT };
      expect(await (await another()).deliveries.get('msg_1')).toEqual(kept);
      expect(await store().deliveries.get('msg_2')).toBeUndefined();
    });

    it('is claimed when it is due, the longest due first, and by one process until its lease expires', async () => {
      const due = [aDelivery('msg_1', 'a'), aDelivery('msg_2', 'b', { nextAt: SOLD_AT - 5 })];
      await store().deliveries.enqueue([...due, aDelivery('msg_3', 'c', { nextAt: SOLD_AT + 1 })], SOLD_AT);
      const claimed = await store().deliveries.claim(ask);
      expect(claimed.map(({ id, claim }) => [id, claim])).toEqual([
        ['msg_2', 1],
        ['msg_1', 1],
      ]);
      expect(idsOf(await store().deliveries.claim({ ...ask, now: ask.leaseUntil - 1 }))).toEqual(['msg_3']);
      expect(idsOf(await store().deliveries.claim({ ...ask, now: ask.leaseUntil, limit: 1 }))).toEqual(['msg_2']);
    });

    it('is claimed again when its lease expires, and its previous holder can no longer settle it', async () => {
      await store().deliveries.enqueue([aDelivery('msg_1', 'a')], SOLD_AT);
      const dead = only(await store().deliveries.claim(ask));
      const again = only(
        await (await another()).deliveries.claim({ ...ask, now: ask.leaseUntil, leaseUntil: SOLD_AT + 2 * MINUTE }),
      );
      expect(await store().deliveries.settle(dead, sent)).toBe('stale');
      expect(await store().deliveries.settle(again, retry)).toBe('settled');
      expect(await store().deliveries.attemptsOf('msg_1')).toHaveLength(1);
    });

    it('that is to be retried is pending from then on, and a claim settles once', async () => {
      await store().deliveries.enqueue([aDelivery('msg_1', 'a')], SOLD_AT);
      const held = only(await store().deliveries.claim(ask));
      expect(await store().deliveries.settle(held, retry)).toBe('settled');
      expect(await store().deliveries.settle(held, sent)).toBe('stale');
      expect(await store().deliveries.get('msg_1')).toMatchObject({ state: 'pending', attempts: 1, reason: 'timeout' });
      expect(await store().deliveries.claim({ ...ask, now: retry.nextAt - 1 })).toEqual([]);
      expect(only(await store().deliveries.claim({ ...ask, now: retry.nextAt }))).toMatchObject({ claim: 2 });
    });

    it.each(['sent', 'failed', 'dropped'] as const)(
      'that was %s is settled, with every attempt on record',
      async (outcome) => {
        await store().deliveries.enqueue([aDelivery('msg_1', 'a')], SOLD_AT);
        await store().deliveries.settle(only(await store().deliveries.claim(ask)), retry);
        const held = only(await store().deliveries.claim({ ...ask, now: retry.nextAt }));
        const end = { outcome, status: 410, receipt: 're_1', ms: 7, now: retry.nextAt + 1 };
        expect(await store().deliveries.settle(held, end)).toBe('settled');
        const { status: _, ms: __, now: settledAt, outcome: state, receipt } = end;
        const { reason: ___, ...settled } = { ...held, attempts: 2, state, receipt, settledAt };
        expect(await store().deliveries.get('msg_1')).toEqual(settled);
        expect(await store().deliveries.settle(held, sent)).toBe('stale');
        expect(await store().deliveries.claim({ ...ask, now: SOLD_AT + 9 * MINUTE })).toEqual([]);
        expect(await store().deliveries.attemptsOf('msg_1')).toEqual([
          { deliveryId: 'msg_1', at: retry.now, ms: 9, outcome: 'retry', reason: 'timeout' },
          { deliveryId: 'msg_1', at: end.now, ms: 7, outcome, status: 410 },
        ]);
      },
    );

    it('of a sent mail records what its carrier reports afterwards', async () => {
      const mails = [aDelivery('msg_1', 'a', { kind: 'mail' }), aDelivery('msg_2', 'b', { kind: 'mail' })];
      await store().deliveries.enqueue(mails, SOLD_AT);
      const [held] = await store().deliveries.claim(ask);
      await store().deliveries.settle(held ?? { id: '', claim: 0 }, { ...sent, receipt: 're_1' });
      for (const other of [YUNQUE, { ...JACARANDA, world: 'live' as const }])
        expect(await store().deliveries.noteReceipt(other, 're_1', 'bounced', SOLD_AT + 6)).toBeUndefined();
      expect(await store().deliveries.get('msg_1')).toMatchObject({ state: 'sent' });
      const bounced = await store().deliveries.noteReceipt(JACARANDA, 're_1', 'bounced', SOLD_AT + 7);
      expect(bounced).toMatchObject({ id: 'msg_1', state: 'bounced', settledAt: SOLD_AT + 7 });
      expect(await store().deliveries.noteReceipt(JACARANDA, 're_1', 'complained', SOLD_AT + 8)).toMatchObject({
        id: 'msg_1',
      });
      expect(await store().deliveries.get('msg_1')).toMatchObject({ state: 'complained', receipt: 're_1' });
      expect(await store().deliveries.noteReceipt(JACARANDA, 're_9', 'bounced', SOLD_AT)).toBeUndefined();
    });

    it('held by a dead process is free at once on a single node, and cannot be settled by that process', async () => {
      await store().deliveries.enqueue([aDelivery('msg_1', 'a')], SOLD_AT);
      const dead = only(await store().deliveries.claim(ask));
      await store().deliveries.voidLeases();
      expect(await store().deliveries.settle(dead, sent)).toBe('stale');
      expect(idsOf(await store().deliveries.claim(ask))).toEqual(['msg_1']);
    });
  });

  describe('the claims of many', () => {
    const { store, another } = connected(create);

    it('made at the same time never get the same delivery', async () => {
      const stores = [store(), await another(), await another()];
      const many = Array.from({ length: 200 }, (_, i) => aDelivery(`msg_${i}`, `target_${i % 7}`));
      expect(await store().deliveries.enqueue(many, SOLD_AT)).toBe(200);
      const claimed: string[] = [];
      for (let round = 0; claimed.length < 200 && round < 40; round += 1) {
        const all = await Promise.all(
          Array.from({ length: 9 }, (_, i) => stores[i % 3]?.deliveries.claim({ ...ask, limit: 11, perTarget: 3 })),
        );
        claimed.push(...all.flatMap((some) => idsOf(some ?? [])));
      }
      expect(claimed).toHaveLength(200);
      expect(new Set(claimed).size).toBe(200);
    });

    it('take no more than a target’s share, and skip a busy one, so the others go on', async () => {
      const slow = Array.from({ length: 50 }, (_, i) => aDelivery(`slow_${i}`, 'slow', { nextAt: SOLD_AT - 50 + i }));
      const others = [aDelivery('msg_a', 'a'), aDelivery('msg_b', 'b')];
      await store().deliveries.enqueue([...slow, ...others], SOLD_AT);
      const first = await store().deliveries.claim({ ...ask, limit: 10, perTarget: 2 });
      expect(idsOf(first)).toEqual(['slow_0', 'slow_1', 'msg_a', 'msg_b']);
      expect(await store().deliveries.claim({ ...ask, busy: ['slow', 'nobody'] })).toEqual([]);
      await store().deliveries.enqueue([aDelivery('msg_c', 'c')], SOLD_AT);
      expect(idsOf(await store().deliveries.claim({ ...ask, busy: ['slow'] }))).toEqual(['msg_c']);
      expect(idsOf(await store().deliveries.claim({ ...ask, perTarget: 1 }))).toEqual(['slow_2']);
    });

    it('take only the requested kinds', async () => {
      await store().deliveries.enqueue([aDelivery('msg_a', 'a', { kind: 'mail' }), aDelivery('msg_b', 'b')], SOLD_AT);
      expect(idsOf(await store().deliveries.claim({ ...ask, kinds: [] }))).toEqual([]);
      expect(idsOf(await store().deliveries.claim({ ...ask, kinds: ['webhook', 'alert'] }))).toEqual(['msg_b']);
      expect(idsOf(await store().deliveries.claim(ask))).toEqual(['msg_a']);
    });

    it('on one target take everything that is pending for it together, due or not', async () => {
      const later = aDelivery('msg_2', 'a', { nextAt: SOLD_AT + MINUTE });
      await store().deliveries.enqueue([later, aDelivery('msg_1', 'a'), aDelivery('msg_3', 'b')], SOLD_AT);
      const { perTarget: _, busy: __, kinds: ___, ...wanted } = ask;
      const taken = await store().deliveries.claimOf('a', wanted);
      expect(taken.map(({ id, claim }) => [id, claim])).toEqual([
        ['msg_1', 1],
        ['msg_2', 1],
      ]);
      expect(await store().deliveries.claimOf('a', wanted)).toEqual([]);
      expect(idsOf(await store().deliveries.claimOf('a', { ...wanted, now: ask.leaseUntil, limit: 1 }))).toEqual([
        'msg_1',
      ]);
    });
  });

  describe('the list of deliveries', () => {
    const { store } = connected(create);

    it('is paged from the last to the first, for one tenant, by target, subject or kind', async () => {
      const mail = aDelivery('msg_3', 'ana@example.com', { kind: 'mail', subject: 'inv_2' });
      const ours = [aDelivery('msg_1', 'a'), aDelivery('msg_2', 'b'), mail];
      await store().deliveries.enqueue([...ours, aDelivery('msg_4', 'a', { tenant: YUNQUE })], SOLD_AT);
      const list = async (page: object) => idsOf(await store().deliveries.list(JACARANDA, { limit: 2, ...page }));
      expect(await list({})).toEqual(['msg_3', 'msg_2']);
      expect(await list({ before: 'msg_2' })).toEqual(['msg_1']);
      expect(await list({ target: 'a' })).toEqual(['msg_1']);
      expect(await list({ subject: 'inv_2' })).toEqual(['msg_3']);
      expect(await list({ kind: 'webhook', before: 'msg_3' })).toEqual(['msg_2', 'msg_1']);
    });
  });
}
