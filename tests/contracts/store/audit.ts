import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkAudit, createSeal, INTERRUPTED_MS } from '../../../server/accounts/audit.ts';
import type { TestDatabase } from './cast.ts';
import { connected } from './connected.ts';

const AT = Date.UTC(2026, 10, 20, 18);
const seal = createSeal(createSecretKey(randomBytes(32)));
const MERCHANT = 'mer_audited';
const intent = (n: number) => ({
  ...{ id: `int_${n}`, merchantId: MERCHANT, at: AT + n, world: 'live', actor: 'usr_1', action: 'DELETE /keys/{id}' },
  ...{ target: `key_${n}`, address: '189.203.7.1' },
});

export function describeAudit(create: () => Promise<TestDatabase>): void {
  describe('the audit log', () => {
    const { store, another } = connected(create);
    const entries = async () =>
      (await store().audit.listAfter(MERCHANT, 0, 50)).map(({ target, status }) => [target, status]);

    it('has one entry for each finished action and none for a refused one, in one chain over several connections', async () => {
      const other = await another();
      const both = [1, 2, 3, 4, 5, 6].map((n) => [n % 2 === 0 ? store() : other, intent(n)] as const);
      await Promise.all(both.map(([{ audit }, each]) => audit.begin(each as never)));
      expect(await entries()).toEqual([]);
      await other.audit.drop('int_6');
      await Promise.all(both.map(([{ audit }, each]) => audit.finish(each as never, { status: 204 }, seal)));
      expect((await entries()).toSorted()).toEqual([1, 2, 3, 4, 5].map((n) => [`key_${n}`, 204]));
      expect(await checkAudit(store().audit, MERCHANT, seal)).toMatchObject({ entries: 5 });
    });

    it('says once, after ten minutes, that the outcome of an unfinished action is unknown', async () => {
      await store().audit.begin(intent(1) as never);
      await store().audit.enterInterrupted(MERCHANT, AT + INTERRUPTED_MS, seal);
      expect(await entries()).toEqual([]);
      const late = AT + INTERRUPTED_MS + 2;
      await Promise.all([store(), await another()].map(({ audit }) => audit.enterInterrupted(MERCHANT, late, seal)));
      await store().audit.finish(intent(1) as never, { status: 204 }, seal);
      expect(await entries()).toEqual([['key_1', 0]]);
    });

    it('can be filtered by actor, action and time', async () => {
      for (const n of [1, 2, 3]) {
        const each = { ...intent(n), ...(n === 2 && { actor: 'key_9', action: 'POST /csd' }) } as never;
        await store().audit.begin(each);
        await store().audit.finish(each, { status: 200 }, seal);
      }
      const found = async (filter: object) =>
        (await store().audit.list(MERCHANT, { limit: 9, ...filter })).map(({ position }) => position);
      expect(await found({})).toEqual([3, 2, 1]);
      expect(await found({ actor: 'key_9' })).toEqual([2]);
      expect(await found({ action: 'DELETE /keys/{id}' })).toEqual([3, 1]);
      expect(await found({ from: AT + 2, until: AT + 3 })).toEqual([2]);
    });
  });
}
