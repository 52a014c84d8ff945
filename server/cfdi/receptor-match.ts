/** What a register of taxpayers says of the data that a receptor gave. */

export type Match = 'match' | 'mismatch' | 'not-checked' | 'unavailable';

export type ReceptorMatch = {
  readonly rfc: Match;
  readonly nombre: Match;
  readonly codigoPostal: Match;
  readonly regimenFiscal: Match;
};
