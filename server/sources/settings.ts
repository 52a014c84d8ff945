/** What a merchant says about the sales of a source: what its products are to the SAT, how its payments count. */
import type { SoldImpuesto } from '../cfdi/sold.ts';
import type { Standing } from './intake/order-state.ts';
import type { SourceType } from './source.ts';

/** What a product is to the SAT. */
export type ProductKey = {
  readonly claveProdServ: string;
  readonly claveUnidad: string;
  readonly unidad?: string;
  /** 02 with `impuestos`, 01 without, unless it is said. */
  readonly objetoImp?: string;
  readonly impuestos?: readonly SoldImpuesto[];
};

/** What applies to a source's products and orders when nothing more specific does. */
export type SourceDefaults = ProductKey & {
  /** Where the order does not say so itself. */
  readonly pricesIncludeTax: boolean;
  /** Shipping lines; the defaults themselves when absent. */
  readonly shipping?: ProductKey;
  /** FormaPago of what the source does not say: a card's funding that nobody knows. Asked of the merchant once. */
  readonly formaPago?: string;
  /** The branch that sells; the merchant's first when absent. */
  readonly branch?: string;
};

/** c_FormaPago by `{source}:{method}` or `{source}:{method}:{funding}`; what is here beats the defaults of `payment-table.ts`. */
export type PaymentTable = Readonly<Record<string, string>>;

/** What an order's state means, by its source's own word (`enviado`, `processing:cod`); what is here beats the source's table. */
export type StateMapping = Readonly<Record<string, Standing>>;

/** A source's settings. `payments` and `states` override the tables that the source comes with. */
export type SourceSettings = {
  readonly defaults: SourceDefaults;
  readonly payments: PaymentTable;
  readonly states?: StateMapping;
};

/** A source as its merchant set it up. */
export type SourceAccount = {
  /** `src_…`. */
  readonly id: string;
  readonly tenant: { readonly merchantId: string; readonly world: 'test' | 'live' };
  readonly type: SourceType;
  readonly name: string;
  readonly settings: SourceSettings;
  /** Under the merchant's data key. */
  readonly sealedCredentials: Uint8Array;
  readonly createdAt: number;
};
