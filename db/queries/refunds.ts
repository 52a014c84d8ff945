/** What merchants gave back: each method locks the sale, so that two refunds of one sale wait for each other. */

import { formatMicro, toMicro } from '../../server/cfdi/money.ts';
import type { StampedInvoice } from '../../server/invoicing/invoice.ts';
import { leftToRefund, type NewRefund, type Refund } from '../../server/invoicing/refund.ts';
import type { Faulty, RefundRules, RefundStore, Registered } from '../../server/invoicing/refund-store.ts';
import { keysOf } from '../../server/sales/lookup.ts';
import type { Sale, SaleBody } from '../../server/sales/sale.ts';
import type { Engine } from '../engines/engine.ts';
import { all, change, first, type Work } from '../engines/work.ts';
import { fromInvoiceRow } from '../invoice-rows.ts';
import { fromJson, fromSaleRow, present, type RefundRow } from '../rows.ts';
import { prepareClaims } from './claims.ts';
import { lockedInvoice } from './invoice-phases.ts';
import { isSaleWithin } from './within.ts';

/** One that waits is looked at again after so long: its invoice is stamped in seconds, or has trouble. */
const AGAIN_MS = 15_000;

type Next = Pick<Refund, 'state' | 'invoiceId'>;

function fromRefundRow({ seq: _, merchantId, world, conceptos, ...row }: RefundRow): Refund {
  return present({ ...row, tenant: { merchantId, world }, conceptos: fromJson<Refund['conceptos']>(conceptos) });
}

function toRefundRow({ tenant, conceptos, reference, ...refund }: NewRefund): Omit<RefundRow, 'seq'> {
  return {
    ...refund,
    ...tenant,
    reference: reference ?? null,
    conceptos: JSON.stringify(conceptos),
    state: 'waiting',
    invoiceId: null,
    reason: null,
  };
}

/** A sale, locked, with the invoice that holds it. */
function prepareHeldSale({ db, locked, isSet }: Engine) {
  return function* (id: string): Work<Sale | undefined> {
    const row = yield* first(locked(db.selectFrom('sale').selectAll().where('id', '=', id)));
    const holder = db.selectFrom('invoiceSale').select('invoiceId').where('saleId', '=', id).where(isSet('active'));
    return row && fromSaleRow(row, (yield* first(holder))?.invoiceId ?? null);
  };
}

/** What a refund leads to as its sale stands now. */
function prepareOutcome(engine: Engine) {
  const { db, isSet } = engine;
  const claims = prepareClaims(engine);
  const invoiceOf = lockedInvoice(engine);

  function* reduced({ id }: Sale, body: SaleBody, at: number): Work<Next> {
    const { emailKey = null, cardLast4 = null, ...keys } = keysOf(body);
    const columns = { ...keys, emailKey, cardLast4, body: JSON.stringify(body), refunded: true, updatedAt: at };
    yield* change(db.updateTable('sale').set(columns).where('id', '=', id));
    return { state: 'reduced' };
  }

  function* credited(invoice: StampedInvoice, sale: Sale, refund: NewRefund, rules: RefundRules): Work<Next | Faulty> {
    const credit = rules.credit(invoice, sale, refund);
    if (credit.kind === 'faults') return credit;
    const taken = yield* claims.take(refund.tenant, credit.claim);
    return { state: 'credited', invoiceId: taken.kind === 'claimed' ? taken.row.id : taken.invoiceId };
  }

  return function* (
    sale: Sale,
    refund: NewRefund,
    rules: RefundRules,
    { now, isApproved = false }: { readonly now: number; readonly isApproved?: boolean },
  ): Work<Next | Faulty> {
    if (sale.invoiceId === undefined) {
      const outcome = rules.reduce(sale, refund);
      return outcome.kind === 'faults' ? outcome : yield* reduced(sale, outcome.body, now);
    }
    const invoice = fromInvoiceRow(yield* invoiceOf(sale.invoiceId));
    if (invoice.state !== 'stamped') return { state: 'waiting' };
    // Its substitute is being stamped: the nota de crédito will be related to that one.
    const next = db.selectFrom('invoiceSale').select('invoiceId').where('saleId', '=', sale.id).where(isSet('next'));
    if (yield* first(next)) return { state: 'waiting' };
    if (!isApproved && rules.needsApproval(invoice as StampedInvoice)) return { state: 'awaiting-approval' };
    return yield* credited(invoice as StampedInvoice, sale, refund, rules);
  };
}

function createReading(engine: Engine): Pick<RefundStore, 'get' | 'list' | 'due'> {
  const { db, run } = engine;
  return {
    async get({ merchantId, world }, id) {
      const one = db.selectFrom('refund').selectAll();
      const row = await run(first(one.where((eb) => eb.and({ merchantId, world, id }))));
      return row && fromRefundRow(row);
    },
    async list({ merchantId, world }, { sale: saleId, state, within, limit, after }) {
      const given = { ...(saleId !== undefined && { saleId }), ...(state !== undefined && { state }) };
      const ofTenant = db
        .selectFrom('refund')
        .selectAll()
        .where((eb) => eb.and({ merchantId, world, ...given }));
      const cursor = db
        .selectFrom('refund')
        .select('seq')
        .where('id', '=', after ?? '');
      const older = after === undefined ? ofTenant : ofTenant.where('seq', '<', cursor);
      const theirSales = within && db.selectFrom('sale').select('id').where(isSaleWithin(engine, within));
      const page = theirSales
        ? older.where('saleId', 'in', theirSales.where('sale.merchantId', '=', merchantId))
        : older;
      return (await run(all(page.orderBy('seq', 'desc').limit(limit)))).map(fromRefundRow);
    },
    async due(now, limit) {
      const waiting = db.selectFrom('refund').selectAll().where('state', '=', 'waiting').where('nextAt', '<=', now);
      return (await run(all(waiting.orderBy('nextAt').limit(limit)))).map(fromRefundRow);
    },
  };
}

/** The refunds of every merchant's sales. */
export function createRefundStore(engine: Engine): RefundStore {
  const { db, write, locked, insertMany } = engine;
  const heldSale = prepareHeldSale(engine);
  const outcomeOf = prepareOutcome(engine);
  const invoiceOf = lockedInvoice(engine);
  const ofSale = (saleId: string) =>
    all(db.selectFrom('refund').selectAll().where('saleId', '=', saleId).orderBy('seq'));

  function* lockedRefund(id: string): Work<{ readonly refund: Refund; readonly sale: Sale }> {
    const found = yield* first(db.selectFrom('refund').selectAll().where('id', '=', id));
    const sale = found && (yield* heldSale(found.saleId));
    // Read it again under the sale's lock: it may have been decided meanwhile.
    const row = yield* first(locked(db.selectFrom('refund').selectAll().where('id', '=', id)));
    if (!row || !sale) throw new Error(`unknown refund ${id}`);
    return { refund: fromRefundRow(row), sale };
  }

  function* moveOn(
    refund: Refund,
    changes: Partial<Pick<Refund, 'state' | 'invoiceId' | 'reason' | 'nextAt'>>,
  ): Work<Refund> {
    yield* change(db.updateTable('refund').set(changes).where('id', '=', refund.id));
    return { ...refund, ...changes };
  }

  /** Whether the merchant can still decide: it awaits approval, or the SAT refused its nota de crédito. */
  function* isOpen({ state, invoiceId }: Refund): Work<boolean> {
    if (state !== 'credited' || invoiceId === undefined) return state === 'awaiting-approval';
    return (yield* invoiceOf(invoiceId)).state === 'rejected';
  }

  return {
    ...createReading(engine),
    register: (refund, rules) =>
      write<Registered>(function* () {
        const sale = yield* heldSale(refund.saleId);
        if (sale === undefined) return { kind: 'unknown-sale' };
        const others = yield* ofSale(sale.id);
        const known = others.find(({ reference }) => reference !== null && reference === refund.reference);
        if (known) return { kind: 'known', refund: fromRefundRow(known) };
        const left = leftToRefund(sale, others);
        if (toMicro(refund.total) > left) return { kind: 'too-much', left: formatMicro(left, 2) };
        const next = yield* outcomeOf(sale, refund, rules, { now: refund.createdAt });
        if ('faults' in next) return next;
        yield* insertMany('refund', [{ ...toRefundRow(refund), state: next.state, invoiceId: next.invoiceId ?? null }]);
        return { kind: 'registered', refund: { ...refund, ...next } };
      }),
    resume: (id, rules, now) =>
      write(function* () {
        const { refund, sale } = yield* lockedRefund(id);
        if (refund.state !== 'waiting') return refund;
        const next = yield* outcomeOf(sale, refund, rules, { now });
        // What cannot be credited automatically is left to the merchant.
        if ('faults' in next) return yield* moveOn(refund, { state: 'awaiting-approval' });
        return yield* moveOn(refund, { ...next, nextAt: now + AGAIN_MS });
      }),
    decide: (id, decision, rules, now) =>
      write<Refund | Faulty>(function* () {
        const { refund, sale } = yield* lockedRefund(id);
        if (!(yield* isOpen(refund))) return refund;
        if (!decision.approve) return yield* moveOn(refund, { state: 'declined', reason: decision.reason });
        const next = yield* outcomeOf(sale, refund, rules, { now, isApproved: true });
        return 'faults' in next ? next : yield* moveOn(refund, { ...next, nextAt: now + AGAIN_MS });
      }),
  };
}
