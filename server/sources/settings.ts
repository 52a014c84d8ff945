/** A merchant's settings for the sales of a source: the SAT keys of its products, and the FormaPago of its payments. */
import type { SoldImpuesto } from '../cfdi/sold.ts';
import type { Standing } from './intake/order-state.ts';
import type { SourceType } from './source.ts';

/** The SAT keys and taxes of a product. */
export type ProductKey = {
  readonly claveProdServ: string;
  readonly claveUnidad: string;
  readonly unidad?: string;
  /** 02 with `impuestos` and 01 without, unless it is given. */
  readonly objetoImp?: string;
  readonly impuestos?: readonly SoldImpuesto[];
};

/** What applies to a source's products and orders when nothing more specific does. */
export type SourceDefaults = ProductKey & {
  /** Applies if the order itself does not say. */
  readonly pricesIncludeTax: boolean;
  /** The keys of shipping lines; the defaults when absent. */
  readonly shipping?: ProductKey;
  /** The FormaPago if the source does not determine it, such as a card of unknown funding. The merchant is asked once. */
  readonly formaPago?: string;
  /** The branch that sells; the merchant's first when absent. */
  readonly branch?: string;
};

/** c_FormaPago by `{source}:{method}` or `{source}:{method}:{funding}`; overrides the defaults of `payment-table.ts`. */
export type PaymentTable = Readonly<Record<string, string>>;

/** What an order's state means, by its source's own word (`enviado`, `processing:cod`); overrides the source's table. */
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
  /** The credentials, encrypted under the merchant's data key. */
  readonly sealedCredentials: Uint8Array;
  readonly createdAt: number;
};
