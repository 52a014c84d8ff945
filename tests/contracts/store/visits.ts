import { describe, expect, it } from 'vitest';
import type { TestDatabase } from './cast.ts';
import { connected } from './connected.ts';

export function describeVisits(create: () => Promise<TestDatabase>): void {
  describe('the openings of portals', () => {
    const { store, another } = connected(create);

    it('are counted by portal, channel and day, from several connections at once', async () => {
      const other = await another();
      const tens = Array.from({ length: 10 }, () => [store(), other]).flat();
      await Promise.all(tens.map(({ visits }) => visits.add('jacaranda', 'poster', '2026-11-20')));
      await store().visits.add('jacaranda', 'whatsapp', '2026-11-20');
      await store().visits.add('jacaranda', 'poster', '2026-11-21');
      await store().visits.add('yunque', 'poster', '2026-11-20');
      expect(await store().visits.list('jacaranda', '2026-11-20', '2026-11-21')).toEqual([
        { day: '2026-11-20', channel: 'poster', visits: 20 },
        { day: '2026-11-20', channel: 'whatsapp', visits: 1 },
        { day: '2026-11-21', channel: 'poster', visits: 1 },
      ]);
    });

    it('are listed for the requested days, including the first and the last', async () => {
      for (const day of ['2026-11-18', '2026-11-19', '2026-11-20', '2026-11-21'])
        await store().visits.add('jacaranda', 'ticket', day);
      const days = (await store().visits.list('jacaranda', '2026-11-19', '2026-11-20')).map(({ day }) => day);
      expect(days).toEqual(['2026-11-19', '2026-11-20']);
    });

    it('before a day are deleted, a few at a time', async () => {
      for (const day of ['2026-11-18', '2026-11-19', '2026-11-20'])
        await store().visits.add('jacaranda', 'ticket', day);
      expect(await store().visits.prune('2026-11-20', 1)).toBe(1);
      expect(await store().visits.prune('2026-11-20', 9)).toBe(1);
      expect(await store().visits.prune('2026-11-20', 9)).toBe(0);
      expect(await store().visits.list('jacaranda', '2026-11-01', '2026-11-30')).toEqual([
        { day: '2026-11-20', channel: 'ticket', visits: 1 },
      ]);
    });
  });
}
