/**
 * The port to one source of the SAT's register: a provider that tells whether a receptor's data match. Each is implemented in one file;
 * `chain.ts` decides which are asked, in what order and at what cost.
 */

import type { ReceptorMatch } from '../cfdi/receptor-match.ts';
import type { Receptor } from '../cfdi/sold.ts';

/** One provider that checks receptors' data, opened with a merchant's credentials. */
export interface RegistrySource {
  /** As in the merchant's account with it: `facturama`, `sw`, … */
  readonly id: string;
  /** The data that it can check; for the others it returns `not-checked`. */
  readonly checks: readonly (keyof ReceptorMatch)[];
  /**
   * Never throws, never answers a value. What the source does not say is `not-checked`; when it cannot be reached, turns us away or
   * answers what cannot be read, everything in `checks` is `unavailable`.
   */
  check(receptor: Receptor, signal: AbortSignal): Promise<ReceptorMatch>;
}
