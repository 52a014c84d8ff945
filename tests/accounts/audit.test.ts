import { createSecretKey, randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type AuditEntry, type AuditStore, checkAudit, createSeal } from '../../server/accounts/audit.ts';
import { auditCsv, auditJsonLines, parseAuditLine } from '../../server/accounts/audit-export.ts';

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

const bytesOf = async (lines: AsyncIterable<string>): Promise<string> => {
  let text = '';
  for await (const each of lines) text += each;
  return text;
};

describe('an export of the audit log', () => {
  const listAfter =
    (entries: readonly AuditEntry[]): AuditStore['listAfter'] =>
    async (_, position, limit) =>
      entries.filter((entry) => entry.position > position).slice(0, limit);

  it('has every entry, and as JSON Lines comes back with the seals that were checked', async () => {
    const entries = logOf(1_100);
    const text = await bytesOf(auditJsonLines({ listAfter: listAfter(entries) }, 'mer_jacaranda'));
    expect(text.trimEnd().split('\n').map(parseAuditLine)).toEqual(entries);
    expect(parseAuditLine('{"position":1}')).toBeUndefined();
    const csv = await bytesOf(auditCsv({ listAfter: listAfter(entries) }, 'mer_jacaranda'));
    expect(csv.trimEnd().split('\r\n')).toHaveLength(1_101);
  });

  it('has no cell that a spreadsheet would read as a formula', async () => {
    const [first] = logOf(1);
    const entries = first ? [{ ...first, target: '=HYPERLINK("https://evil.example")' }] : [];
    const csv = await bytesOf(auditCsv({ listAfter: listAfter(entries) }, 'mer_jacaranda'));
    expect(csv).toContain('"\'=HYPERLINK');
  });
});

describe('the chain of the audit log', () => {
  it('still has the head of an earlier check, unless its end was cut off since', async () => {
    const entries = logOf(9);
    const head = entries[6]?.seal;
    const kept = (all: readonly AuditEntry[]) =>
      checkAudit({ listAfter: async (_, position) => all.slice(position) }, 'mer_jacaranda', seal, head);
    expect(await kept(entries)).toMatchObject({ entries: 9, formerHeadAt: 7 });
    expect(await kept(entries.slice(0, 5))).toEqual({ entries: 5, head: entries[4]?.seal });
  });

  it('is intact from the first entry to the last, over any number of pages, and names its last seal', async () => {
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
