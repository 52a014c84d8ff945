/** The parts of the API (v1) that the books use. Types only. */
export type Part = { readonly base: string; readonly iva: string };
/** The amounts of a day that the cuadre compares with its sales, in the order of its columns. */
export const FIGURES = ['nominatives', 'globals', 'egresos', 'pending'] as const;
/** One of the cuadre's amounts. */
export type Figure = (typeof FIGURES)[number];

/** One day of one branch and currency in the cuadre. Amounts are decimal strings. */
export type CuadreDay = Readonly<Record<Figure | 'sales' | 'difference' | 'replacedInForce', string>> & {
  readonly date: string;
  readonly branch: string;
  readonly moneda: string;
  readonly count: number;
  readonly rates: readonly (Readonly<Record<Figure, Part>> & { readonly rate: string })[];
};

/** One sale of a day in the cuadre, with the documents that cover it. */
export type CuadreSale = {
  readonly id: string;
  readonly folio: string;
  readonly branch: string;
  readonly moneda: string;
  readonly sales: string;
  readonly pending: string;
  readonly difference: string;
  readonly cfdis: readonly {
    readonly kind: 'nominatives' | 'globals' | 'egresos';
    readonly invoice: string;
    readonly uuid: string;
    readonly serie: string;
    readonly folio: string;
    readonly amount: string;
    readonly replaced: boolean;
  }[];
};

/** A month, and whether the accountant has locked it. */
export type Month = { readonly month: string; readonly locked: boolean; readonly lockedAt?: string };

/** What issuing the factura global of a period would do. */
export type GlobalPreview = {
  readonly currencies: readonly {
    readonly moneda: string;
    readonly sales: number;
    readonly total: string;
    readonly invoices: number;
  }[];
  /** How many sales are left out, by reason. */
  readonly leftOut: Readonly<Record<string, number>>;
};

/** When a branch's facturas globales are issued automatically. */
export type GlobalSchedule = {
  readonly branch: string;
  readonly periodicidad: string;
  readonly hour: number;
  readonly enabled: boolean;
  readonly since: string;
  readonly serie: string;
};

/** The factura global of a period as it is being issued. */
export type GlobalRun = {
  readonly id: string;
  readonly status: 'issuing' | 'issued' | 'refused';
  readonly refusal?: string;
  readonly invoices: readonly {
    readonly id: string;
    readonly status: string;
    readonly serie: string;
    readonly folio: string;
    readonly total?: string;
    readonly moneda?: string;
  }[];
};
