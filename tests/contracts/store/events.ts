import { describe, expect, it } from 'vitest';
import { JACARANDA, newSale, SOLD_AT, type TestDatabase, YUNQUE } from './cast.ts';
import { connected } from './connected.ts';
import { aListener, anEvent, ask, fan, idsOf, MINUTE, sent, what } from './delivery-cast.ts';

const LATE = {
  portalSlug: 'jacaranda',
  saleIds: [],
  purchaseKey: 'cj-1056',
  lookup: {},
  receptor: {},
  reason: 'late',
  status: 'open',
  waitsFor: 'merchant',
  createdAt: SOLD_AT,
} as const;

export function describeEvents(create: () => Promise<TestDatabase>): void {
  describe('the events', () => {
    const { store, another } = connected(create);

    it('are stored as they were added, each id once', async () => {
      const { portalSlug: _, ...sale } = anEvent('evt_2', { type: 'sale.created', subject: 'sale_1' });
      await store().events.add(anEvent('evt_1'));
      await store().events.add(anEvent('evt_1', { subject: 'inv_other' }));
      await store().events.add(sale);
      expect(await (await another()).events.get('evt_1')).toEqual(anEvent('evt_1'));
      expect(await store().events.get('evt_2')).toEqual(sale);
      expect(await store().events.get('evt_3')).toBeUndefined();
    });

    it('become one delivery for each listener that wants them, webhooks at once and alerts later', async () => {
      await store().listeners.put(aListener('whe_1'));
      await store().listeners.put(aListener('alc_1', { kind: 'slack', portals: ['jacaranda'] }));
      await store().listeners.put(aListener('whe_other', { portals: ['centro'] }));
      await store().listeners.put(aListener('whe_sales', { events: ['sale.created'] }));
      await store().listeners.put(aListener('whe_off', { state: 'disabled' }));
      await store().listeners.put(aListener('whe_theirs', { tenant: YUNQUE }));
      await store().listeners.put(aListener('whe_live', { tenant: { ...JACARANDA, world: 'live' } }));
      await store().events.add(anEvent('evt_1'));
      expect(await store().events.fanOut(fan)).toBe(1);
      const payload = { event: 'evt_1', type: 'invoice.stamped', subject: 'inv_1' };
      const common = { subject: 'inv_1', eventId: 'evt_1', payload };
      expect((await store().deliveries.list(JACARANDA, { limit: 9 })).map(what)).toEqual([
        { kind: 'alert', target: 'alc_1', nextAt: fan.now + MINUTE, ...common },
        { kind: 'webhook', target: 'whe_1', nextAt: fan.now, ...common },
      ]);
      expect(await store().deliveries.list(YUNQUE, { limit: 9 })).toEqual([]);
    });

    it('are fanned out oldest first, as many as asked for, and each once', async () => {
      await store().listeners.put(aListener('whe_1'));
      for (const id of ['evt_1', 'evt_2', 'evt_3']) await store().events.add(anEvent(id, { subject: id }));
      expect(await store().events.fanOut({ ...fan, limit: 2 })).toBe(2);
      const deliveries = async () => (await store().invoices.outboxOf('evt_3')).length;
      expect(await deliveries()).toBe(0);
      expect(await store().events.fanOut({ ...fan, limit: 2 })).toBe(1);
      expect(await store().events.fanOut({ ...fan, limit: 2 })).toBe(0);
      expect(await deliveries()).toBe(1);
    });

    it('fanned out by two processes at once create each delivery once', async () => {
      const stores = [store(), await another()];
      await store().listeners.put(aListener('whe_1'));
      await store().listeners.put(aListener('whe_2'));
      for (let i = 0; i < 40; i += 1) await store().events.add(anEvent(`evt_${i}`));
      const counts = await Promise.all(
        Array.from({ length: 10 }, (_, i) => stores[i % 2]?.events.fanOut({ ...fan, limit: 8 })),
      );
      let fannedOut = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
      for (let more = -1; more !== 0; fannedOut += more) more = await store().events.fanOut(fan);
      expect(fannedOut).toBe(40);
      const made = await store().deliveries.list(JACARANDA, { limit: 100 });
      expect(new Set(made.map(({ eventId, target }) => `${eventId} ${target}`)).size).toBe(80);
      expect(made).toHaveLength(80);
    });

    it('replayed to one listener are new deliveries of the same events since then, as often as asked for', async () => {
      await store().listeners.put(aListener('whe_1'));
      await store().listeners.put(aListener('whe_2'));
      await store().events.add(anEvent('evt_old', { at: SOLD_AT - 1 }));
      await store().events.add(anEvent('evt_b', { at: SOLD_AT + 2 }));
      await store().events.add(anEvent('evt_a', { at: SOLD_AT + 1 }));
      await store().events.add(anEvent('evt_sale', { type: 'sale.created' }));
      await store().events.fanOut(fan);
      expect(await store().events.replay('whe_1', SOLD_AT, SOLD_AT + MINUTE)).toBe(2);
      expect(await store().events.replay('whe_1', SOLD_AT, SOLD_AT + MINUTE)).toBe(2);
      const to = await store().deliveries.list(JACARANDA, { limit: 9, target: 'whe_1' });
      expect(to.map(({ eventId }) => eventId).reverse()).toEqual([
        ...['evt_old', 'evt_b', 'evt_a'],
        ...['evt_a', 'evt_b'],
        ...['evt_a', 'evt_b'],
      ]);
      expect(new Set(idsOf(to)).size).toBe(7);
      expect(to[0]).toMatchObject({ state: 'pending', nextAt: SOLD_AT + MINUTE });
      expect(await store().deliveries.list(JACARANDA, { limit: 9, target: 'whe_2' })).toHaveLength(3);
      expect(await store().events.replay('whe_9', SOLD_AT, SOLD_AT)).toBe(0);
    });

    it('replayed before they are fanned out are not delivered twice for it', async () => {
      await store().listeners.put(aListener('whe_1'));
      await store().events.add(anEvent('evt_1'));
      expect(await store().events.replay('whe_1', SOLD_AT, SOLD_AT)).toBe(1);
      expect(await store().events.fanOut(fan)).toBe(1);
      expect(await store().deliveries.list(JACARANDA, { limit: 9 })).toHaveLength(1);
    });

    it('are pruned with the deliveries settled before then; what is still to be delivered stays', async () => {
      await store().listeners.put(aListener('whe_1'));
      await store().events.add(anEvent('evt_1'));
      await store().events.add(anEvent('evt_2', { at: SOLD_AT + MINUTE }));
      await store().events.fanOut(fan);
      await store().events.add(anEvent('evt_waits'));
      const [first, second] = await store().deliveries.claim({ ...ask, now: fan.now });
      if (first === undefined || second === undefined) throw new Error('nothing was claimed');
      await store().deliveries.settle(first, sent);
      await store().events.prune(SOLD_AT + MINUTE);
      const left = await Promise.all(['evt_1', 'evt_2', 'evt_waits'].map((id) => store().events.get(id)));
      expect(left.map((event) => event?.id)).toEqual([undefined, 'evt_2', 'evt_waits']);
      expect(await store().deliveries.get(first.id)).toBeUndefined();
      expect(await store().deliveries.attemptsOf(first.id)).toEqual([]);
      expect((await store().deliveries.get(second.id))?.state).toBe('pending');
    });
  });

  describe('an event is written', () => {
    const { store } = connected(create);
    const deliveredTo = async (listenerId: string) => {
      await store().events.fanOut(fan);
      const deliveries = await store().deliveries.list(JACARANDA, { limit: 9, target: listenerId });
      return deliveries.map(({ payload: { type, subject } }) => `${type} ${subject}`).sort();
    };

    it('for a new sale, if an enabled listener subscribes to it', async () => {
      await store().sales.put(JACARANDA, [newSale('CJ-1')]);
      await store().listeners.put(aListener('whe_1', { events: ['sale.created'], state: 'disabled' }));
      await store().sales.put(JACARANDA, [newSale('CJ-2')]);
      expect(await store().events.fanOut(fan)).toBe(0);
      await store().listeners.put(aListener('whe_1', { events: ['sale.created'] }));
      await store().sales.put(JACARANDA, [newSale('CJ-2'), newSale('CJ-3'), newSale('CJ-4')]);
      await store().sales.put(YUNQUE, [newSale('CJ-5')]);
      expect(await deliveredTo('whe_1')).toEqual(['sale.created sale_cj-3', 'sale.created sale_cj-4']);
    });

    it('for a new request, and not for one that changes', async () => {
      await store().listeners.put(aListener('whe_1', { events: ['request.created'], portals: ['jacaranda'] }));
      await store().requests.keep({ id: 'req_1', tenant: JACARANDA, ...LATE });
      await store().requests.keep({ id: 'req_1', tenant: JACARANDA, ...LATE, reason: 'other' });
      await expect(store().requests.keep({ id: 'req_1', tenant: YUNQUE, ...LATE })).rejects.toThrow("another tenant's");
      await store().requests.keep({ id: 'req_2', tenant: JACARANDA, ...LATE, portalSlug: 'centro' });
      expect(await deliveredTo('whe_1')).toEqual(['request.created req_1']);
    });
  });
}
