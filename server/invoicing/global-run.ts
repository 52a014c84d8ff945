/** A request to issue the facturas globales of a branch's period, stored until every invoice of it is claimed. */
import { createHash } from 'node:crypto';
import type { GlobalPeriod, Periodicidad } from '../catalogs/global-period.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { Origin } from './claim.ts';

/**
 * `issuing`: some sales may not be held by an invoice of the run yet. `issued`: every eligible sale is. `refused`: a document was refused or
 * cannot be built; the rest waits until that is corrected and the run is requested again.
 */
export const GLOBAL_RUN_STATES = ['issuing', 'issued', 'refused'] as const;

/** `issuing` until every invoice of the run has been claimed, then `issued`; `refused` when it cannot be issued as asked. */
export type GlobalRunState = (typeof GLOBAL_RUN_STATES)[number];

/** One request to issue the facturas globales of a branch's period. */
export type GlobalRun = GlobalPeriod & {
  readonly id: string;
  readonly tenant: Tenant;
  /** The code of the branch that sold. */
  readonly branch: string;
  readonly periodicidad: Periodicidad;
  readonly serie: string;
  readonly origin: Origin;
  readonly state: GlobalRunState;
  /** The code of the fault, if the run was `refused` before a PAC was asked. */
  readonly refusal?: string;
  /** Epoch milliseconds from which a worker continues it. */
  readonly nextAt: number;
  readonly createdAt: number;
};

/** Storage of runs. A period of a branch has at most one run in `issuing`. */
export interface GlobalRunStore {
  /** Stores the run, or returns the one of the same period that is still being issued. */
  begin(run: GlobalRun): Promise<GlobalRun>;
  get(tenant: Tenant, id: string): Promise<GlobalRun | undefined>;
  /** Lists the runs for exactly these days of a branch, newest first. */
  ofPeriod(tenant: Tenant, period: GlobalPeriod & { readonly branch: string }): Promise<readonly GlobalRun[]>;
  /** Ignored once it is no longer `issuing`. */
  move(id: string, changes: Partial<Pick<GlobalRun, 'state' | 'refusal' | 'nextAt'>>): Promise<void>;
  /** Lists the runs still being issued whose `nextAt` has passed. */
  due(now: number, limit: number): Promise<readonly GlobalRun[]>;
}

/** The id of the run's invoice number `index`, from 0. It is derived, so that after a crash the invoices that exist are found again. */
export function globalInvoiceId({ id }: Pick<GlobalRun, 'id'>, index: number): string {
  return `inv_${createHash('sha256').update(`${id}|${index}`).digest('hex').slice(0, 32)}`;
}
