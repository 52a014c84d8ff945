import { describe, expect, it } from 'vitest';
import type { Store } from '../../../db/store.ts';
import type { NewCancellation } from '../../../server/invoicing/cancellation-store.ts';
import { claimNotaDeCredito } from '../../../server/invoicing/nota-de-credito.ts';
import type { NewRefund } from '../../../server/invoicing/refund.ts';
import type { RefundRules } from '../../../server/invoicing/refund-store.ts';
import { reduceSale } from '../../../server/sales/reduced-sale.ts';
import {
  claimOf,
  JACARANDA,
  OTHER_UUID,
  putSale,
  SOLD_AT,
  sealedDocument,
  type TestDatabase,
  timbre,
  YUNQUE,
} from './cast.ts';
import { connected } from './connected.ts';

/** Nothing waits for approval. */
export const RULES: RefundRules = {
  reduce: ({ body }, refund) => reduceSale(body, refund),
  credit: (invoice, sale, refund) => claimNotaDeCredito({ emisor: invoice.snapshot.emisor }, invoice, sale, refund),
  needsApproval: () => false,
};
const CAREFUL: RefundRules = { ...RULES, needsApproval: () => true };

/** 100.00 of a sale, paid back on a card. */
export const refundOf = (saleId: string, n: number, changes: Partial<NewRefund> = {}): NewRefund => ({
  ...{ id: `ref_${n}`, tenant: JACARANDA, saleId, total: '100.00', formaPago: '04', conceptos: [] },
  ...{ date: '2026-11-21T10:00:00-06:00', nextAt: SOLD_AT, createdAt: SOLD_AT },
  ...changes,
});

async function claim(store: Store, saleId: string): Promise<string> {
  await store.invoices.claim(JACARANDA, claimOf('inv_first', [saleId]));
  return 'inv_first';
}

async function stamp(store: Store, id: string, uuid?: string): Promise<void> {
  await store.invoices.seal(id, sealedDocument(id));
  await store.invoices.intent(id, { pacId: 'sandbox', leaseUntil: SOLD_AT + 9, now: SOLD_AT, atMost: 32 });
  await store.invoices.record(id, timbre(uuid), [], []);
}

/** Refunds of a sale of 348.00. */
export function describeRefunds(create: () => Promise<TestDatabase>): void {
  const { store, another } = connected(create);

  describe('a refund', () => {
    it('reduces a sale that is not invoiced, in the transaction that stores it', async () => {
      const { id } = await putSale(store(), 'CJ-1042');
      const registered = await store().refunds.register(refundOf(id, 1), RULES);
      expect(registered).toMatchObject({ kind: 'registered', refund: { id: 'ref_1', state: 'reduced' } });
      expect((await store().sales.get(JACARANDA, id))?.body).toMatchObject({ total: '248.00', ticketTotal: '348.00' });
      expect(await store().refunds.get(JACARANDA, 'ref_1')).toMatchObject({ state: 'reduced', saleId: id });
    });

    it('is accepted three times of ten at once, of 100.00 each from a sale of 348.00', async () => {
      const { id } = await putSale(store(), 'CJ-1042');
      const stores = [store(), await another()] as const;
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, n) => stores[n % 2 === 0 ? 0 : 1].refunds.register(refundOf(id, n), RULES)),
      );
      expect(
        answers
          .map(({ kind }) => kind)
          .toSorted()
          .join(' '),
      ).toBe(`registered registered registered${' too-much'.repeat(7)}`);
      expect((await store().sales.get(JACARANDA, id))?.body.total).toBe('48.00');
    });

    it('under one reference, requested ten times at once, is one with one nota de crédito', async () => {
      const { id } = await putSale(store(), 'CJ-1042');
      await stamp(store(), await claim(store(), id));
      const stores = [store(), await another()] as const;
      const answers = await Promise.all(
        Array.from({ length: 10 }, (_, n) =>
          stores[n % 2 === 0 ? 0 : 1].refunds.register(refundOf(id, n, { reference: 'DEV-7' }), RULES),
        ),
      );
      expect(answers.filter(({ kind }) => kind === 'registered')).toHaveLength(1);
      const egresos = await store().invoices.find(JACARANDA, { kind: 'egreso', limit: 9 });
      expect(egresos.map(({ state, serie, saleIds }) => ({ state, serie, saleIds }))).toEqual([
        { state: 'claimed', serie: 'CJNC', saleIds: [id] },
      ]);
    });

    it('waits while the sale is being invoiced, and follows how that ends', async () => {
      const { id } = await putSale(store(), 'CJ-1042');
      const invoice = await claim(store(), id);
      expect(await store().refunds.register(refundOf(id, 1), RULES)).toMatchObject({ refund: { state: 'waiting' } });
      expect(await store().refunds.due(SOLD_AT, 9)).toHaveLength(1);
      expect(await store().refunds.resume('ref_1', RULES, SOLD_AT)).toMatchObject({ state: 'waiting' });
      expect(await store().refunds.due(SOLD_AT, 9)).toEqual([]);
      await stamp(store(), invoice);
      const [resumed, again] = await Promise.all([
        store().refunds.resume('ref_1', RULES, SOLD_AT),
        (await another()).refunds.resume('ref_1', RULES, SOLD_AT),
      ]);
      expect(resumed).toMatchObject({ state: 'credited', invoiceId: again.invoiceId });
    });

    const canceling = (invoiceId: string, id = 'can_1'): NewCancellation => ({
      id,
      tenant: JACARANDA,
      invoiceId,
      motivo: '02',
      requestedBy: 'key_1',
      acceptanceNeeded: true,
      now: SOLD_AT,
    });

    it.each([
      ['rejected', 'credited', '348.00'],
      ['canceled', 'reduced', '248.00'],
    ])('waits while its invoice’s cancellation is open; once that is %s, it is %s', async (end, state, total) => {
      const { id } = await putSale(store(), 'CJ-1042');
      const invoice = await claim(store(), id);
      await stamp(store(), invoice);
      await store().cancellations.request(canceling(invoice));
      expect(await store().refunds.register(refundOf(id, 1), RULES)).toMatchObject({ refund: { state: 'waiting' } });
      expect(await store().refunds.resume('ref_1', RULES, SOLD_AT)).toMatchObject({ state: 'waiting' });
      if (end === 'canceled') await store().cancellations.cancel('can_1', { now: SOLD_AT }, [], []);
      else await store().cancellations.learn('can_1', { on: 'sat-rejected', fence: 0, now: SOLD_AT, nextAt: SOLD_AT });
      expect(await store().refunds.resume('ref_1', RULES, SOLD_AT)).toMatchObject({ state });
      expect((await store().sales.get(JACARANDA, id))?.body.total).toBe(total);
    });

    it('has its nota de crédito, or the invoice is cancelled, however many of both come at once from two connections', async () => {
      const { id } = await putSale(store(), 'CJ-1042');
      const invoice = await claim(store(), id);
      await stamp(store(), invoice);
      const stores = [store(), await another()] as const;
      const asked = stores.flatMap((one, n) => [
        one.cancellations.request(canceling(invoice, `can_${n}`)).then(({ kind }) => kind),
        one.refunds
          .register(refundOf(id, n), RULES)
          .then((registered) => ('refund' in registered ? registered.refund.state : registered.kind)),
      ]);
      const answers = (await Promise.all(asked)).toSorted().join(' ');
      expect(['credited credited credited credited', 'open requested waiting waiting']).toContain(answers);
    });

    it('whose nota de crédito is in force keeps the invoice from being cancelled, until the SAT says that it is asked to', async () => {
      const { id } = await putSale(store(), 'CJ-1042');
      const invoice = await claim(store(), id);
      await stamp(store(), invoice);
      expect(await store().cancellations.isCredited(invoice)).toBe(false);
      await store().refunds.register(refundOf(id, 1), RULES);
      expect(await store().cancellations.isCredited(invoice)).toBe(true);
      expect(await store().cancellations.request(canceling(invoice))).toEqual({ kind: 'credited' });
      const elsewhere = { ...canceling(invoice), isKnownToSat: true };
      expect((await store().cancellations.request(elsewhere)).kind).toBe('requested');
    });

    it('waits for the merchant if the rules say so, and is decided once', async () => {
      const { id } = await putSale(store(), 'CJ-1042');
      await stamp(store(), await claim(store(), id));
      expect(await store().refunds.register(refundOf(id, 1), CAREFUL)).toMatchObject({
        refund: { state: 'awaiting-approval' },
      });
      const declined = await store().refunds.decide('ref_1', { approve: false, reason: 'no' }, CAREFUL, SOLD_AT);
      expect(declined).toMatchObject({ state: 'declined', reason: 'no' });
      expect(await store().refunds.decide('ref_1', { approve: true }, CAREFUL, SOLD_AT)).toEqual(declined);
      expect(await store().invoices.find(JACARANDA, { kind: 'egreso', limit: 9 })).toEqual([]);
    });

    it('whose nota de crédito was refused can be issued again, under the same number', async () => {
      const { id } = await putSale(store(), 'CJ-1042');
      await stamp(store(), await claim(store(), id));
      await store().refunds.register(refundOf(id, 1), RULES);
      const refused = (await store().refunds.get(JACARANDA, 'ref_1'))?.invoiceId ?? '';
      await store().invoices.seal(refused, sealedDocument(refused));
      const intent = { pacId: 'sandbox', leaseUntil: SOLD_AT + 9, now: SOLD_AT, atMost: 32 };
      const { fence } = (await store().invoices.intent(refused, intent)).invoice;
      const { folio } = await store().invoices.reject(refused, { fence, code: '305', message: 'no', now: SOLD_AT });
      expect(await store().refunds.list(JACARANDA, { state: 'awaiting-approval', limit: 9 })).toHaveLength(1);
      const decided = await store().refunds.decide('ref_1', { approve: true }, RULES, SOLD_AT);
      const next = 'invoiceId' in decided ? await store().invoices.get(decided.invoiceId ?? '') : undefined;
      expect(next).toMatchObject({ state: 'claimed', folio, generation: 2 });
    });

    it('whose nota de crédito was refused, and stamped after all, is credited', async () => {
      const { id } = await putSale(store(), 'CJ-1042');
      await stamp(store(), await claim(store(), id));
      await store().refunds.register(refundOf(id, 1), RULES);
      const nota = (await store().refunds.get(JACARANDA, 'ref_1'))?.invoiceId ?? '';
      await store().invoices.seal(nota, sealedDocument(nota));
      const intent = { pacId: 'sandbox', leaseUntil: SOLD_AT + 9, now: SOLD_AT, atMost: 32 };
      const { fence } = (await store().invoices.intent(nota, intent)).invoice;
      await store().invoices.reject(nota, { fence, code: '305', message: 'no', now: SOLD_AT });
      await store().invoices.record(nota, timbre(OTHER_UUID), [], []);
      expect(await store().refunds.get(JACARANDA, 'ref_1')).toMatchObject({ state: 'credited', invoiceId: nota });
    });

    it.each([
      ['issued again, under a number of its own', true],
      ['declined', false],
    ])('whose nota de crédito is cancelled waits for the merchant, and can be %s', async (_, approve) => {
      const { id } = await putSale(store(), 'CJ-1042');
      await stamp(store(), await claim(store(), id));
      await store().refunds.register(refundOf(id, 1), RULES);
      const nota = (await store().refunds.get(JACARANDA, 'ref_1'))?.invoiceId ?? '';
      await stamp(store(), nota, OTHER_UUID);
      await store().cancellations.request(canceling(nota));
      await store().cancellations.cancel('can_1', { now: SOLD_AT }, [], []);
      expect(await store().refunds.get(JACARANDA, 'ref_1')).toMatchObject({ state: 'awaiting-approval' });
      const decision = approve ? ({ approve } as const) : ({ approve: false, reason: 'Fue un error' } as const);
      const decided = await store().refunds.decide('ref_1', decision, RULES, SOLD_AT);
      expect(decided).toMatchObject({ state: approve ? 'credited' : 'declined' });
      const notas = await store().invoices.find(JACARANDA, { kind: 'egreso', limit: 9 });
      expect(notas.map(({ state, folio }) => `${folio} ${state}`)).toEqual([
        ...(approve ? ['2 claimed'] : []),
        '1 canceled',
      ]);
    });

    it('is not visible to another merchant', async () => {
      const { id } = await putSale(store(), 'CJ-1042');
      await store().refunds.register(refundOf(id, 1), RULES);
      expect(await store().refunds.get(YUNQUE, 'ref_1')).toBeUndefined();
      expect(await store().refunds.list(YUNQUE, { limit: 9 })).toEqual([]);
    });
  });
}
