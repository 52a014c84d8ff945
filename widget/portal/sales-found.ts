/** Where a search leads, by how many sales it found and whether they can be invoiced. */
import type { Stop, Visit } from './state.ts';
import { atLookup, atReceptor } from './states.ts';
import type { StateOf } from './transition.ts';
import type { Sale } from './wire.ts';

/** Every state that chosen sales may lead to. */
export const FOR_SALES = ['checking', 'receptor', 'stopped', 'proof'] as const;

/** Every state that the answer to a search may lead to. */
export const FOUND = ['lookup', 'several', ...FOR_SALES] as const;

/** Returns the state after a search: back to the form, on to a choice, or on with the only sale. */
export function found(visit: Visit, sales: readonly Sale[]): StateOf<(typeof FOUND)[number]> {
  if (!sales.length) return { ...atLookup(visit), missing: true };
  return sales.length > 1 ? { kind: 'several', found: sales, faults: [], visit } : forSales(visit, sales);
}

/**
 * Returns the state for chosen sales and those that waited for them: the receptor's step (skipped if this device has the data), or the side
 * screen for their status.
 */
export function forSales(before: Visit, sales: readonly Sale[]): StateOf<(typeof FOR_SALES)[number]> {
  for (const { status, reason } of sales) if (status !== 'open') return stopped({ ...before, sales }, status, reason);
  const { cart = [] } = before;
  const others = sales.filter((sale) => !cart.some((one) => isSame(one, sale)));
  const visit = { ...before, sales: [...cart, ...others], cart: undefined };
  return visit.known ? { kind: 'checking', quiet: true, visit } : atReceptor(visit);
}

/** Returns the state for a sale that cannot be invoiced now. */
export function stopped(visit: Visit, why: Stop, reason?: string): StateOf<'proof' | 'stopped'> {
  return why === 'invoiced' || why === 'guarded'
    ? { kind: 'proof', faults: [], visit }
    : { kind: 'stopped', why, reason, visit };
}

// Each search returns another token for the same sale.
function isSame(one: Sale, other: Sale): boolean {
  return one.folio === other.folio && one.date === other.date && one.total === other.total;
}
