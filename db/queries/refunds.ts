/**
 * Refunds: each method locks the sale, so that two refunds of one sale wait for each other, and before it the invoice that holds it, by the
 * rules of `invoicing/refund-rules.ts`.
 */

import { FAR_AHEAD_MS } from '../../server/invoicing/far-ahead.ts';
import type { NewRefund, Refund } from '../../server/invoicing/refund.ts';
import { type Holder, isOutdated, outcomeOfRefund, refusalOf, resumedOf } from '../../server/invoicing/refund-rules.ts';
import type { Faulty, RefundRules, RefundStore, Registered } from '../../server/invoicing/refund-store.ts';
import { keysOf } from '../../server/sales/lookup.ts';
import type { Sale, SaleBody } from '../../server/sales/sale.ts';
import type { Engine } from '../engines/engine.ts';
import { all, change, first, type Work } from '../engines/work.ts';
import { fromInvoiceRow } from '../invoice-rows.ts';
import { fromJson, fromSaleRow, present, type RefundRow } from '../rows.ts';
import { prepareCancellationRequests } from './cancellation-requests.ts';
import { prepareClaims } from './claims.ts';
import { isDue } from './due.ts';
import { lockedInvoice } from './invoice-phases.ts';
import { isSaleWithin } from './within.ts';

type Next = Pick<Refund, 'state' | 'invoiceId'>;

/** Converts a row to a refund. */
export function fromRefundRow({ seq: _, merchantId, world, conceptos, reported, ...row }: RefundRow): Refund {
  const refund = { ...row, tenant: { merchantId, world }, conceptos: fromJson<Refund['conceptos']>(conceptos) };
  return { ...present(refund), ...(reported && { isReported: true as const }) };
}

/** A refund as columns, waiting. */
export function toRefundRow({
  tenant,
  conceptos,
  reference,
  isReported,
  ...refund
}: NewRefund): Omit<RefundRow, 'seq'> {
  return {
    ...refund,
    ...tenant,
    reference: reference ?? null,
    conceptos: JSON.stringify(conceptos),
    state: 'waiting',
    invoiceId: null,
    reason: null,
    reported: isReported === true,
  };
}

/**
 * A sale with the invoice that holds it, both locked: the invoice first, as whatever changes an invoice does. Only if the sale passed to another
 * invoice meanwhile is that one locked after it (by `held`); PostgreSQL retries the deadlock that this may end in.
 */
function prepareHeldSale(engine: Engine) {
  const { db, locked, isSet } = engine;
  const invoiceOf = lockedInvoice(engine);
  function* holderOf(saleId: string): Work<string | undefined> {
    const holder = db.selectFrom('invoiceSale').select('invoiceId').where('saleId', '=', saleId).where(isSet('active'));
    return (yield* first(holder))?.invoiceId;
  }
  return function* (id: string): Work<Sale | undefined> {
    const holder = yield* holderOf(id);
    if (holder !== undefined) yield* invoiceOf(holder);
    const row = yield* first(locked(db.selectFrom('sale').selectAll().where('id', '=', id)));
    return row && fromSaleRow(row, (yield* holderOf(id)) ?? null);
  };
}

/** Decides what a refund leads to in the current state of its sale. */
function prepareOutcome(engine: Engine) {
  const { db, isSet } = engine;
  const claims = prepareClaims(engine);
  const cancellations = prepareCancellationRequests(engine);
  const invoiceOf = lockedInvoice(engine);

  function* reduced({ id }: Sale, body: SaleBody, at: number): Work<Next> {
    const { emailKey = null, cardLast4 = null, ...keys } = keysOf(body);
    const columns = { ...keys, emailKey, cardLast4, body: JSON.stringify(body), refunded: true, updatedAt: at };
    yield* change(db.updateTable('sale').set(columns).where('id', '=', id));
    return { state: 'reduced' };
  }

  function* held(sale: Sale): Work<Holder | undefined> {
    if (sale.invoiceId === undefined) return undefined;
    const invoice = fromInvoiceRow(yield* invoiceOf(sale.invoiceId));
    const next = db.selectFrom('invoiceSale').select('invoiceId').where('saleId', '=', sale.id).where(isSet('next'));
    const isBeingReplaced = (yield* first(next)) !== undefined;
    return { invoice, isBeingReplaced, isBeingCanceled: (yield* cancellations.openOf(invoice.id)) !== undefined };
  }

  return function* (
    sale: Sale,
    refund: NewRefund,
    rules: RefundRules,
    { now, isApproved = false }: { readonly now: number; readonly isApproved?: boolean },
  ): Work<Next | Faulty> {
    const outcome = outcomeOfRefund(sale, refund, rules, { holder: yield* held(sale), isApproved });
    if (outcome.kind === 'faults') return outcome;
    if (outcome.kind === 'reduce') return yield* reduced(sale, outcome.body, now);
    if (outcome.kind !== 'credit') return { state: outcome.kind };
    const taken = yield* claims.take(refund.tenant, outcome.claim);
    if (taken.kind === 'not-held') return { state: 'waiting' };
    return { state: 'credited', invoiceId: taken.kind === 'claimed' ? taken.row.id : taken.invoiceId };
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
      const far = now + FAR_AHEAD_MS;
      const waiting = db.selectFrom('refund').selectAll().where('state', '=', 'waiting').where(isDue({ now, far }));
      return (await run(all(waiting.orderBy('nextAt').limit(limit)))).map(fromRefundRow);
    },
  };
}

/** The refunds of every merchant's sales. */
export function createRefundStore(engine: Engine): RefundStore {
  const { db, write, locked, insertMany } = engine;
  const heldSale = prepareHeldSale(engine);
  const outcomeOf = prepareOutcome(engine);
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

  return {
    ...createReading(engine),
    register: (refund, rules, reckoned) =>
      write<Registered>(function* () {
        const sale = yield* heldSale(refund.saleId);
        if (sale === undefined) return { kind: 'unknown-sale' };
        if (reckoned && isOutdated(sale, reckoned)) return { kind: 'outdated' };
        const refusal = refusalOf(sale, refund, (yield* ofSale(sale.id)).map(fromRefundRow));
        if (refusal) return refusal;
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
        return yield* moveOn(refund, resumedOf(next, now));
      }),
    decide: (id, decision, rules, now) =>
      write<Refund | Faulty>(function* () {
        const { refund, sale } = yield* lockedRefund(id);
        if (refund.state !== 'awaiting-approval') return refund;
        if (!decision.approve) return yield* moveOn(refund, { state: 'declined', reason: decision.reason });
        const next = yield* outcomeOf(sale, refund, rules, { now, isApproved: true });
        return 'faults' in next ? next : yield* moveOn(refund, resumedOf(next, now));
      }),
  };
}
