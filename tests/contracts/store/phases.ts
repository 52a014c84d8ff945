import { describe, expect, it } from 'vitest';
import { claimed, SOLD_AT, sealed, sealedDocument, sending, type TestDatabase, timbre } from './cast.ts';
import { connected } from './connected.ts';

const HOUR = 60 * 60_000;
const LEASE = { pacId: 'finkok', leaseUntil: SOLD_AT + 90_000, now: SOLD_AT, atMost: 100 };
const LATER = { pacId: 'finkok', leaseUntil: SOLD_AT + 300_000, now: SOLD_AT + 100_000, atMost: 100 };
const DOUBT = { reason: 'timeout', nextAt: SOLD_AT + 5_000, now: SOLD_AT + 1_000, sent: true };

export function describePhases(create: () => Promise<TestDatabase>): void {
  describe('a seal', () => {
    const { store } = connected(create);

    it('keeps the exact bytes', async () => {
      const { id } = await claimed(store());
      const document = sealedDocument('Ñandú & «té»\n\t"comillas"');
      expect(await store().invoices.seal(id, document)).toMatchObject({ state: 'sealed', sealed: document });
      expect((await store().invoices.get(id))?.sealed).toEqual(document);
    });

    it('by two processes at once is the first one', async () => {
      const { id } = await claimed(store());
      const first = await store().invoices.seal(id, sealedDocument('first'));
      expect(await store().invoices.seal(id, sealedDocument('second', SOLD_AT + 500))).toEqual(first);
    });

    it('is made again for a document that was not sent for a day', async () => {
      const { id } = await sealed(store());
      const anew = sealedDocument('anew', SOLD_AT + 24 * HOUR);
      expect((await store().invoices.seal(id, anew)).sealed).toEqual(anew);
    });

    it.each(['sending', 'in doubt', 'stamped', 'reconcile', 'rejected'])(
      'is never changed once it may have been sent: %s',
      async (state) => {
        const { id, fence } = await sending(store());
        if (state === 'in doubt') await store().invoices.doubt(id, { ...DOUBT, fence });
        if (state === 'stamped') await store().invoices.record(id, timbre(), [], []);
        if (state === 'reconcile') await store().invoices.reconcile(id, '72 h', SOLD_AT);
        if (state === 'rejected')
          await store().invoices.reject(id, { fence, code: '305', message: 'no', now: SOLD_AT });
        const before = await store().invoices.get(id);
        expect(await store().invoices.seal(id, sealedDocument('anew', SOLD_AT + 48 * HOUR))).toEqual(before);
      },
    );
  });

  describe('a refusal of Fecha', () => {
    const { store } = connected(create);
    const refusal = { code: '401', nextAt: SOLD_AT + 5_000, now: SOLD_AT };

    it('claims the next generation in its place, unsealed and unsent, with the same sales and folio', async () => {
      const before = await sending(store());
      const { fence, serie, folio, saleIds, generation } = before;
      const after = await store().invoices.reclaim(before.id, { ...refusal, fence });
      expect(after).toMatchObject({ state: 'claimed', generation: generation + 1, sends: 0, serie, folio, saleIds });
      expect([after.sealed, after.pacId, after.leaseUntil, after.inDoubtSince]).toEqual(Array(4).fill(undefined));
      expect(await store().invoices.due(SOLD_AT + 4_999, 9)).toEqual([]);
      expect((await store().invoices.due(SOLD_AT + 5_000, 9)).map(({ id }) => id)).toEqual([before.id]);
      const calls = await store().invoices.callsOf(before.id);
      expect(calls.at(-1)).toMatchObject({ kind: 'rejected', reason: '401', fence });
    });

    it.each(['an old fence', 'in doubt', 'stamped'])('changes nothing: %s', async (state) => {
      const { id, fence } = await sending(store());
      if (state === 'in doubt') await store().invoices.doubt(id, { ...DOUBT, fence });
      if (state === 'stamped') await store().invoices.record(id, timbre(), [], []);
      const before = await store().invoices.get(id);
      const asked = { ...refusal, fence: state === 'an old fence' ? fence - 1 : fence };
      expect(await store().invoices.reclaim(id, asked)).toEqual(before);
    });
  });

  describe('what waits for a PAC', () => {
    const { store } = connected(create);
    const back = { pacId: 'finkok', world: 'test' } as const;
    const nextAt = SOLD_AT + 60_000;

    it('is due at once when it is back, even if pinned to none; what is being sent or waits for another PAC is not', async () => {
      const pinned = await sending(store(), 'CJ-1');
      await store().invoices.doubt(pinned.id, { ...DOUBT, fence: pinned.fence, nextAt });
      const free = await sealed(store(), 'CJ-2');
      await store().invoices.postpone(free.id, nextAt);
      await sending(store(), 'CJ-3');
      expect(await store().invoices.wake({ ...back, world: 'live' }, SOLD_AT)).toBe(0);
      expect(await store().invoices.wake({ ...back, merchantId: 'mer_yunque' }, SOLD_AT)).toBe(0);
      expect(await store().invoices.wake({ ...back, pacId: 'sw' }, SOLD_AT + 1)).toBe(1);
      expect(await store().invoices.wake(back, SOLD_AT + 1)).toBe(1);
      const due = await store().invoices.due(SOLD_AT + 1, 9);
      expect(due.map(({ id }) => id).sort()).toEqual([pinned.id, free.id].sort());
    });

    it('waits at most half a second after a restart of a single node, however long it was to wait', async () => {
      const { id } = await sealed(store(), 'CJ-4');
      await store().invoices.postpone(id, nextAt);
      await store().invoices.voidLeases(SOLD_AT);
      expect(await store().invoices.due(SOLD_AT + 499, 9)).toEqual([]);
      expect(await store().invoices.due(SOLD_AT + 500, 9)).toHaveLength(1);
    });

    it('does not wait for a time or a lease that was written by a clock running ahead', async () => {
      const { id } = await sealed(store(), 'CJ-5');
      await store().invoices.postpone(id, SOLD_AT + 72 * HOUR);
      expect(await store().invoices.due(SOLD_AT, 9)).toHaveLength(1);
      await store().invoices.intent(id, { ...LEASE, leaseUntil: SOLD_AT + 10 * 60_000, now: SOLD_AT + 72 * HOUR });
      expect((await store().invoices.intent(id, LEASE)).kind).toBe('sending');
    });
  });

  describe('an intent', () => {
    const { store, another } = connected(create);

    it('pins the PAC, raises the fence, takes the lease and records what is about to be sent', async () => {
      const { id, sealed: document } = await sealed(store());
      const { kind, invoice } = await store().invoices.intent(id, LEASE);
      expect(kind).toBe('sending');
      expect(invoice).toMatchObject({
        state: 'sending',
        pacId: 'finkok',
        fence: 1,
        sends: 1,
        leaseUntil: LEASE.leaseUntil,
      });
      expect(await (await another()).invoices.get(id)).toEqual(invoice);
      expect(await store().invoices.callsOf(id)).toEqual([
        { kind: 'intent', fence: 1, at: SOLD_AT, sha256: document?.sha256 },
      ]);
    });

    it('is busy for everybody else until the lease expires', async () => {
      const { id } = await sealed(store());
      const others = [store(), await another()];
      const answers = await Promise.all(
        Array.from({ length: 20 }, (_, i) => others[i % 2]?.invoices.intent(id, LEASE)),
      );
      expect(answers.filter((answer) => answer?.kind === 'sending')).toHaveLength(1);
      expect(answers.filter((answer) => answer?.kind === 'busy')).toHaveLength(19);
      expect((await store().invoices.intent(id, { ...LATER, now: LEASE.leaseUntil - 1 })).kind).toBe('busy');
      expect((await store().invoices.intent(id, { ...LATER, now: LEASE.leaseUntil })).kind).toBe('sending');
    });

    it('that takes over a send without an answer puts the invoice in doubt', async () => {
      const { id } = await sending(store());
      const { invoice } = await store().invoices.intent(id, LATER);
      expect(invoice).toMatchObject({ state: 'sending', fence: 2, sends: 2, inDoubtSince: LATER.now });
      const after = await store().invoices.doubt(id, { ...DOUBT, fence: 2, sent: false });
      expect(after).toMatchObject({ state: 'in-doubt', inDoubtSince: LATER.now });
    });

    it('never sends a document in doubt to another PAC', async () => {
      const { id, fence } = await sending(store());
      await expect(store().invoices.intent(id, { ...LATER, pacId: 'sw' })).rejects.toThrow('may be stamped at finkok');
      await store().invoices.doubt(id, { ...DOUBT, fence });
      await expect(store().invoices.intent(id, { ...LATER, pacId: 'sw' })).rejects.toThrow('may be stamped at finkok');
      expect(await store().invoices.get(id)).toMatchObject({ state: 'in-doubt', pacId: 'finkok', fence: 1 });
    });

    it('may go to another PAC when nothing was ever sent', async () => {
      const { id, fence } = await sending(store());
      await store().invoices.doubt(id, { ...DOUBT, fence, sent: false });
      expect((await store().invoices.intent(id, { ...LATER, pacId: 'sw' })).invoice).toMatchObject({
        pacId: 'sw',
        fence: 2,
        sends: 1,
      });
    });

    it.each(['stamped', 'rejected', 'reconcile'])('finds it settled: %s', async (state) => {
      const { id, fence } = await sending(store());
      if (state === 'stamped') await store().invoices.record(id, timbre(), [], []);
      if (state === 'rejected') await store().invoices.reject(id, { fence, code: '305', message: 'no', now: SOLD_AT });
      if (state === 'reconcile') await store().invoices.reconcile(id, '72 h', SOLD_AT);
      expect(await store().invoices.intent(id, LATER)).toEqual({
        kind: 'settled',
        invoice: await store().invoices.get(id),
      });
    });

    it('refuses an unsealed or unknown invoice', async () => {
      const { id } = await claimed(store());
      await expect(store().invoices.intent(id, LEASE)).rejects.toThrow('not sealed');
      await expect(store().invoices.intent('inv_nobody', LEASE)).rejects.toThrow('unknown invoice');
    });
  });

  describe('a doubt', () => {
    const { store } = connected(create);

    it('remembers when it began, frees the lease and waits', async () => {
      const { id, fence } = await sending(store());
      const first = await store().invoices.doubt(id, { ...DOUBT, fence });
      expect(first).toMatchObject({ state: 'in-doubt', inDoubtSince: DOUBT.now, nextAt: DOUBT.nextAt, sends: 1 });
      expect(first.leaseUntil).toBeUndefined();
      const { invoice } = await store().invoices.intent(id, LATER);
      const second = await store().invoices.doubt(id, {
        ...DOUBT,
        fence: invoice.fence,
        now: LATER.now,
        nextAt: LATER.now + 9,
      });
      expect(second).toMatchObject({ inDoubtSince: DOUBT.now, nextAt: LATER.now + 9, sends: 2 });
      expect((await store().invoices.callsOf(id)).map(({ kind, fence: at, reason }) => [kind, at, reason])).toEqual([
        ['intent', 1, undefined],
        ['doubt', 1, 'timeout'],
        ['intent', 2, undefined],
        ['doubt', 2, 'timeout'],
      ]);
    });

    it('leaves it sealed when it was certainly not sent', async () => {
      const { id, fence } = await sending(store());
      const after = await store().invoices.doubt(id, { ...DOUBT, fence, sent: false, reason: 'ECONNREFUSED' });
      expect(after).toMatchObject({ state: 'sealed', nextAt: DOUBT.nextAt, sends: 0 });
      expect(after.inDoubtSince).toBeUndefined();
    });

    it('stays in doubt when a later send did not go out', async () => {
      const { id, fence } = await sending(store());
      await store().invoices.doubt(id, { ...DOUBT, fence });
      await store().invoices.intent(id, LATER);
      const after = await store().invoices.doubt(id, { ...DOUBT, fence: fence + 1, sent: false });
      expect(after).toMatchObject({ state: 'in-doubt', inDoubtSince: DOUBT.now });
    });

    it('postpones what could not be sealed yet', async () => {
      const { id } = await claimed(store());
      expect(await store().invoices.doubt(id, { ...DOUBT, fence: 0, sent: false })).toMatchObject({
        state: 'claimed',
        nextAt: DOUBT.nextAt,
      });
    });

    it('is ignored for an old fence and for a settled invoice', async () => {
      const { id } = await sending(store());
      const { invoice } = await store().invoices.intent(id, LATER);
      expect(await store().invoices.doubt(id, { ...DOUBT, fence: 1 })).toEqual(invoice);
      const { invoice: stamped } = await store().invoices.record(id, timbre(), [], []);
      expect(await store().invoices.doubt(id, { ...DOUBT, fence: 2 })).toEqual(stamped);
    });
  });

  describe('what is due', () => {
    const { store } = connected(create);
    const due = async (now: number, limit = 10) => (await store().invoices.due(now, limit)).map(({ id }) => id);

    it('is what is unsettled, due and not being sent; the longest waiting first', async () => {
      const { fence } = await sending(store(), 'CJ-1');
      await claimed(store(), 'CJ-2');
      await sealed(store(), 'CJ-3');
      expect(await due(SOLD_AT - 1)).toEqual([]);
      expect(await due(SOLD_AT)).toEqual(['inv_cj-2', 'inv_cj-3']);
      expect(await due(LEASE.leaseUntil)).toEqual(['inv_cj-1', 'inv_cj-2', 'inv_cj-3']);
      expect(await due(LEASE.leaseUntil, 1)).toEqual(['inv_cj-1']);
      await store().invoices.doubt('inv_cj-1', { ...DOUBT, fence });
      expect(await due(DOUBT.nextAt)).toEqual(['inv_cj-2', 'inv_cj-3', 'inv_cj-1']);
      await store().invoices.reconcile('inv_cj-2', 'CSD perdido', SOLD_AT);
      await store().invoices.reject('inv_cj-3', { fence: 0, code: 'x', message: 'no', now: SOLD_AT });
      await store().invoices.record('inv_cj-1', timbre(), [], []);
      expect(await due(SOLD_AT + 99 * HOUR)).toEqual([]);
    });

    it('is everything that was being sent, once the leases are released', async () => {
      await sending(store(), 'CJ-1');
      await store().invoices.voidLeases(SOLD_AT);
      expect(await due(SOLD_AT)).toEqual(['inv_cj-1']);
      const { kind, invoice } = await store().invoices.intent('inv_cj-1', LEASE);
      expect([kind, invoice.inDoubtSince]).toEqual(['sending', SOLD_AT]);
    });
  });
}
