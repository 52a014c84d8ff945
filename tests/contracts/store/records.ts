import { describe, expect, it } from 'vitest';
import type { Store } from '../../../db/store.ts';
import type { NewDelivery } from '../../../server/outbox/delivery.ts';
import type { WorldEvent } from '../../../server/outbox/event.ts';
import {
  claimed,
  claimOf,
  JACARANDA,
  OTHER_UUID,
  putSale,
  SOLD_AT,
  sealed,
  sealedDocument,
  sending,
  type TestDatabase,
  timbre,
  UUID,
  YUNQUE,
} from './cast.ts';
import { connected } from './connected.ts';

const mail = (changes: Partial<NewDelivery>): NewDelivery => {
  const mailed = { id: 'msg_1', kind: 'mail', target: 'ana@example.com', subject: 'inv_cj-1042', ...changes } as const;
  const once = `${mailed.kind}:${mailed.subject}:${mailed.target}`;
  return { tenant: JACARANDA, once, payload: { locale: 'es-MX' }, nextAt: SOLD_AT, ...mailed };
};
const MAIL = mail({});
const HOOK = mail({ id: 'msg_2', kind: 'webhook', target: 'whe_1', payload: {} });
/** As it is kept when it was made with the timbre. */
const fresh = (delivery: NewDelivery, createdAt = timbre().at) => {
  return { ...delivery, state: 'pending', attempts: 0, claim: 0, createdAt };
};
const event = (type: WorldEvent['type'], id = 'evt_1'): WorldEvent => {
  return { id, tenant: JACARANDA, type, subject: 'inv_cj-1042', portalSlug: 'jacaranda', at: SOLD_AT };
};
const REFUSAL = { code: '305', message: 'no', now: SOLD_AT };

export function describeRecords(create: () => Promise<TestDatabase>): void {
  describe('a timbre', () => {
    const { store, another } = connected(create);

    it('is recorded byte for byte with its deliveries, and the sale stays invoiced', async () => {
      const { id, saleIds } = await sending(store());
      const { kind, invoice } = await store().invoices.record(id, timbre(), [MAIL, HOOK], []);
      expect(kind).toBe('recorded');
      expect(invoice).toMatchObject({ state: 'stamped', stamped: timbre() });
      expect(invoice.leaseUntil).toBeUndefined();
      expect(await (await another()).invoices.get(id)).toEqual(invoice);
      expect(await store().invoices.outboxOf(id)).toEqual([fresh(MAIL), fresh(HOOK)]);
      expect((await store().sales.get(JACARANDA, saleIds[0] ?? ''))?.invoiceId).toBe(id);
      expect((await store().invoices.claim(JACARANDA, claimOf('inv_again', saleIds))).kind).toBe('taken');
    });

    it('is recorded once, however its UUID is written and whoever brings it', async () => {
      const { id } = await sending(store());
      const stores = [store(), await another()];
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, i) =>
          stores[i % 2]?.invoices.record(
            id,
            timbre(i % 3 === 0 ? UUID.toLowerCase() : UUID),
            [{ ...MAIL, id: `msg_${i}` }],
            [],
          ),
        ),
      );
      expect(answers.map((answer) => answer?.kind).sort()).toEqual(['recorded', ...Array(9).fill('same')]);
      expect(await store().invoices.outboxOf(id)).toHaveLength(1);
    });

    it('with another UUID changes nothing but the history of its PAC', async () => {
      const { id } = await sending(store());
      const { invoice } = await store().invoices.record(id, timbre(), [MAIL], []);
      expect(await store().invoices.record(id, timbre(OTHER_UUID), [HOOK], [])).toEqual({
        kind: 'different-uuid',
        invoice,
      });
      expect(await store().invoices.outboxOf(id)).toEqual([fresh(MAIL)]);
      expect((await store().invoices.callsOf(id)).map(({ kind, reason }) => [kind, reason])).toEqual([
        ['intent', undefined],
        ['stamped', UUID],
        ['different-uuid', OTHER_UUID],
      ]);
    });

    it('of another invoice is refused', async () => {
      const first = await sending(store(), 'CJ-1');
      const second = await sending(store(), 'CJ-2');
      await store().invoices.record(first.id, timbre(), [], []);
      await expect(store().invoices.record(second.id, timbre(UUID.toLowerCase()), [MAIL], [])).rejects.toThrow();
      expect(await store().invoices.get(second.id)).toEqual(second);
      expect(await store().invoices.outboxOf(second.id)).toEqual([]);
    });

    it.each(['doubt', 'takeover', 'reconcile'])('is kept however late it comes: after %s', async (before) => {
      const { id, fence } = await sending(store());
      if (before === 'doubt')
        await store().invoices.doubt(id, { fence, reason: 'timeout', nextAt: SOLD_AT, now: SOLD_AT, sent: true });
      if (before === 'takeover')
        await store().invoices.intent(id, {
          pacId: 'finkok',
          leaseUntil: SOLD_AT + 300_000,
          now: SOLD_AT + 90_000,
          atMost: 100,
        });
      if (before === 'reconcile') await store().invoices.reconcile(id, '72 h', SOLD_AT);
      expect(await store().invoices.record(id, timbre(), [], [])).toMatchObject({
        kind: 'recorded',
        invoice: { state: 'stamped' },
      });
    });

    it('after a refusal takes the sale back if nobody else has it', async () => {
      const { id, fence, saleIds } = await sending(store());
      await store().invoices.reject(id, { fence, ...REFUSAL });
      const { kind, invoice } = await store().invoices.record(id, timbre(), [], []);
      expect([kind, invoice.state, invoice.refusal]).toEqual(['recorded', 'stamped', undefined]);
      expect((await store().sales.get(JACARANDA, saleIds[0] ?? ''))?.invoiceId).toBe(id);
    });

    it('after a refusal throws if another attempt holds the sale', async () => {
      const { id, fence, saleIds } = await sending(store());
      await store().invoices.reject(id, { fence, ...REFUSAL });
      await store().invoices.claim(JACARANDA, claimOf('inv_next', saleIds));
      await expect(store().invoices.record(id, timbre(), [], [])).rejects.toThrow(
        `${UUID} is its timbre, and inv_next holds its sale`,
      );
      expect((await store().invoices.get(id))?.state).toBe('rejected');
    });

    it('is refused for a document that was never sealed', async () => {
      const { id } = await claimed(store());
      await expect(store().invoices.record(id, timbre(), [], [])).rejects.toThrow('never sealed');
    });
  });

  describe('an invoice that no PAC has received', () => {
    const { store } = connected(create);
    const release = (id: string) => store().invoices.release(id, { evidence: 'PAC closed its doors', now: SOLD_AT });
    const intent = (id: string) =>
      store().invoices.intent(id, { pacId: 'finkok', leaseUntil: SOLD_AT + 90_000, now: SOLD_AT, atMost: 100 });

    it.each(['claimed', 'sealed', 'given back by its PAC'])(
      'is released, and its sales are free: %s',
      async (state) => {
        const { id, saleIds } = await (state === 'claimed' ? claimed : sealed)(store());
        if (state === 'given back by its PAC') {
          const { invoice } = await intent(id);
          const notSent = { fence: invoice.fence, reason: 'maintenance', nextAt: SOLD_AT, now: SOLD_AT, sent: false };
          await store().invoices.doubt(id, notSent);
        }
        expect(await release(id)).toMatchObject({ state: 'rejected', refusal: { code: 'never-stamped' } });
        expect((await store().invoices.callsOf(id)).at(-1)).toMatchObject({ kind: 'released' });
        const next = await store().invoices.claim(JACARANDA, claimOf('inv_next', saleIds));
        expect(next).toMatchObject({ kind: 'claimed', invoice: { generation: 2, folio: 1 } });
      },
    );

    it('is neither sealed, sent nor put off once it is released', async () => {
      const { id } = await sealed(store());
      const released = await release(id);
      expect(await store().invoices.seal(id, sealedDocument('again', SOLD_AT + 7_200_000))).toEqual(released);
      expect(await intent(id)).toEqual({ kind: 'settled', invoice: released });
      expect(await store().invoices.postpone(id, SOLD_AT + 1)).toEqual(released);
      expect(await store().invoices.due(SOLD_AT + 86_400_000, 10)).toEqual([]);
    });

    it('is either sent or released, whoever is first', async () => {
      for (let n = 0; n < 20; n += 1) {
        const { id } = await sealed(store(), `CJ-${n}`);
        const sendingFirst = n % 2 === 0 ? intent(id) : undefined;
        const releasing = release(id);
        const sent = await (sendingFirst ?? intent(id));
        const released = await releasing;
        const isSent = sent.kind === 'sending';
        expect(released.state).toBe(isSent ? 'sending' : 'rejected');
        expect(await store().invoices.get(id)).toMatchObject({ state: released.state, sends: isSent ? 1 : 0 });
      }
    });
  });

  describe('an invoice that cannot be decided automatically', () => {
    const { store } = connected(create);

    it('keeps its sales locked and says why', async () => {
      const { id, saleIds } = await sending(store());
      expect(await store().invoices.reconcile(id, '72 h', SOLD_AT)).toMatchObject({ state: 'reconcile' });
      expect((await store().invoices.claim(JACARANDA, claimOf('inv_next', saleIds))).kind).toBe('taken');
      expect((await store().invoices.callsOf(id)).at(-1)).toEqual({
        kind: 'reconcile',
        fence: 1,
        at: SOLD_AT,
        reason: '72 h',
      });
    });

    it('is released on evidence: its sales are free in the next generation, and the evidence is stored', async () => {
      const { id, saleIds } = await sending(store());
      await store().invoices.reconcile(id, '72 h', SOLD_AT);
      const released = await store().invoices.release(id, { evidence: 'acuse 8812', now: SOLD_AT });
      expect(released).toMatchObject({ state: 'rejected', refusal: { code: 'never-stamped', message: 'acuse 8812' } });
      expect((await store().invoices.callsOf(id)).at(-1)).toMatchObject({ kind: 'released', reason: 'acuse 8812' });
      const next = await store().invoices.claim(JACARANDA, claimOf('inv_next', saleIds));
      expect(next).toMatchObject({ kind: 'claimed', invoice: { generation: 2, folio: 1 } });
    });

    it.each(['sending', 'in doubt', 'stamped'])('is released in no other state: %s', async (state) => {
      const { id, fence } = await sending(store());
      if (state === 'in doubt')
        await store().invoices.doubt(id, { fence, reason: 'timeout', nextAt: SOLD_AT, now: SOLD_AT, sent: true });
      if (state === 'stamped') await store().invoices.record(id, timbre(), [], []);
      const before = await store().invoices.get(id);
      expect(await store().invoices.release(id, { evidence: 'acuse 8812', now: SOLD_AT })).toEqual(before);
    });

    it('is not one that is stamped', async () => {
      const { id } = await sending(store());
      const { invoice } = await store().invoices.record(id, timbre(), [], []);
      expect(await store().invoices.reconcile(id, '72 h', SOLD_AT)).toEqual(invoice);
    });
  });

  describe('the deliveries of an invoice', () => {
    const { store } = connected(create);

    it('accept one for a stamped invoice once per kind and target', async () => {
      const { id } = await sending(store());
      await store().invoices.record(id, timbre(), [MAIL], []);
      const enqueue = (delivery: NewDelivery) => store().invoices.enqueue(delivery, SOLD_AT);
      expect(await enqueue(mail({ id: 'msg_3' }))).toBe('already');
      expect(await enqueue(mail({ id: 'msg_4', target: 'beto@example.com' }))).toBe('queued');
      expect(await enqueue(mail({ id: 'msg_5', kind: 'alert' }))).toBe('queued');
      expect((await store().invoices.outboxOf(id)).map((delivery) => delivery.id)).toEqual(['msg_1', 'msg_4', 'msg_5']);
    });

    it('accept none before it is stamped', async () => {
      await sending(store());
      await expect(store().invoices.enqueue(MAIL, SOLD_AT)).rejects.toThrow('not stamped');
      await expect(store().invoices.enqueue(mail({ subject: 'inv_9' }), SOLD_AT)).rejects.toThrow('unknown invoice');
    });
  });

  describe('the events of an invoice', () => {
    const { store } = connected(create);
    const kept = async (from: Store, ids: readonly string[]) =>
      (await Promise.all(ids.map((id) => from.events.get(id)))).map((found) => found?.type);

    it('are stored with the phase that they are about, once however often it is repeated', async () => {
      const { id, fence } = await sending(store());
      const doubt = { fence, reason: 'timeout', nextAt: SOLD_AT, now: SOLD_AT, sent: true };
      const pending = event('invoice.pending');
      await store().invoices.doubt(id, doubt, [pending]);
      await store().invoices.doubt(id, doubt, [{ ...pending, at: SOLD_AT + 1 }]);
      await store().invoices.record(id, timbre(), [], [event('invoice.stamped', 'evt_2')]);
      await store().invoices.record(id, timbre(), [], [event('invoice.stamped', 'evt_3')]);
      expect(await store().events.get('evt_1')).toEqual(pending);
      expect(await kept(store(), ['evt_1', 'evt_2', 'evt_3'])).toEqual([
        'invoice.pending',
        'invoice.stamped',
        undefined,
      ]);
    });

    it('are not stored for a phase that is ignored', async () => {
      const { id, fence } = await sending(store());
      const doubt = { fence: fence - 1, reason: 'timeout', nextAt: SOLD_AT, now: SOLD_AT, sent: true };
      await store().invoices.doubt(id, doubt, [event('invoice.pending')]);
      await store().invoices.reject(id, { fence: fence - 1, ...REFUSAL }, [event('invoice.rejected', 'evt_2')]);
      expect(await kept(store(), ['evt_1', 'evt_2'])).toEqual([undefined, undefined]);
      await store().invoices.reject(id, { fence, ...REFUSAL }, [event('invoice.rejected', 'evt_2')]);
      await store().invoices.reject(id, { fence, ...REFUSAL }, [event('invoice.rejected', 'evt_3')]);
      expect(await kept(store(), ['evt_2', 'evt_3'])).toEqual(['invoice.rejected', undefined]);
    });
  });

  describe('the list of invoices', () => {
    const { store } = connected(create);

    it('pages from the last to the first, of one tenant', async () => {
      for (const folio of ['CJ-1', 'CJ-2', 'CJ-3']) await claimed(store(), folio);
      const theirs = await putSale(store(), 'FY-1', YUNQUE);
      await store().invoices.claim(YUNQUE, claimOf('inv_fy', [theirs.id]));
      const first = await store().invoices.list(JACARANDA, { limit: 2 });
      const second = await store().invoices.list(JACARANDA, { limit: 2, before: first[1]?.id ?? '' });
      expect([first, second].map((page) => page.map(({ id }) => id))).toEqual([['inv_cj-3', 'inv_cj-2'], ['inv_cj-1']]);
    });
  });
}
