/** The input of an invoice, frozen when it is claimed, so that a restart seals the same document whatever has changed since. */

import type { GlobalPeriod, Periodicidad } from '../catalogs/global-period.ts';
import type { CfdiRelacionados, Emisor } from '../cfdi/comprobante.ts';
import type { EgresoReason, TakenFrom } from '../cfdi/egreso.ts';
import type { Receptor, Sold } from '../cfdi/sold.ts';
import type { Language } from '../problems/problem.ts';
import type { SaleBody } from '../sales/sale.ts';

/** The kind of document: a sale's own invoice, a credit note (type E), or the factura global of a period. */
export const INVOICE_KINDS = ['ingreso', 'egreso', 'global'] as const;

/** What an invoice documents: a sale, money given back, or a period's sales to the public. */
export type InvoiceKind = (typeof INVOICE_KINDS)[number];

/** Who requested it: a customer at a portal, the merchant, or a schedule of the merchant's. */
export type Origin = 'portal' | 'merchant' | 'schedule';

/** How an invoice relates to its sales. */
export type Holding =
  /** It holds them: nobody else can invoice them. */
  | { readonly kind: 'sales' }
  /** The sales stay with that stamped invoice and move to this one when it is recorded. */
  | { readonly kind: 'successor'; readonly of: string }
  /** It holds none of them; at most one invoice is issued for each value of `once` (`refund:ref_1`). */
  | { readonly kind: 'none'; readonly once: string };

type OfEveryKind = {
  readonly emisor: Emisor;
  readonly lugarExpedicion: string;
  readonly receptor: Receptor;
  /** The sales it is about. */
  readonly sales: readonly SaleBody[];
  readonly cfdiRelacionados?: readonly CfdiRelacionados[];
  /** Where copies go once it is stamped. */
  readonly emails: readonly string[];
  /** Marks that identify the caller, so that the same caller may ask again. */
  readonly askers?: readonly string[];
  /** The merchant's person or key that requested it, if no customer did. */
  readonly by?: string;
  /** The language of its mail; es-MX when absent. */
  readonly language?: Language;
  /** Invoices that are claimed in the transaction that records this one. */
  readonly followUps?: readonly FollowUp[];
};

/** A sale's own invoice. */
export type IngresoSnapshot = OfEveryKind & {
  readonly kind: 'ingreso';
  /** Whether IEPS is itemised for this receptor; folded into the price otherwise (LIEPS 19-II). */
  readonly itemizeIeps: boolean;
  /** For a substitute: what it corrects. */
  readonly corrects?: Corrected;
};

/** The invoice that a substitute corrects. Its cancellation with motivo 01 is requested in the transaction that records the substitute. */
export type Corrected = {
  readonly invoiceId: string;
  readonly uuid: string;
  /** Whether the receptor's RFC changes, which is allowed once in the life of a sale. */
  readonly changesRfc: boolean;
  /** The cancellation request to store. `by` is the caller who requested the correction. */
  readonly cancellation: {
    readonly id: string;
    readonly by: string;
    readonly acceptanceNeeded: boolean;
    /** Epoch milliseconds: until when the receptor may answer, where acceptance is needed. */
    readonly acceptanceUntil?: number;
  };
};

/** A nota de crédito. */
export type EgresoSnapshot = OfEveryKind & {
  readonly kind: 'egreso';
  readonly from: TakenFrom;
  readonly reason: EgresoReason;
  /** The sale as it was invoiced, or only the returned goods. */
  readonly sold: Sold;
  /** The part of `sold.total` that is refunded; all of it when absent. */
  readonly part?: string;
  /** c_FormaPago of the refund. */
  readonly formaPago: string;
};

/** A factura global. */
export type GlobalSnapshot = OfEveryKind & {
  readonly kind: 'global';
  readonly periodicidad: Periodicidad;
  readonly period: GlobalPeriod;
};

/** The frozen input of an invoice, by its kind. */
export type Snapshot = IngresoSnapshot | EgresoSnapshot | GlobalSnapshot;

/** What is to be issued, for one or more sales of one tenant. `now` is in epoch milliseconds. */
export type Claim = {
  readonly id: string;
  readonly origin: Origin;
  /** The portal whose settings and look apply; a factura global has none. */
  readonly portalSlug?: string;
  readonly saleIds: readonly string[];
  /**
   * When the snapshot was made of the sales as they are stored: the `updatedAt` of each, in the order of `saleIds`. A refund or a new version of
   * one since then makes the claim throw `SalesChanged`.
   */
  readonly versions?: readonly number[];
  readonly holding: Holding;
  readonly snapshot: Snapshot;
  readonly serie: string;
  readonly now: number;
};

/** A claim that waits for another invoice to be stamped. */
export type FollowUp = Omit<Claim, 'now'>;
