/** The parts of the API (v1) that the daily work uses. Types only. */
import type { Fault, ListedInvoice, ListedSale, ProblemBody } from '../wire.ts';

/** The receptor of a CFDI, in the SAT's terms. */
export type Receptor = {
  readonly rfc: string;
  readonly nombre: string;
  readonly codigoPostal: string;
  readonly regimenFiscal: string;
  readonly usoCfdi: string;
};

/** The person or API key that did something. */
export type Who = { readonly id: string; readonly name?: string };
/** What kind of CFDI an invoice is. */
export type Kind = 'ingreso' | 'egreso' | 'global';
/** A CfdiRelacionados node: its TipoRelacion and the UUIDs that it names. */
export type Relation = { readonly tipoRelacion: string; readonly uuids: readonly string[] };
/** A mail that was sent about an invoice, and how it ended. */
export type Mail = { readonly to: string; readonly state: string; readonly at: string };

/** An invoice as the list shows it. */
export type InvoiceInList = ListedInvoice & { readonly kind: Kind; readonly sales: readonly string[] };

/** A clave of the SAT's motivos for a cancellation. */
export type Motivo = '01' | '02' | '03' | '04';
/** The state of a cancellation. */
export type CancellationStatus = 'requested' | 'sent' | 'in-doubt' | 'accepted' | 'expired' | 'rejected' | 'canceled';

/** A cancellation of an invoice. `acceptance` says whether the receptor must agree, and until when. */
export type Cancellation = {
  readonly id: string;
  readonly invoice: string;
  readonly status: CancellationStatus;
  readonly motivo: Motivo;
  readonly acceptance: { readonly needed: boolean; readonly until: string | null };
  readonly refusal?: { readonly detail: string };
  readonly requestedAt: string;
};

/** Something to consider before cancelling, as a sentence. */
export type Warning = { readonly code: string; readonly detail: string };
/** The conditions under which an invoice can be cancelled now. */
export type CancellationTerms = {
  readonly acceptance: { readonly needed: boolean; readonly until: string | null };
  readonly related: boolean;
  readonly warnings: readonly Warning[];
};

/** An invoice with everything that its page shows. */
export type WholeInvoice = Omit<InvoiceInList, 'receptor' | 'links'> & {
  readonly receptor: Receptor;
  readonly origin: 'portal' | 'merchant' | 'schedule';
  readonly by?: Who;
  readonly folios: readonly string[];
  readonly relations: readonly Relation[];
  readonly relatedBy: readonly { readonly id: string; readonly kind: Kind; readonly tipoRelacion: string }[];
  readonly cancellations: readonly Cancellation[];
  readonly mails: readonly Mail[];
  readonly problem?: { readonly detail: string };
  readonly links: ListedInvoice['links'] & { readonly zip?: string; readonly verify?: string };
};

/** A customer's request that the merchant answers. */
export type QueuedRequest = {
  readonly id: string;
  readonly status: 'open' | 'accepted' | 'declined' | 'expired';
  readonly waitsFor?: 'sale' | 'merchant';
  readonly reason: string;
  /** The invoice to correct. */
  readonly corrects?: string;
  readonly sales: readonly {
    readonly id: string;
    readonly folio: string;
    readonly date: string;
    readonly branch?: string;
    readonly total: string;
    readonly moneda: string;
    /** The factura global that holds it. */
    readonly inGlobal?: { readonly id: string; readonly serie: string; readonly folio: string };
  }[];
  readonly isSaleKnown: boolean;
  readonly total?: string;
  readonly lookup: Readonly<Record<string, string>>;
  readonly receptor: Partial<Receptor>;
  readonly email?: string;
  readonly hindrance?: { readonly code: string; readonly detail: string; readonly errors: readonly Fault[] };
  readonly createdAt: string;
  readonly expiresAt?: string;
  readonly settledAt?: string;
  readonly settledBy?: string;
  readonly answer?: string;
  readonly invoice?: Omit<ListedInvoice, 'receptor' | 'createdAt' | 'stampedAt'>;
};

/** One line of a sale. */
export type SoldConcepto = {
  readonly claveProdServ: string;
  readonly descripcion: string;
  readonly cantidad: string;
  readonly valorUnitario: string;
  readonly descuento?: string;
};

/** One event in a sale's history: what happened, when, and who did it. */
export type StoryEvent = {
  readonly at: string;
  readonly what: string;
  readonly by?: Who;
  readonly invoice?: string;
  readonly request?: string;
  readonly refund?: string;
  readonly motivo?: Motivo;
  /** What it was sold for, of `sold`. */
  readonly total?: string;
  readonly reason?: string;
};

/** A refund of a sale, and its outcome. */
export type Refund = {
  readonly id: string;
  readonly status: 'waiting' | 'awaiting-approval' | 'reduced' | 'credited' | 'declined';
  readonly total: string;
  readonly date: string;
  readonly egreso?: string;
};

/** A refund as it is listed, with its nota de crédito and why that was refused. */
export type ListedRefund = Omit<Refund, 'egreso'> & {
  readonly sale: string;
  /** Why it was declined. */
  readonly reason?: string;
  readonly egreso?: { readonly id: string; readonly status: string; readonly problem?: Omit<ProblemBody, 'status'> };
};

/** A sale with its story; what the caller has no right to see is absent. */
export type WholeSale = ListedSale & {
  readonly pricesIncludeTax: boolean;
  /** What the whole sale is discounted by, refunds of money before its invoice included. */
  readonly descuento?: string;
  readonly formaPago?: string;
  readonly email?: string;
  readonly propina?: string;
  readonly conceptos: readonly SoldConcepto[];
  readonly mails: readonly Mail[];
  readonly standing?: string;
  readonly deadlines?: readonly { readonly portal: string; readonly expired: boolean; readonly text: string }[];
  readonly invoices?: readonly (InvoiceInList & { readonly relations: readonly Relation[] })[];
  readonly refunds?: readonly Refund[];
  readonly requests?: readonly QueuedRequest[];
  readonly story?: readonly StoryEvent[];
};

/** A CFDI as it would be issued. Amounts are decimal strings. */
export type Preview = {
  readonly receptor: Receptor;
  readonly conceptos: readonly {
    readonly descripcion: string;
    readonly cantidad: string;
    readonly importe: string;
  }[];
  readonly subTotal: string;
  readonly impuestos: readonly { readonly label: string; readonly importe?: string }[];
  readonly total: string;
  readonly moneda: string;
};

/** What a correction would change, and the CFDI that would replace the current one. */
export type CorrectionPreview = {
  readonly changes: readonly { readonly field: keyof Receptor; readonly from: string; readonly to: string }[];
  readonly detail?: string;
  readonly document?: Preview;
};

/** What registering a refund would do to the sale or to its invoice. */
export type RefundPreview = {
  readonly outcome: 'reduced' | 'closed' | 'credited' | 'awaiting-approval' | 'waiting';
  readonly left?: string;
  readonly egreso?: Preview;
  readonly relation?: Relation;
  readonly invoice?: { readonly id: string; readonly serie: string; readonly folio: string };
};

/** The figures of the first page: what needs attention, and the invoices of each day. */
export type Overview = {
  readonly attention: { readonly requests: number; readonly undecided: number; readonly refunds: number };
  readonly days: readonly { readonly date: string; readonly invoices: number }[];
};
