/** Where a search leads, by how many sales it found and whether they can be invoiced. */
import type { Said, Stop } from './state.ts';
import { atLookup, atReceptor } from './states.ts';
import type { StateOf } from './transition.ts';
import type { Sale } from './wire.ts';

/** Every state that chosen sales may lead to. */
export const FOR_SALES = ['checking', 'receptor', 'stopped', 'proof'] as const;

/** Every state that the answer to a search may lead to. */
export const FOUND = ['lookup', 'several', ...FOR_SALES] as const;

/** Returns the state after a search: back to the form, on to a choice, or on with the only sale. */
export function found(said: Said, sales: readonly Sale[]): StateOf<(typeof FOUND)[number]> {
  if (!sales.length) return { ...atLookup(said), missing: true };
  return sales.length > 1 ? { kind: 'several', found: sales, faults: [], said } : forSales(said, sales);
}

/** Returns the state for chosen sales: the receptor's step (skipped if this device knows the data), or the side screen for their status. */
export function forSales(before: Said, sales: readonly Sale[]): StateOf<(typeof FOR_SALES)[number]> {
  const said = { ...before, sales };
  for (const { status, reason } of sales) if (status !== 'open') return stopped(said, status, reason);
  return said.known ? { kind: 'checking', quiet: true, said } : atReceptor(said);
}

/** Returns the state for a sale that cannot be invoiced now. */
export function stopped(said: Said, why: Stop, reason?: string): StateOf<'proof' | 'stopped'> {
  return why === 'invoiced' || why === 'guarded'
    ? { kind: 'proof', faults: [], said }
    : { kind: 'stopped', why, reason, said };
}
