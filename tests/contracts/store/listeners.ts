import { describe, expect, it } from 'vitest';
import { JACARANDA, SOLD_AT, type TestDatabase, YUNQUE } from './cast.ts';
import { connected } from './connected.ts';
import { aDelivery, aListener, anEvent, ask, fan, idsOf, sent } from './delivery-cast.ts';

export function describeListeners(create: () => Promise<TestDatabase>): void {
  describe('the listeners', () => {
    const { store, another } = connected(create);

    it('are stored as they were last put, in order of creation, per tenant', async () => {
      const whole = aListener('alc_1', { kind: 'teams', portals: ['jacaranda'], failingSince: SOLD_AT });
      await store().listeners.put(aListener('whe_1'));
      await store().listeners.put(whole);
      await store().listeners.put(aListener('whe_theirs', { tenant: YUNQUE }));
      await store().listeners.put(aListener('whe_1', { name: 'Renamed', events: ['sale.created'] }));
      const listed = await (await another()).listeners.list(JACARANDA);
      expect(listed.map(({ sealed, ...rest }) => ({ ...rest, sealed: Buffer.from(sealed) }))).toEqual([
        aListener('whe_1', { name: 'Renamed', events: ['sale.created'] }),
        whole,
      ]);
      expect((await store().listeners.get('alc_1'))?.portals).toEqual(['jacaranda']);
      expect(await store().listeners.get('whe_9')).toBeUndefined();
    });

    it('never become those of another tenant', async () => {
      await store().listeners.put(aListener('whe_1'));
      await expect(store().listeners.put(aListener('whe_1', { tenant: YUNQUE }))).rejects.toThrow("another tenant's");
      expect(await store().listeners.remove(YUNQUE, 'whe_1', SOLD_AT)).toBe('unknown');
      expect(await store().listeners.list(JACARANDA)).toHaveLength(1);
    });

    it('are disabled once, and what is pending for them is dropped', async () => {
      const stores = [store(), await another()];
      await store().listeners.put(aListener('whe_1'));
      await store().deliveries.enqueue([aDelivery('msg_1', 'whe_1'), aDelivery('msg_2', 'whe_2')], SOLD_AT);
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, i) => stores[i % 2]?.listeners.disable('whe_1', 'gone', SOLD_AT + 5)),
      );
      expect(answers.sort()).toEqual(['changed', ...Array(7).fill('unchanged')]);
      expect(await store().listeners.get('whe_1')).toMatchObject({ state: 'disabled', disabledReason: 'gone' });
      const dropped = { state: 'dropped', reason: 'gone', settledAt: SOLD_AT + 5 };
      expect(await store().deliveries.get('msg_1')).toMatchObject(dropped);
      expect((await store().deliveries.get('msg_2'))?.state).toBe('pending');
      expect(await store().listeners.disable('whe_9', 'gone', SOLD_AT)).toBe('unchanged');
    });

    it('that are removed get nothing more, not even what is about to be sent', async () => {
      await store().listeners.put(aListener('whe_1'));
      await store().deliveries.enqueue([aDelivery('msg_1', 'whe_1')], SOLD_AT);
      const [held] = await store().deliveries.claim(ask);
      expect(await store().listeners.remove(JACARANDA, 'whe_1', SOLD_AT + 5)).toBe('deleted');
      expect(await store().listeners.remove(JACARANDA, 'whe_1', SOLD_AT + 5)).toBe('unknown');
      expect(await store().deliveries.get('msg_1')).toMatchObject({ state: 'dropped', settledAt: SOLD_AT + 5 });
      expect(await store().deliveries.settle(held ?? { id: '', claim: 0 }, sent)).toBe('stale');
    });

    it('leave nothing pending, whether they are disabled before, after or while events are fanned out', async () => {
      const other = await another();
      for (let i = 0; i < 10; i += 1) {
        await store().listeners.put(aListener(`whe_${i}`));
        await store().events.add(anEvent(`evt_${i}`));
        await Promise.all([store().events.fanOut(fan), other.listeners.disable(`whe_${i}`, 'failing', SOLD_AT)]);
      }
      expect(idsOf(await store().deliveries.claim({ ...ask, now: fan.now }))).toEqual([]);
    });

    it('record their first failure in a row, and forget it after a success', async () => {
      await store().listeners.put(aListener('whe_1'));
      expect(await store().listeners.noteHealth('whe_1', SOLD_AT)).toBe(SOLD_AT);
      expect(await store().listeners.noteHealth('whe_1', SOLD_AT + 9)).toBe(SOLD_AT);
      expect((await store().listeners.get('whe_1'))?.failingSince).toBe(SOLD_AT);
      expect(await store().listeners.noteHealth('whe_1', undefined)).toBeUndefined();
      expect(await store().listeners.noteHealth('whe_1', SOLD_AT + 9)).toBe(SOLD_AT + 9);
      expect(await store().listeners.noteHealth('whe_9', SOLD_AT)).toBeUndefined();
    });
  });
}
