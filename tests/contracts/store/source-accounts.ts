import { beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../db/store.ts';
import type { Refund } from '../../../server/invoicing/refund.ts';
import { keysOf } from '../../../server/sales/lookup.ts';
import type { SaleBody } from '../../../server/sales/sale.ts';
import type { ReportedRefund, SaleAccount } from '../../../server/sources/intake/give-back.ts';
import {
  claimOf,
  JACARANDA,
  newSale,
  OTHER_UUID,
  SOLD_AT,
  saleBody,
  sealedDocument,
  type TestDatabase,
  timbre,
} from './cast.ts';
import { connected } from './connected.ts';
import { RULES, refundOf } from './refunds.ts';
import { aSource } from './sources.ts';

const SRC = 'src_1';
const ID = 'sale_cj-1042';
const CAREFUL = { ...RULES, needsApproval: () => true };

/** An order of 348.00, with what was refunded of it, by its keys at the shop. */
function orderOf(refunded: Readonly<Record<string, string>> = {}): SaleAccount {
  const refunds = Object.entries(refunded).map(
    ([reference, total]): ReportedRefund => ({ reference, total, at: SOLD_AT, goods: [] }),
  );
  return { kind: 'order', refunds };
}

/** The sale with so much left, as its shop's order makes it. */
function leftOf(total: string, changes: Partial<SaleBody> = {}): SaleBody {
  const [line] = saleBody('CJ-1042').conceptos;
  const conceptos = line ? [{ ...line, cantidad: '1', valorUnitario: total }] : [];
  return saleBody('CJ-1042', { total, conceptos, ticketTotal: '348.00', ...changes });
}

/** What a source says of a sale while an invoice holds it, once it is free, and after refunds that it does not know. */
export function describeSourceAccounts(create: () => Promise<TestDatabase>): void {
  describe('a sale that a source made', () => {
    const { store, another } = connected(create);
    let version = 0;
    const receive = async (from = store()) => {
      version += 1;
      const fact = { kind: 'payment', version, paymentKey: 'p1', importe: '348.00' } as const;
      await from.sources.receive(SRC, { facts: [{ saleKey: 'A', factKey: 'p1', fact }], now: SOLD_AT + version });
    };
    const due = () => store().sources.unfolded(9);
    /** Folds the newest facts into that body. */
    const fold = async (body: SaleBody, account: SaleAccount | undefined = orderOf(), from = store()) => {
      const { revision = 0 } = (await from.sources.factsOf(SRC, 'A')) ?? {};
      const sale = newSale('CJ-1042', { source: SRC, body, keys: keysOf(body), at: SOLD_AT + version });
      const made = { kind: 'sale', tenant: JACARANDA, sale, ...(account && { account }) } as const;
      return from.sources.fold({ sourceId: SRC, saleKey: 'A', revision }, made, SOLD_AT + version);
    };
    const say = async (body: SaleBody, account?: SaleAccount) => {
      await receive();
      return fold(body, account);
    };
    const stored = async () => (await store().sales.get(JACARANDA, ID))?.body;
    const total = async () => `${(await stored())?.estado} ${(await stored())?.total}`;
    const stateOf = async (id: string) => (await store().refunds.get(JACARANDA, id))?.state;
    const hold = (id = 'inv_1') => store().invoices.claim(JACARANDA, claimOf(id, [ID]));
    const send = async (id: string) => {
      await store().invoices.seal(id, sealedDocument(id));
      const intent = { pacId: 'sandbox', leaseUntil: SOLD_AT + 9, now: SOLD_AT, atMost: 32 };
      return (await store().invoices.intent(id, intent)).invoice.fence;
    };
    const refuse = async (id = 'inv_1', from = store()) => {
      const fence = await send(id);
      await from.invoices.reject(id, { fence, code: '305', message: 'no', now: SOLD_AT });
    };
    const stamp = async (id = 'inv_1', uuid?: string) => {
      await send(id);
      await store().invoices.record(id, timbre(uuid), [], []);
    };
    const cancel = async (invoiceId = 'inv_1') => {
      const asked = { motivo: '02', requestedBy: 'key_1', acceptanceNeeded: false, now: SOLD_AT } as const;
      const known = { id: `can_${invoiceId}`, tenant: JACARANDA, invoiceId, isKnownToSat: true } as const;
      await store().cancellations.request({ ...asked, ...known });
      await store().cancellations.cancel(known.id, { now: SOLD_AT }, [], []);
    };
    const release = async () => {
      await send('inv_1');
      await store().invoices.reconcile('inv_1', 'nobody knows', SOLD_AT);
      await store().invoices.release('inv_1', { evidence: 'the PAC', now: SOLD_AT });
    };

    beforeEach(async () => {
      version = 0;
      await store().sources.put(aSource(SRC));
      await say(saleBody('CJ-1042'));
    });

    const cancelStamped = async () => {
      await stamp();
      await cancel();
    };
    it.each([
      ['is refused', () => refuse()],
      ['was never sent, and is refused', () => store().invoices.reject('inv_1', { ...REFUSED, fence: 0 })],
      ['is released by a person', () => release()],
      ['is cancelled', () => cancelStamped()],
    ])('is due to be made again once the invoice that held it %s', async (_, free) => {
      await hold();
      expect(await say(saleBody('CJ-1042', { estado: 'cancelada' }))).toMatchObject({ put: { kind: 'locked' } });
      expect(await due()).toEqual([]);
      await free();
      expect(await due()).toEqual([{ sourceId: SRC, saleKey: 'A', revision: 3 }]);
      await fold(saleBody('CJ-1042', { estado: 'cancelada' }));
      expect([await due(), await total()]).toEqual([[], 'cancelada 348.00']);
    });

    it('does not lose what its source says while its invoice is being refused over another connection', async () => {
      const other = await another();
      for (let round = 0; round < 10; round += 1) {
        const id = `inv_${round}`;
        await hold(id);
        await receive();
        const body = leftOf(`${300 - round}.00`);
        await Promise.all([fold(body, orderOf(), other), refuse(id)]);
        const isMade = (await stored())?.total === body.total;
        expect([isMade, (await due()).length]).not.toEqual([false, 0]);
        await fold(body);
        expect([await due(), await total()]).toEqual([[], `pagada ${body.total}`]);
      }
    });

    const reported = (id: string, changes: Partial<Refund> = {}) =>
      refundOf(ID, Number(id), { reference: 're_1', isReported: true, ...changes });

    it('loses once what its source reported while an invoice held it, in the transaction that makes it again', async () => {
      await hold();
      await store().refunds.register(reported('1'), RULES);
      await say(leftOf('248.00'), orderOf({ re_1: '100.00' }));
      expect([await total(), await stateOf('ref_1')]).toEqual(['pagada 348.00', 'waiting']);
      await refuse();
      await fold(leftOf('248.00'), orderOf({ re_1: '100.00' }));
      expect([await total(), await stateOf('ref_1')]).toEqual(['pagada 248.00', 'reduced']);
      expect(await store().refunds.resume('ref_1', RULES, SOLD_AT)).toMatchObject({ state: 'reduced' });
      expect(await total()).toBe('pagada 248.00');
    });

    it('loses it once if the merchant approves it at the very moment, over another connection', async () => {
      const other = await another();
      await hold();
      await stamp();
      await store().refunds.register(reported('1'), CAREFUL);
      await cancel();
      await Promise.all([
        fold(leftOf('248.00'), orderOf({ re_1: '100.00' })),
        other.refunds.decide('ref_1', { approve: true }, CAREFUL, SOLD_AT),
      ]);
      expect([await total(), await stateOf('ref_1')]).toEqual(['pagada 248.00', 'reduced']);
    });

    it('keeps what is left if the waiting refund is settled before the source is heard again', async () => {
      await hold();
      await store().refunds.register(reported('1'), RULES);
      await refuse();
      await store().refunds.resume('ref_1', RULES, SOLD_AT);
      expect(await total()).toBe('pagada 248.00');
      await fold(leftOf('248.00'), orderOf({ re_1: '100.00' }));
      expect(await total()).toBe('pagada 248.00');
      await say(leftOf('48.00'), orderOf({ re_1: '100.00', re_2: '200.00' }));
      expect(await total()).toBe('pagada 48.00');
      await say(saleBody('CJ-1042'), orderOf({}));
      expect(await total()).toBe('pagada 348.00');
    });

    it('is without a refund of which its source knows nothing, however often it is made again', async () => {
      await store().refunds.register(refundOf(ID, 1), RULES);
      await say(saleBody('CJ-1042', { email: 'ana@example.com' }));
      expect(await stored()).toMatchObject({ estado: 'pagada', total: '248.00', email: 'ana@example.com' });
      await say(leftOf('298.00'), orderOf({ re_1: '50.00' }));
      expect(await total()).toBe('pagada 198.00');
      await say(leftOf('298.00', { estado: 'cancelada' }), orderOf({ re_1: '50.00' }));
      expect((await stored())?.estado).toBe('cancelada');
    });

    it('is made as its source says if the source lists what the merchant registered by hand', async () => {
      await store().refunds.register(refundOf(ID, 1), RULES);
      await say(leftOf('248.00'), orderOf({ re_1: '100.00' }));
      expect(await total()).toBe('pagada 248.00');
      // One of the same amount that is registered afterwards is another refund.
      await store().refunds.register(refundOf(ID, 2), RULES);
      await say(leftOf('248.00', { email: 'ana@example.com' }), orderOf({ re_1: '100.00' }));
      expect(await total()).toBe('pagada 148.00');
    });

    it('changes its estado only while a nota de crédito outlives its invoice, and is made again once that is cancelled', async () => {
      await hold();
      await stamp();
      await store().refunds.register(reported('1'), RULES);
      const nota = (await store().refunds.get(JACARANDA, 'ref_1'))?.invoiceId ?? '';
      await stamp(nota, OTHER_UUID);
      await cancel();
      await fold(leftOf('248.00'), orderOf({ re_1: '100.00' }));
      expect([await total(), await stateOf('ref_1')]).toEqual(['pagada 348.00', 'credited']);
      await cancel(nota);
      expect(await due()).toHaveLength(1);
      await fold(leftOf('248.00'), orderOf({ re_1: '100.00' }));
      expect([await total(), await stateOf('ref_1')]).toEqual(['pagada 248.00', 'reduced']);
    });

    it('has no refund registered that was reckoned for an invoice which no longer holds it, or for another total', async () => {
      const { updatedAt = 0 } = (await store().sales.get(JACARANDA, ID)) ?? {};
      const register = (at: number) => store().refunds.register(reported('1'), RULES, { updatedAt: at });
      expect(await register(updatedAt)).toEqual({ kind: 'outdated' });
      await hold();
      expect(await register(updatedAt - 1)).toEqual({ kind: 'outdated' });
      expect([await total(), await stateOf('ref_1')]).toEqual(['pagada 348.00', undefined]);
      expect(await register(updatedAt)).toMatchObject({ kind: 'registered', refund: { isReported: true } });
    });

    it('takes only its estado from a source that cannot say the rest, even after a refund', async () => {
      await store().refunds.register(refundOf(ID, 1), RULES);
      await say(saleBody('CJ-1042', { estado: 'pendiente' }), { kind: 'estado' });
      expect(await total()).toBe('pendiente 248.00');
      await hold();
      expect(await say(saleBody('CJ-1042', { estado: 'cancelada' }), { kind: 'estado' })).toMatchObject({
        put: { kind: 'locked' },
      });
    });
  });

  describe('a sale that is pushed again after part of it was refunded', () => {
    const { store } = connected(create);
    const put = async (body: SaleBody, from: Store) =>
      (await from.sales.put(JACARANDA, [newSale('CJ-1042', { body })]))[0];

    it('is as it was, because whoever pushes it does not know of the refund, unless it is cancelled', async () => {
      await put(saleBody('CJ-1042'), store());
      await store().refunds.register(refundOf(ID, 1), RULES);
      expect(await put(saleBody('CJ-1042'), store())).toMatchObject({
        kind: 'locked',
        sale: { body: { total: '248.00' } },
      });
      const canceled = await put(saleBody('CJ-1042', { estado: 'cancelada' }), store());
      expect(canceled).toMatchObject({ kind: 'updated', sale: { body: { estado: 'cancelada', total: '248.00' } } });
      expect((await store().sales.get(JACARANDA, ID))?.body).toMatchObject({ estado: 'cancelada', total: '248.00' });
    });
  });
}

const REFUSED = { code: '305', message: 'no', now: SOLD_AT };
