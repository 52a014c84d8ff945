/** The port to what sources said about taxpayers, and to the list of article 69-B. */

/** A taxpayer on the list of article 69-B. */
export type Lista69bRow = {
  readonly rfc: string;
  /** As the SAT publishes it: `Presunto`, `Desvirtuado`, `Definitivo`, `Sentencia Favorable`. */
  readonly situacion: string;
};

/** What sources said of taxpayers, and the list of article 69-B. */
export interface TaxpayerStore {
  /** The answer stored under a keyed hash, unless it is from before `since`. */
  cachedCheck(hash: string, since: number): Promise<string | undefined>;
  /** Replaces the stored answer; deletes answers from before `dropBefore`. */
  keepCheck(hash: string, answer: string, at: number, dropBefore: number): Promise<void>;
  /** Replaces the whole list; returns the number of rows. */
  replaceLista69b(rows: Iterable<Lista69bRow>): Promise<number>;
  situacion69b(rfc: string): Promise<string | undefined>;
}
