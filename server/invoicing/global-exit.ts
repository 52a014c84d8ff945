/** A sale that leaves a factura global, because its customer asks for an invoice after it (Guía de llenado del CFDI global v4.0, apéndice 2). */
import { createHash } from 'node:crypto';
import type { Tenant } from '../merchants/tenant.ts';
import type { StampedInvoice } from './invoice.ts';

/**
 * `egreso`: the customer's invoice, then a CFDI of type E that takes the sale out of the global. `reissue`: the customer's invoice, then the
 * global again without that sale (TipoRelacion 04), and the first one is cancelled.
 */
export const AFTER_GLOBAL = ['egreso', 'reissue'] as const;

/** One of `AFTER_GLOBAL`. */
export type AfterGlobal = (typeof AFTER_GLOBAL)[number];

/**
 * `open`: the invoice is not settled, or the sale has not left the global yet. `done`: the sale has left it. `dropped`: there is no invoice, so
 * there is nothing to do.
 */
export type GlobalExitState = 'open' | 'done' | 'dropped';

/** A sale on its way out of a factura global. */
export type GlobalExit = {
  readonly id: string;
  readonly tenant: Tenant;
  /** The factura global that has the sale. */
  readonly globalId: string;
  /** The customer's invoice. */
  readonly invoiceId: string;
  readonly way: AfterGlobal;
  readonly state: GlobalExitState;
  /** Epoch milliseconds from which a worker continues it. */
  readonly nextAt: number;
  readonly createdAt: number;
};

/** Stores exits from facturas globales. */
export interface GlobalExitStore {
  /** Stores the exit before its invoice is claimed. */
  keep(exit: GlobalExit): Promise<void>;
  get(id: string): Promise<GlobalExit | undefined>;
  /** Lists the open exits of a factura global, oldest first. */
  openOf(globalId: string): Promise<readonly GlobalExit[]>;
  /** Whether a CFDI of type E that is neither refused nor cancelled relates to that global. */
  hasEgreso(global: StampedInvoice): Promise<boolean>;
  /** Ignored once it is no longer open. */
  move(id: string, changes: Partial<Pick<GlobalExit, 'way' | 'state' | 'nextAt'>>): Promise<void>;
  /** Takes open exits that are due. Each is due again at `until`, so nobody else takes it before then. */
  takeDue(now: number, until: number, limit: number): Promise<readonly GlobalExit[]>;
}

/** The key under which the egreso of a sale is issued once: the sale leaves the global with that invoice. */
export function egresoOnce(invoiceId: string, saleId: string): string {
  const digest = createHash('sha256').update(`${invoiceId}|${saleId}`).digest('hex').slice(0, 32);
  return `leaves-global:${digest}`;
}
