/** Our record of one attempt to issue a CFDI, through the phases of stamping. A state carries its data. */
import type { World } from '../merchants/tenant.ts';
import type { Holding, Origin, Snapshot } from './claim.ts';

/** `stamped`, `rejected` and `canceled` are settled. `reconcile` waits for a person; a worker moves on the others. */
export type InvoiceState =
  | 'claimed'
  | 'sealed'
  | 'sending'
  | 'in-doubt'
  | 'stamped'
  | 'rejected'
  | 'reconcile'
  | 'canceled';

/** The document as it is sent to the PAC. */
export type SealedDocument = {
  /** The exact XML that is sent, also on retries; never rebuilt within a generation. */
  readonly xml: string;
  /** Hex SHA-256 of its UTF-8 bytes. */
  readonly sha256: string;
  /** `''`, like `noCertificado`, for a document that its issuer seals. */
  readonly sello: string;
  readonly noCertificado: string;
  /** Local wall time written in the document. */
  readonly fecha: string;
  /** Epoch milliseconds at which it was sealed. */
  readonly sealedAt: number;
};

/** The stamped XML, byte for byte; `at` is when we recorded it, in epoch milliseconds. */
export type StampedDocument = { readonly uuid: string; readonly xml: string; readonly at: number };

/** Why it was refused: the PAC's or SAT's code. */
export type Refusal = { readonly code: string; readonly satCode?: string; readonly message: string };

type InEveryState = {
  readonly id: string;
  readonly merchantId: string;
  readonly world: World;
  readonly origin: Origin;
  /** The portal whose settings and look apply; a factura global has none. */
  readonly portalSlug?: string;
  readonly saleIds: readonly string[];
  readonly holding: Holding;
  readonly generation: number;
  readonly serie: string;
  readonly folio: number;
  readonly snapshot: Snapshot;
  /** The PAC this document is pinned to from its first send on. */
  readonly pacId?: string;
  /** Raised with every intent; an answer to an older intent changes nothing. */
  readonly fence: number;
  readonly sends: number;
  /** Epoch milliseconds of the first doubtful answer; from then on a refusal is not definite. */
  readonly inDoubtSince?: number;
  /** Epoch milliseconds from which the settle worker may take it up. */
  readonly nextAt: number;
  readonly leaseUntil?: number;
  readonly createdAt: number;
};

/** Every sealed state has its document, only a stamped or canceled one its timbre, and only a refused one its refusal. */
export type Invoice = InEveryState &
  (
    | {
        readonly state: 'claimed';
        readonly sealed?: undefined;
        readonly stamped?: undefined;
        readonly refusal?: undefined;
      }
    | {
        readonly state: 'sealed' | 'sending' | 'in-doubt';
        readonly sealed: SealedDocument;
        readonly stamped?: undefined;
        readonly refusal?: undefined;
      }
    | {
        readonly state: 'reconcile';
        readonly sealed?: SealedDocument;
        readonly stamped?: undefined;
        readonly refusal?: undefined;
      }
    | {
        readonly state: 'stamped' | 'canceled';
        readonly sealed: SealedDocument;
        readonly stamped: StampedDocument;
        readonly refusal?: undefined;
        /** Epoch milliseconds at which the SAT said that it is canceled. */
        readonly canceledAt?: number;
      }
    | {
        readonly state: 'rejected';
        readonly sealed?: SealedDocument;
        readonly stamped?: undefined;
        readonly refusal: Refusal;
      }
  );

/** An invoice whose CFDI exists at the SAT, in force or canceled. */
export type StampedInvoice = Extract<Invoice, { readonly state: 'stamped' | 'canceled' }>;
