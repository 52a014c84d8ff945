/** What a register of taxpayers says of the data that a receptor gave. */

/** What is known about one datum. `unavailable` means that the register did not answer; it is no reason to refuse the datum. */
export type Match = 'match' | 'mismatch' | 'not-checked' | 'unavailable';

/** The register's answer about each datum. It never contains the right values. */
export type ReceptorMatch = {
  readonly rfc: Match;
  readonly nombre: Match;
  readonly codigoPostal: Match;
  readonly regimenFiscal: Match;
};
