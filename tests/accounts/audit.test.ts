import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type AuditEntry, type AuditStore, checkAudit, createSeal } from '../../server/accounts/audit.ts';

const seal = createSeal(createSecretKey(randomBytes(32)));

/** A log of changes to keys, as it would be read from a database. */
function logOf(count: number, by = seal): AuditEntry[] {
  const entries: AuditEntry[] = [];
  for (let position = 1; position <= count; position += 1) {
    const entry = { merchantId: 'mer_jacaranda', position, at: position, world: 'test', actor: 'usr_1' } as const;
    const done = { ...entry, action: 'POST /keys', target: `key_${position}`, status: 201, address: '189.203.7.1' };
    entries.push({ ...done, seal: by(done, entries.at(-1)?.seal ?? '') });
  }
  return entries;
}

const check = (entries: readonly AuditEntry[]) => {
  const listAfter: AuditStore['listAfter'] = async (_, position, limit) =>
    entries.filter((entry) => entry.position > position).slice(0, limit);
  return checkAudit({ listAfter } as AuditStore, 'mer_jacaranda', seal);
};

describe('the chain of the audit log', () => {
  it('is good from the first entry to the last, over any number of pages, and names its last seal', async () => {
    const entries = logOf(1_200);
    expect(await check(entries)).toEqual({ entries: 1_200, head: entries.at(-1)?.seal });
    expect(await check([])).toEqual({ entries: 0 });
  });

  it('finds the first entry that was changed, removed or put in, and one whose chain was sealed anew under another key', async () => {
    const entries = logOf(9);
    for (const change of [
      { actor: 'usr_2' },
      { at: 0 },
      { target: 'key_0' },
      { address: 'x' },
      { world: 'live' as const },
    ])
      expect(await check(entries.map((each) => (each.position === 5 ? { ...each, ...change } : each)))).toEqual({
        ...{ entries: 4, brokenAt: 5 },
      });
    expect((await check(entries.filter(({ position }) => position !== 5))).brokenAt).toBe(5);
    expect((await check(logOf(9, createSeal(createSecretKey(randomBytes(32)))))).brokenAt).toBe(1);
  });
});
