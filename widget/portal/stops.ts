import type { SaleStatus } from './wire.ts';

/** The refusals that say how a sale is, by their codes: the portal shows that sale's own screen. */
export const STOPS: Readonly<Record<string, SaleStatus>> = {
  'already-invoiced': 'invoiced',
  'in-progress': 'in-progress',
  'sale-unpaid': 'unpaid',
  'sale-closed': 'closed',
  'sale-in-global': 'in-global',
  'deadline-passed': 'late',
  'needs-merchant': 'needs-merchant',
};
