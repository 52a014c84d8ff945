/** A sale: what the merchant's till, shop or payment provider says was sold. Its printed number is its `folio`. */
import type { Sold } from '../cfdi/sold.ts';

/** Whether a sale was paid (`pagada`), is not paid yet (`pendiente`) or was called off (`cancelada`). Only a paid sale can be invoiced. */
export type SaleEstado = 'pagada' | 'pendiente' | 'cancelada';

/** A sale as its source sent it, validated and with defaults filled in. */
export type SaleBody = Sold & {
  readonly folio: string;
  /** An instant in ISO 8601, with its offset. */
  readonly date: string;
  /** Code of the branch that sold; the merchant's first branch when absent. */
  readonly branch?: string;
  readonly tipoCambio?: string;
  readonly estado: SaleEstado;
  /** c_FormaPago of the largest tender, tips aside. */
  readonly formaPago: string;
  readonly email?: string;
  readonly cardLast4?: string;
  /** Voluntary tip: stored, shown, never invoiced. */
  readonly propina?: string;
  /** A donation by rounding up the total; treated like the tip. */
  readonly redondeo?: string;
  /** An advance payment is never an ordinary ingreso (Guía de llenado, apéndice 8): it becomes a request. */
  readonly anticipo: boolean;
  /** The total that the ticket shows, if a source knows it: including gift cards sold on it, and before any refund. */
  readonly ticketTotal?: string;
};

/** A stored sale. `source` is the id of the source that it came from, or `api`; times are in epoch milliseconds. */
export type Sale = {
  readonly id: string;
  readonly source: string;
  readonly body: SaleBody;
  /** Incremented when an attempt to invoice the sale was refused and the sale became free again. */
  readonly generation: number;
  /** Serie and folio of a refused attempt, kept so that numbering has no gap. */
  readonly keptFolio?: { readonly serie: string; readonly folio: number };
  /** The invoice that holds the sale now, in any state but `rejected`. */
  readonly invoiceId?: string;
  /**
   * What the customer was promised when the sale arrived: the last local day to invoice it themselves, by the slug of each portal of the
   * merchant. Absent for a sale that arrived before deadlines were stored.
   */
  readonly deadlines?: Readonly<Record<string, string>>;
  readonly updatedAt: number;
};

/** What a customer gave to find a sale, each already in its searchable form (`lookup.ts`). Every one given must match. */
export type SaleQuery = {
  readonly folioKey?: string;
  readonly emailKey?: string;
  /** Matches the sale's total, and also the ticket's total if that differs. */
  readonly totalCentavos?: number;
  /** Epoch milliseconds, inclusive. */
  readonly dateFrom?: number;
  readonly dateTo?: number;
  readonly cardLast4?: string;
  /** The source of the sale, if the caller knows it; it does not count as a criterion by itself. */
  readonly source?: string;
};

/** The searchable forms of a sale, computed once when it arrives. */
export type SaleKeys = {
  readonly folioKey: string;
  readonly emailKey?: string;
  readonly totalCentavos: number;
  /** The total that the ticket shows, with tip, rounding and gift cards sold; equal to `totalCentavos` if there are none. */
  readonly paidCentavos: number;
  readonly dateMs: number;
  readonly cardLast4?: string;
};
