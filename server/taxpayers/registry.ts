/** The port to whoever knows the SAT's register. It says whether data match, never what the right data are. */
import type { Receptor } from '../cfdi/sold.ts';
import type { Tenant } from '../sales/sale.ts';

export type Match = 'match' | 'mismatch' | 'not-checked' | 'unavailable';

export type ReceptorMatch = {
  readonly rfc: Match;
  readonly nombre: Match;
  readonly codigoPostal: Match;
  readonly regimenFiscal: Match;
};

export interface TaxpayerRegistry {
  /** Never throws; a source that cannot be reached answers `unavailable`. */
  check(receptor: Receptor, signal: AbortSignal): Promise<ReceptorMatch>;
}

/** The same answer for all four data. */
export function allOf(match: Match): ReceptorMatch {
  return { rfc: match, nombre: match, codigoPostal: match, regimenFiscal: match };
}

/** Nobody was asked, or nobody speaks of it: the stamp decides. */
export const NOT_CHECKED: ReceptorMatch = allOf('not-checked');

/** The circuit breaker of a merchant's account with a source. */
export function sourceCircuit(source: string, { merchantId, world }: Tenant): string {
  return `registry:${source}:${world}:${merchantId}`;
}
