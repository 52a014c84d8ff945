/** Our record of one attempt to invoice one or more sales, through the phases of stamping. A state carries its data. */
import type { Emisor } from '../cfdi/comprobante.ts';
import type { Receptor } from '../cfdi/sold.ts';
import type { Language } from '../problems/problem.ts';
import type { SaleBody } from '../sales/sale.ts';

export type InvoiceState = 'claimed' | 'sealed' | 'sending' | 'in-doubt' | 'stamped' | 'rejected' | 'reconcile';

/** Everything sealing needs, frozen at the claim: a restart seals the same document whatever changed since. */
export type Snapshot = {
  readonly emisor: Emisor;
  readonly lugarExpedicion: string;
  readonly receptor: Receptor;
  readonly sales: readonly SaleBody[];
  /** Whether IEPS is itemised for this receptor; folded into the price otherwise (LIEPS 19-II). */
  readonly itemizeIeps: boolean;
  /** Where copies go once it is stamped. */
  readonly emails: readonly string[];
  /** Marks of whoever asked for it, who may ask again; absent of one from before they were kept. */
  readonly askers?: readonly string[];
  /** In which the copies are written; es-MX where it is not said. */
  readonly language?: Language;
};

export type SealedDocument = {
  /** The exact XML that is sent, and sent again: never rebuilt within a generation. */
  readonly xml: string;
  /** Hex SHA-256 of its UTF-8 bytes. */
  readonly sha256: string;
  /** `''`, and no noCertificado, for a document that its issuer seals. */
  readonly sello: string;
  readonly noCertificado: string;
  /** Local wall time written in the document. */
  readonly fecha: string;
  /** Epoch milliseconds at which it was sealed. */
  readonly sealedAt: number;
};

export type Invoice = {
  readonly id: string;
  readonly merchantId: string;
  readonly world: 'test' | 'live';
  readonly portalSlug: string;
  readonly saleIds: readonly string[];
  readonly state: InvoiceState;
  readonly generation: number;
  readonly serie: string;
  readonly folio: number;
  readonly snapshot: Snapshot;
  readonly sealed?: SealedDocument;
  /** The PAC this document is pinned to from its first send on. */
  readonly pacId?: string;
  /** Raised with every intent; an answer to an older one changes nothing. */
  readonly fence: number;
  readonly sends: number;
  /** Epoch milliseconds of the first doubtful answer; from then on a refusal is not definite. */
  readonly inDoubtSince?: number;
  /** Epoch milliseconds from which the settle worker may take it up. */
  readonly nextAt: number;
  readonly leaseUntil?: number;
  readonly stamped?: { readonly uuid: string; readonly xml: string; readonly at: number };
  /** Why it was refused: the PAC's or SAT's code. */
  readonly refusal?: { readonly code: string; readonly satCode?: string; readonly message: string };
  readonly createdAt: number;
};
