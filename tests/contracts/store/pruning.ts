import { describe, expect, it } from 'vitest';
import { SOLD_AT, sealedDocument, sending, type TestDatabase, timbre } from './cast.ts';
import { connected } from './connected.ts';

const DAY = 86_400_000;
const LATER = SOLD_AT + DAY;
const DOUBT = { reason: 'timeout', nextAt: SOLD_AT, now: SOLD_AT, sent: true };
const AGAIN = { pacId: 'finkok', leaseUntil: SOLD_AT + 90_000, now: SOLD_AT, atMost: 100 };

export function describePruning(create: () => Promise<TestDatabase>): void {
  describe('the account of calls to a PAC', () => {
    const { store } = connected(create);

    /** Sent twice, the first time without an answer. */
    async function sentTwice(folio: string) {
      const { id, fence } = await sending(store(), folio);
      await store().invoices.doubt(id, { ...DOUBT, fence });
      await store().invoices.intent(id, AGAIN);
      return id;
    }
    const kindsOf = async (id: string) => (await store().invoices.callsOf(id)).map(({ kind }) => kind);

    it('loses calls that settled nothing, once the invoice is settled, and keeps those that prove its stamp', async () => {
      const id = await sentTwice('CJ-1');
      await store().invoices.record(id, timbre(), [], []);
      expect(await store().invoices.pruneCalls(SOLD_AT, 9)).toBe(0);
      expect(await store().invoices.pruneCalls(LATER, 9)).toBe(2);
      expect(await store().invoices.pruneCalls(LATER, 9)).toBe(0);
      const calls = await store().invoices.callsOf(id);
      expect(calls.map(({ kind, fence }) => [kind, fence])).toEqual([
        ['intent', 2],
        ['stamped', 2],
      ]);
      expect(calls[0]?.sha256).toBe(sealedDocument('CJ-1').sha256);
    });

    it('keeps the last intent even if the stamp was found without another', async () => {
      const { id, fence } = await sending(store(), 'CJ-1');
      await store().invoices.doubt(id, { ...DOUBT, fence });
      await store().invoices.record(id, timbre(), [], []);
      expect(await store().invoices.pruneCalls(LATER, 9)).toBe(1);
      expect(await kindsOf(id)).toEqual(['intent', 'stamped']);
    });

    it('stays whole while it is in doubt, when a person decided it, and when there is a second UUID', async () => {
      const doubtful = await sentTwice('CJ-1');
      const released = await sentTwice('CJ-2');
      await store().invoices.reconcile(released, 'absent-at-pac', SOLD_AT);
      await store().invoices.release(released, { evidence: 'acuse 4711 of the PAC', now: SOLD_AT });
      const twice = await sentTwice('CJ-3');
      await store().invoices.record(twice, timbre(), [], []);
      await store().invoices.record(twice, timbre('0DDC0FFE-0F3C-4B7A-9E21-8C4D5E6F7A8B'), [], []);
      expect(await store().invoices.pruneCalls(LATER + DAY, 9)).toBe(0);
      const unanswered = ['intent', 'doubt', 'intent'];
      expect(await kindsOf(doubtful)).toEqual(unanswered);
      expect(await kindsOf(released)).toEqual([...unanswered, 'reconcile', 'released']);
      expect(await kindsOf(twice)).toEqual([...unanswered, 'stamped', 'different-uuid']);
    });
  });
}
