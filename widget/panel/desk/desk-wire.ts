/** What the daily work reads of the API (v1). Types only. */
import type { Fault, ListedInvoice, ListedSale } from '../wire.ts';

export type Receptor = {
  readonly rfc: string;
  readonly nombre: string;
  readonly codigoPostal: string;
  readonly regimenFiscal: string;
  readonly usoCfdi: string;
};

export type Who = { readonly id: string; readonly name?: string };
export type Kind = 'ingreso' | 'egreso' | 'global';
export type Relation = { readonly tipoRelacion: string; readonly uuids: readonly string[] };
export type Mail = { readonly to: string; readonly state: string; readonly at: string };

export type InvoiceInList = ListedInvoice & { readonly kind: Kind; readonly sales: readonly string[] };

export type Motivo = '01' | '02' | '03' | '04';
export type CancellationStatus = 'requested' | 'sent' | 'in-doubt' | 'accepted' | 'expired' | 'rejected' | 'canceled';

export type Cancellation = {
  readonly id: string;
  readonly invoice: string;
  readonly status: CancellationStatus;
  readonly motivo: Motivo;
  readonly acceptance: { readonly needed: boolean; readonly until: string | null };
  readonly refusal?: { readonly detail: string };
  readonly requestedAt: string;
};

export type Warning = { readonly code: string; readonly detail: string };
export type CancellationTerms = {
  readonly acceptance: { readonly needed: boolean; readonly until: string | null };
  readonly related: boolean;
  readonly warnings: readonly Warning[];
};

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
    readonly total: string;
    readonly moneda: string;
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
  readonly invoice?: ListedInvoice;
};

export type SoldConcepto = {
  readonly claveProdServ: string;
  readonly descripcion: string;
  readonly cantidad: string;
  readonly valorUnitario: string;
  readonly descuento?: string;
};

export type StoryEvent = {
  readonly at: string;
  readonly what: string;
  readonly by?: Who;
  readonly invoice?: string;
  readonly request?: string;
  readonly refund?: string;
  readonly motivo?: Motivo;
  readonly reason?: string;
};

export type Refund = {
  readonly id: string;
  readonly status: 'waiting' | 'awaiting-approval' | 'reduced' | 'credited' | 'declined';
  readonly total: string;
  readonly date: string;
  readonly egreso?: string;
};

/** A sale with its story; what is absent needs a right that the caller has not. */
export type WholeSale = ListedSale & {
  readonly pricesIncludeTax: boolean;
  readonly formaPago: string;
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

export type CorrectionPreview = {
  readonly changes: readonly { readonly field: keyof Receptor; readonly from: string; readonly to: string }[];
  readonly detail?: string;
  readonly document?: Preview;
};

export type RefundPreview = {
  readonly outcome: 'reduced' | 'closed' | 'credited' | 'awaiting-approval' | 'waiting';
  readonly left?: string;
  readonly egreso?: Preview;
  readonly relation?: Relation;
  readonly invoice?: { readonly id: string; readonly serie: string; readonly folio: string };
};

export type Overview = {
  readonly attention: { readonly requests: number; readonly undecided: number; readonly refunds: number };
  readonly days: readonly { readonly date: string; readonly invoices: number }[];
};
