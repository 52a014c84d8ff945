/** What the books read of the API (v1). Types only. */
export type Part = { readonly base: string; readonly iva: string };
export const FIGURES = ['nominatives', 'globals', 'egresos', 'pending'] as const;
export type Figure = (typeof FIGURES)[number];

export type CuadreDay = Readonly<Record<Figure | 'sales' | 'difference' | 'replacedInForce', string>> & {
  readonly date: string;
  readonly branch: string;
  readonly moneda: string;
  readonly count: number;
  readonly rates: readonly (Readonly<Record<Figure, Part>> & { readonly rate: string })[];
};

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

export type Month = { readonly month: string; readonly locked: boolean; readonly lockedAt?: string };
