/** The restore fence on the real `serve` process: a database that is put back to an older backup issues nothing twice. */
import { describe, expect, it, vi } from 'vitest';
import { restoreCampaign } from '../support/restored.ts';

vi.setConfig({ testTimeout: 240_000 });

describe('a database that is put back to an older backup, while the till and every customer repeat themselves', () => {
  it.each(['SQLite', 'PostgreSQL'] as const)(
    'on %s: nothing is stamped twice, every link still leads to its XML, and the merchant is notified',
    async (engine) => {
      const { findings, notices, audited } = await restoreCampaign({ engine, sales: 4 });
      expect(findings).toEqual([]);
      // Four customers, a cart, a global, and one whose answer was lost.
      expect(notices).toContainEqual(['restored', { count: '7' }]);
      expect(notices.filter(([kind]) => kind === 'restore-conflict')).toEqual([]);
      expect(audited).toContain('server restored 7');
    },
  );

  it('would be stamped again without the journal', async () => {
    const { doubled } = await restoreCampaign({ engine: 'SQLite', sales: 2, isJournalLost: true });
    expect(doubled).toBeGreaterThanOrEqual(4);
  });
});
