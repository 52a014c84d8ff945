/** What the books read of the API (v1). Types only. */
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
