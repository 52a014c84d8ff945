import { describe, expect, it } from 'vitest';
import type { Store } from '../../../db/store.ts';
import type { Cancellation } from '../../../server/invoicing/cancellation.ts';
import type { Learned, NewCancellation } from '../../../server/invoicing/cancellation-store.ts';
import type { NewDelivery } from '../../../server/outbox/delivery.ts';
import type { WorldEvent } from '../../../server/outbox/event.ts';
import {
  claimOf,
  JACARANDA,
  OTHER_UUID,
  SOLD_AT,
  sealedDocument,
  sending,
  type TestDatabase,
  timbre,
  UUID,
  YUNQUE,
} from './cast.ts';
import { connected } from './connected.ts';

const LATER = SOLD_AT + 60_000;

function wanted(id: string, invoiceId: string, changes: Partial<NewCancellation> = {}): NewCancellation {
  return {
    ...{ id, tenant: JACARANDA, invoiceId, motivo: '02', requestedBy: 'key_1', acceptanceNeeded: false, now: LATER },
    ...changes,
  };
}

const CALL = { pacId: 'finkok', document: '<Cancelacion/>', leaseUntil: LATER + 45_000, now: LATER };

const learned = (on: Learned['on'], fence: number, changes: Partial<Learned> = {}): Learned => ({
  ...{ on, fence, now: LATER + 1_000, nextAt: LATER + 2_000 },
  ...changes,
});

/** A request to cancel, from the asking to the SAT's word. */
export function describeCancellations(create: () => Promise<TestDatabase>): void {
  const { store, another } = connected(create);

  async function stamped(folio = 'CJ-1042', uuid = UUID): Promise<string> {
    const { id } = await sending(store(), folio);
    await store().invoices.record(id, timbre(uuid), [], []);
    return id;
  }

  async function keep(asked: NewCancellation, at: Store = store()): Promise<Cancellation> {
    const kept = await at.cancellations.request(asked);
    if (!('cancellation' in kept)) throw new Error(`it is ${kept.kind}`);
    return kept.cancellation;
  }

  async function requested(id = 'can_1', changes: Partial<NewCancellation> = {}): Promise<Cancellation> {
    return keep(wanted(id, await stamped(), changes));
  }

  const call = async (id: string, at: Store = store()) => at.cancellations.call(id, CALL);
  const saleOf = async (folio = 'cj-1042') => store().sales.get(JACARANDA, `sale_mer_jacaranda_${folio}`);

  describe('a request to cancel', () => {
    it('is stored with everything that was stated about it', async () => {
      const until = LATER + 86_400_000;
      const kept = await requested('can_1', {
        ...{ motivo: '01', substitute: OTHER_UUID, acceptanceNeeded: true, acceptanceUntil: until },
      });
      expect(kept).toEqual({
        ...{ id: 'can_1', tenant: JACARANDA, invoiceId: 'inv_cj-1042', state: 'requested', motivo: '01' },
        ...{ substitute: OTHER_UUID, requestedBy: 'key_1', acceptanceNeeded: true, acceptanceUntil: until },
        ...{ afterRejection: false, fence: 0, looks: 0, nextAt: LATER, createdAt: LATER },
      });
      expect(await store().cancellations.get('can_1')).toEqual(kept);
      expect(await store().cancellations.ofInvoice(JACARANDA, kept.invoiceId)).toEqual([kept]);
      expect(await store().cancellations.ofInvoice(YUNQUE, kept.invoiceId)).toEqual([]);
    });

    it('is stored once, however many ask at the same time', async () => {
      const invoice = await stamped();
      const other = await another();
      const ids = ['can_1', 'can_2', 'can_3', 'can_4'];
      const answers = await Promise.all(ids.map((id, i) => keep(wanted(id, invoice), i % 2 ? other : store())));
      expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
      expect(await store().cancellations.ofInvoice(JACARANDA, invoice)).toHaveLength(1);
    });

    it('is refused for an invoice that is not stamped', async () => {
      const { id } = await sending(store());
      await expect(store().cancellations.request(wanted('can_1', id))).rejects.toThrow(/sending/);
    });

    it('can be made again after a rejected one, and remembers that a receptor rejected it', async () => {
      const { invoiceId } = await requested();
      const refusal = { code: 'rejected', message: 'Solicitud rechazada' };
      expect(await store().cancellations.learn('can_1', learned('sat-rejected', 0, { refusal }))).toMatchObject({
        ...{ state: 'rejected', refusal, settledAt: LATER + 1_000 },
      });
      expect(await store().cancellations.request(wanted('can_2', invoiceId))).toMatchObject({
        ...{ kind: 'requested', cancellation: { id: 'can_2', afterRejection: true } },
      });
    });
  });

  describe('a call', () => {
    it('is stored, with its content, before it is made, and one at a time', async () => {
      await requested();
      expect(await call('can_1')).toMatchObject({
        ...{ kind: 'calling', cancellation: { state: 'sent', fence: 1, pacId: 'finkok', calledAt: LATER } },
      });
      expect((await call('can_1')).kind).toBe('busy');
      expect(await store().cancellations.stepsOf('can_1')).toEqual([
        { kind: 'requested', fence: 0, at: LATER, reason: 'key_1' },
        { kind: 'call', fence: 1, at: LATER, document: '<Cancelacion/>' },
      ]);
    });

    it('without an answer is taken over as one that may have arrived', async () => {
      await requested();
      await call('can_1');
      const now = LATER + 46_000;
      const taken = await store().cancellations.call('can_1', { ...CALL, leaseUntil: now + 45_000, now });
      expect(taken).toMatchObject({ kind: 'calling', cancellation: { fence: 2, inDoubtSince: now } });
      // The answer to the first one comes late: it is nobody's any more.
      await store().cancellations.learn('can_1', learned('refused', 1, { refusal: { code: '204', message: '' } }));
      expect(await store().cancellations.get('can_1')).toMatchObject({ state: 'sent', fence: 2 });
    });

    it('is not made again once the SAT has the request', async () => {
      await requested();
      await call('can_1');
      const taken = await store().cancellations.learn('can_1', learned('taken', 1, { document: '<Acuse/>' }));
      expect(taken).toMatchObject({ state: 'sent', takenAt: LATER + 1_000 });
      expect((await call('can_1')).kind).toBe('settled');
      expect((await store().cancellations.stepsOf('can_1')).at(-1)).toMatchObject({
        kind: 'taken',
        document: '<Acuse/>',
      });
    });

    it('that was turned away leaves nothing behind; one in doubt stays in doubt', async () => {
      await requested();
      await call('can_1');
      expect(await store().cancellations.learn('can_1', learned('turned-away', 1))).toMatchObject({
        state: 'requested',
      });
      await store().cancellations.call('can_1', { ...CALL, now: LATER + 2_000 });
      expect(await store().cancellations.learn('can_1', learned('no-answer', 2))).toMatchObject({
        ...{ state: 'in-doubt', inDoubtSince: LATER + 1_000 },
      });
      await store().cancellations.call('can_1', { ...CALL, now: LATER + 3_000 });
      expect((await store().cancellations.learn('can_1', learned('turned-away', 3))).state).toBe('in-doubt');
    });

    it('is due at its time if nobody holds it, and at once after a restart', async () => {
      await requested();
      const due = async (now: number) => (await store().cancellations.due(now, 10)).map(({ id }) => id);
      expect(await due(LATER - 1)).toEqual([]);
      expect(await due(LATER)).toEqual(['can_1']);
      await call('can_1');
      expect(await due(LATER + 44_000)).toEqual([]);
      expect(await due(LATER + 45_000)).toEqual(['can_1']);
      await store().cancellations.voidLeases();
      expect(await due(LATER)).toEqual(['can_1']);
      // A receptor has three days, so the SAT is asked at growing intervals of up to six hours.
      await store().cancellations.looked('can_1', LATER + 6 * 3_600_000);
      expect(await due(LATER + 1_000)).toEqual([]);
      await store().cancellations.looked('can_1', LATER + 90_000);
      expect(await due(LATER + 89_000)).toEqual([]);
      expect(await store().cancellations.get('can_1')).toMatchObject({ looks: 2 });
    });
  });

  describe('the SAT’s Estado Cancelado', () => {
    const event = (invoice: string): WorldEvent => ({
      ...{ id: 'evt_1', tenant: JACARANDA, type: 'invoice.canceled', subject: invoice, at: LATER },
    });
    const mail = (invoice: string): NewDelivery => ({
      ...{ id: 'msg_1', tenant: JACARANDA, kind: 'mail', once: `canceled:${invoice}`, target: 'ana@example.com' },
      ...{ subject: invoice, payload: { template: 'invoice-canceled' }, nextAt: LATER },
    });
    const cancel = (id: string, invoice: string) =>
      store().cancellations.cancel(id, { how: 'sin-aceptacion', now: LATER }, [mail(invoice)], [event(invoice)]);

    /** A stamped invoice that `inv_new` was stamped to replace, and its sale as it was before. */
    const replaced = async () => {
      const invoiceId = await stamped();
      const sale = await saleOf();
      const successor = claimOf('inv_new', [sale?.id ?? ''], { holding: { kind: 'successor', of: invoiceId } });
      await store().invoices.claim(JACARANDA, successor);
      await store().invoices.seal('inv_new', sealedDocument('new'));
      await store().invoices.intent('inv_new', { pacId: 'finkok', leaseUntil: LATER, now: SOLD_AT, atMost: 9 });
      await store().invoices.record('inv_new', timbre(OTHER_UUID), [], []);
      return { invoiceId, sale };
    };

    it('cancels the invoice, frees its sale for another and writes the event, in one step that can be repeated', async () => {
      const { invoiceId } = await requested();
      for (let times = 0; times < 3; times += 1)
        expect(await cancel('can_1', invoiceId)).toMatchObject({
          ...{ state: 'canceled', how: 'sin-aceptacion', settledAt: LATER },
        });
      expect(await store().invoices.get(invoiceId)).toMatchObject({ state: 'canceled', canceledAt: LATER });
      const sale = await saleOf();
      expect(sale).toMatchObject({ generation: 2 });
      expect(sale?.invoiceId).toBeUndefined();
      expect(await store().invoices.outboxOf(invoiceId)).toHaveLength(1);
      const again = await store().invoices.claim(JACARANDA, claimOf('inv_again', [sale?.id ?? '']));
      expect(again).toMatchObject({ kind: 'claimed', invoice: { generation: 2 } });
      // A number that a CFDI has is never another's.
      const { folio: first } = (await store().invoices.get(invoiceId)) ?? {};
      expect(again.invoice.folio).not.toBe(first);
      expect((await store().cancellations.stepsOf('can_1')).filter(({ kind }) => kind === 'sat-canceled')).toHaveLength(
        1,
      );
    });

    it('leaves a sale with the invoice that replaced this one', async () => {
      const { invoiceId, sale } = await replaced();
      await keep(wanted('can_1', invoiceId));
      await cancel('can_1', invoiceId);
      expect(await saleOf()).toMatchObject({ invoiceId: 'inv_new', generation: sale?.generation });
    });

    it('is accepted during a call, whose own answer then changes nothing', async () => {
      const { invoiceId } = await requested();
      await call('can_1');
      await cancel('can_1', invoiceId);
      await store().cancellations.learn('can_1', learned('refused', 1, { refusal: { code: '204', message: '' } }));
      expect(await store().cancellations.get('can_1')).toMatchObject({ state: 'canceled' });
      expect(await store().cancellations.due(LATER + 9e9, 10)).toEqual([]);
    });
  });
}
