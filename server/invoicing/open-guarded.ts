/** Opens guarded sales by one more detail of theirs, within the tries that each sale has in a day. */
import { spentToday } from '../limits/budget.ts';
import type { Caller } from '../limits/prover.ts';
import type { SaleTries } from '../limits/sale-tries.ts';
import type { Merchant } from '../merchants/merchant.ts';
import { Problem } from '../problems/problem.ts';
import { keysOf, type Lookup, readLookup } from '../sales/lookup.ts';
import type { Sale, SaleQuery } from '../sales/sale.ts';

/** The details that open a guarded sale: those that a customer is likely to have at hand, the likeliest first. */
export const PROOF_FIELDS = ['total', 'cardLast4', 'email'] as const;

/** One of them. */
export type ProofField = (typeof PROOF_FIELDS)[number];

/** What opening guarded sales may touch. */
type OpenGuardedDeps = { readonly limits: SaleTries; readonly now: () => number };

/** The guarded sales, and what was typed to open them. */
export type SecondProof = {
  readonly guarded: readonly Sale[];
  readonly query: SaleQuery;
  readonly field: ProofField;
  readonly caller: Caller;
};

/** Reads the detail that was typed; of several, the likeliest. Throws `missing-lookup-combination` if there is none, or it is unreadable. */
export function readProof(typed: Lookup): Pick<SecondProof, 'query' | 'field'> {
  const field = PROOF_FIELDS.find((name) => (typed[name] ?? '').trim() !== '') ?? 'total';
  const read = readLookup({ [field]: typed[field] }, { lookup: [[field]] });
  if (read.kind === 'faults') throw new Problem('missing-lookup-combination', { faults: read.faults });
  return { query: read.query, field };
}

/**
 * Returns the sales that the detail opens; each of the others has used a try. Throws `second-proof-mismatch`, `sale-tries-spent` if none has
 * a try left, or what `tryOnce` throws.
 */
export async function openGuarded(
  { limits, now }: OpenGuardedDeps,
  merchant: Merchant,
  { guarded, query, field, caller }: SecondProof,
): Promise<readonly Sale[]> {
  const at = now();
  const matching = guarded.filter((sale) => matches(sale, query));
  const opened = matching.length > 0 && isOneCustomer(guarded) ? guarded : matching;
  // One whose tries are spent must not keep the others from opening.
  const tried = await Promise.allSettled(
    guarded.map((sale) =>
      limits.tryOnce(
        { ...caller, saleId: sale.id, strength: 'guarded' },
        at,
        async () => opened.includes(sale),
        () => opened.length === 0,
      ),
    ),
  );
  const outcomes = tried.map((one) => (one.status === 'fulfilled' ? one.value : one));
  const open = guarded.filter((_, index) => outcomes[index] === true);
  if (open.length > 0) return open;
  const failed = tried.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
  if (outcomes.every((isOpened) => isOpened === undefined))
    throw spentToday('sale-tries-spent', at, merchant.tradeName);
  throw new Problem('second-proof-mismatch', { faults: [{ code: 'second-proof-mismatch', pointer: `/${field}` }] });
}

function matches({ body }: Sale, { totalCentavos, cardLast4, emailKey }: SaleQuery): boolean {
  const keys = keysOf(body);
  if (totalCentavos !== undefined) return totalCentavos === keys.totalCentavos || totalCentavos === keys.paidCentavos;
  return cardLast4 === undefined ? emailKey === keys.emailKey : cardLast4 === keys.cardLast4;
}

/** Whether the sales belong to one customer. A detail of any of them then opens all of them, so that one invoice can include them. */
function isOneCustomer(sales: readonly Sale[]): boolean {
  const [first, ...others] = sales.map(({ body }) => keysOf(body).emailKey);
  return first !== undefined && others.every((emailKey) => emailKey === first);
}
