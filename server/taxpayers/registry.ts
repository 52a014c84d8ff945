/** The port to the SAT's register of taxpayers. It says whether data match, never what the right data are. */

import type { Match, ReceptorMatch } from '../cfdi/receptor-match.ts';
import type { Receptor } from '../cfdi/sold.ts';
import type { Tenant } from '../merchants/tenant.ts';

/** Checks a receptor against the SAT's register, as well as the sources at hand can. */
export interface TaxpayerRegistry {
  /** Never throws; a source that cannot be reached answers `unavailable`. */
  check(receptor: Receptor, signal: AbortSignal): Promise<ReceptorMatch>;
}

/** The same answer for all four data. */
export function allOf(match: Match): ReceptorMatch {
  return { rfc: match, nombre: match, codigoPostal: match, regimenFiscal: match };
}

/** No source was asked, or none checks this: stamping decides. */
export const NOT_CHECKED: ReceptorMatch = allOf('not-checked');

/** The circuit breaker of a merchant's account with a source. */
export function sourceCircuit(source: string, { merchantId, world }: Tenant): string {
  return `registry:${source}:${world}:${merchantId}`;
}
