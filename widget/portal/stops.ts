import type { Stop } from './state.ts';

/** Refusal codes that state a sale's status: the portal shows the side screen of that status. */
export const STOPS: Readonly<Record<string, Stop>> = {
  'already-invoiced': 'invoiced',
  'in-progress': 'in-progress',
  'sale-unpaid': 'unpaid',
  'sale-closed': 'closed',
  'sale-in-global': 'in-global',
  'deadline-passed': 'late',
  'needs-merchant': 'needs-merchant',
};
