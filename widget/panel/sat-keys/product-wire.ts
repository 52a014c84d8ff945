/** Products and their SAT keys as the API returns them. */

/** A tax of a product. */
export type ProductTax = {
  readonly tipo: string;
  readonly impuesto: string;
  readonly tipoFactor: string;
  readonly tasaOCuota?: string;
};

/** The SAT keys and taxes of a product. */
export type ProductKey = {
  readonly claveProdServ: string;
  readonly claveUnidad: string;
  readonly unidad?: string;
  readonly objetoImp?: string;
  readonly impuestos?: readonly ProductTax[];
};

/** A product that has its own keys; `key` is `sku:{sku}` or `category:{category}`. */
export type MappedProduct = ProductKey & { readonly key: string };

/** A product that was sold and has none of its own. */
export type UnmappedProduct = {
  readonly key: string;
  readonly sku?: string;
  readonly category?: string;
  readonly descripcion: string;
  readonly source: { readonly id: string; readonly name: string };
  readonly defaults: ProductKey;
  readonly sales: number;
  readonly waiting: number;
};

/** What a search in a catalogue found. */
export type FoundClaves = {
  readonly isLoaded: boolean;
  readonly claves: readonly { readonly clave: string; readonly texto: string }[];
};

/** The SKU or the name of the category in a key. */
export const nameIn = (key: string): string => key.slice(key.indexOf(':') + 1);

/** Whether a key is that of a category. */
export const isCategory = (key: string): boolean => key.startsWith('category:');

/** The address of the page of a product. */
export const pathOf = (key: string): string => `/panel/productos/clave?de=${encodeURIComponent(key)}`;
