/**
 * Registers the refunds that a source reports of an invoiced sale, as if the merchant had: with a nota de crédito, or in the queue, as they chose. The
 * source repeats itself, and a merchant may have registered the same by hand, so only what is still missing counts.
 */
import { formatMicro, type Micro, sum, toMicro, ZERO } from '../cfdi/money.ts';
import { Problem } from '../problems/problem.ts';
import type { Sale } from '../sales/sale.ts';
import type { SaleStore } from '../sales/sale-store.ts';
import type { GivenBack, RefundList } from '../sources/intake/give-back.ts';
import type { Log } from '../text/log.ts';
import { listedRefunds } from './listed-refunds.ts';
import type { Refund } from './refund.ts';
import type { RefundStore } from './refund-store.ts';
import { keepRefund, type RefundDeps, type RefundRequest } from './refunds.ts';

const MOST_OF_A_SALE = 1_000;
/** With more refunds than this, no combination is searched for. */
const MOST_COMBINED = 12;

type Reported = GivenBack['refunds'][number];

/** What registering a source’s refunds may touch. */
type ReportedRefundDeps = RefundDeps & {
  readonly store: {
    readonly refunds: RefundStore;
    readonly sales: SaleStore;
  };
  readonly now: () => number;
  readonly log: Log;
};

/** What cannot be registered (a form of payment that refunds nothing) is left to the merchant. */
export async function takeReported(
  deps: ReportedRefundDeps,
  { tenant, saleId, left, before, refunds }: GivenBack,
): Promise<boolean> {
  const { store, log } = deps;
  const sale = await store.sales.get(tenant, saleId);
  if (sale?.invoiceId === undefined) return false;
  const known = await store.refunds.list(tenant, { sale: saleId, limit: MOST_OF_A_SALE });
  const missing = toMicro(sale.body.total) - lessUnlisted(left, known, { refunds, before });
  if (missing <= ZERO || sumOf(refunds) < missing) return missing === ZERO;
  const need = missing - sumOf(known.filter((refund) => isAnswered(sale, refund)));
  if (need <= ZERO) return true;
  const references = new Set(known.map(({ reference }) => reference));
  const fresh = refunds.filter(({ reference }) => !references.has(reference));
  const earliest = Date.parse(sale.body.date);
  const of = { tenant, saleId, formaPago: sale.body.formaPago, reported: { updatedAt: sale.updatedAt } };
  try {
    for (const { at, ...refund } of chosen(fresh, need, missing)) {
      const date = new Date(Math.max(earliest, Math.min(at, deps.now()))).toISOString();
      await keepAny(deps, { ...of, date, ...refund });
    }
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    log('refund.not-taken', { sale: saleId, code: error.code });
    return false;
  }
}

/** What is left of the sale without the refunds that reduced it before it was invoiced and of which the source knows nothing. */
function lessUnlisted(left: Micro, known: readonly Refund[], list: RefundList): Micro {
  const listed = new Set(listedRefunds(known, list));
  const less = left - sumOf(known.filter((refund) => refund.state === 'reduced' && !listed.has(refund)));
  return less > ZERO ? less : ZERO;
}

function sumOf(refunds: readonly { readonly total: string }[]): Micro {
  return sum(refunds.map(({ total }) => toMicro(total)));
}

/** A refund that reduced the sale did so before it was invoiced; one that the merchant declined is settled for the sale as it was then. */
function isAnswered(sale: Sale, { state, createdAt }: Refund): boolean {
  return state === 'declined' ? createdAt >= sale.updatedAt : state !== 'reduced';
}

/**
 * The refunds that add up to exactly what is missing; otherwise that amount as one refund, which covers everything that the source has
 * reported so far.
 */
function chosen(fresh: readonly Reported[], need: Micro, missing: Micro): readonly Reported[] {
  for (const refunds of combinations(fresh)) if (sumOf(refunds) === need) return refunds;
  const at = Math.max(0, ...fresh.map((refund) => refund.at));
  return [{ reference: `total ${formatMicro(missing, 2)}`, total: formatMicro(need, 2), at, conceptos: [] }];
}

/** All of them first, then each set of some, the later ones before the earlier. */
function* combinations(refunds: readonly Reported[]): Generator<readonly Reported[]> {
  yield refunds;
  if (refunds.length > MOST_COMBINED) return;
  const latest = refunds.toSorted((one, other) => other.at - one.at);
  for (let set = 1; set < 1 << latest.length; set++) yield latest.filter((_, index) => set & (1 << index));
}

/** With the returned goods; if they do not add up to the amount, as money only. */
async function keepAny(deps: ReportedRefundDeps, request: RefundRequest): Promise<void> {
  try {
    await keepRefund(deps, request);
  } catch (error) {
    const isOfGoods = error instanceof Problem && error.code === 'invalid-refund' && request.conceptos.length > 0;
    if (!isOfGoods) throw error;
    await keepRefund(deps, { ...request, conceptos: [] });
  }
}
