/** What the sources of the register share: how an answer of the port is built, even if there is none. */

import type { Match, ReceptorMatch } from '../cfdi/receptor-match.ts';
import type { Receptor } from '../cfdi/sold.ts';
import { NOT_CHECKED } from './registry.ts';
import type { RegistrySource } from './source.ts';

/** The answer of a source: a field that is absent was not checked; `undefined` means that there was no answer. */
export type SourceAnswer = Partial<ReceptorMatch> | undefined;

/** The two answers about a field that was compared. */
export function matchOf(equal: boolean): Match {
  return equal ? 'match' : 'mismatch';
}

/** The answer of a source that gave none: what it checks is `unavailable`, and the rest `not-checked`. */
export function unavailableOf(checks: RegistrySource['checks']): ReceptorMatch {
  return { ...NOT_CHECKED, ...Object.fromEntries(checks.map((datum) => [datum, 'unavailable'])) };
}

/** A source out of how it asks: everything in `checks` is `unavailable` when `ask` has no answer, or throws. */
export function createSource(
  id: string,
  checks: RegistrySource['checks'],
  ask: (receptor: Receptor, signal: AbortSignal) => Promise<SourceAnswer>,
): RegistrySource {
  return {
    id,
    checks,
    async check(receptor, signal) {
      try {
        const answer = await ask(receptor, signal);
        return answer ? { ...NOT_CHECKED, ...answer } : unavailableOf(checks);
      } catch {
        // A credential that no header can carry, an RFC that no address can: what it says might repeat either.
        return unavailableOf(checks);
      }
    },
  };
}
