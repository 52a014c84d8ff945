/** The port to c_ClaveProdServ and c_CodigoPostal, as loaded by the operator. */
export interface CatalogStore {
  /** Replaces a whole catalogue. */
  replaceClavesProdServ(rows: Iterable<LoadedClaveProdServ>): Promise<number>;
  replaceCodigosPostales(rows: Iterable<CodigoPostalRow>): Promise<number>;
  claveProdServ(clave: string): Promise<ClaveProdServRow | 'unknown' | 'not-loaded'>;
  codigoPostal(codigo: string): Promise<CodigoPostalRow | 'unknown' | 'not-loaded'>;
  /** Finds claves in force whose names or similar words have all these words, or begin with them; the best match comes first. */
  findClavesProdServ(search: ClaveSearch): Promise<readonly ClaveProdServRow[] | 'not-loaded'>;
}

/** Words as `plainWords` writes them, the day on which a clave must be in force (`2026-11-20`), and how many to find at most. */
export type ClaveSearch = { readonly words: readonly string[]; readonly on: string; readonly limit: number };

/** A row as a release has it: with the words that the SAT says are similar, by which it is found, too. */
export type LoadedClaveProdServ = ClaveProdServRow & { readonly similares?: string };

/** A row of c_ClaveProdServ. Dates are `2022-01-01`; one without `validTo` is in force. */
export type ClaveProdServRow = {
  readonly clave: string;
  readonly texto: string;
  readonly iva: 'si' | 'no' | 'opcional';
  readonly ieps: 'si' | 'no' | 'opcional';
  readonly complemento: string;
  readonly estimuloFrontera: boolean;
  readonly validFrom: string;
  readonly validTo?: string;
};

/** A row of c_CodigoPostal. `zone` is an IANA time zone; `estimuloFrontera` is 1 for the northern border and 2 for the southern one. */
export type CodigoPostalRow = {
  readonly codigo: string;
  readonly estado: string;
  readonly estimuloFrontera: 0 | 1 | 2;
  readonly zone: string;
  readonly validFrom: string;
  readonly validTo?: string;
};
