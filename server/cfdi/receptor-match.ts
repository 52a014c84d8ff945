/** What a register of taxpayers says about the data that a receptor gave. */

/** What is known about one field. `unavailable` means that the register did not answer; that is no reason to refuse the value. */
export type Match = 'match' | 'mismatch' | 'not-checked' | 'unavailable';

/** The register's answer about each field. It never contains the right values. */
export type ReceptorMatch = {
  readonly rfc: Match;
  readonly nombre: Match;
  readonly codigoPostal: Match;
  readonly regimenFiscal: Match;
};
