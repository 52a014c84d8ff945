/** Decides which version of a fact is current, and which sales change when facts arrive. */
import type { SaleFact } from './fact.ts';

/** The part of a stored fact that determines its version. */
export type KnownFact = { readonly factKey: string; readonly saleKey: string; readonly version: number };

/** The current version of every fact, by key: the highest version, or the first of equal ones. */
export function currentFacts(facts: readonly SaleFact[]): ReadonlyMap<string, SaleFact> {
  const byKey = new Map<string, SaleFact>();
  for (const received of facts) {
    const known = byKey.get(received.factKey);
    if (known === undefined || received.fact.version > known.fact.version) byKey.set(received.factKey, received);
  }
  return byKey;
}

/** The keys of the sales that these facts are about, each once, sorted. */
export function saleKeysOf(facts: readonly { readonly saleKey: string }[]): readonly string[] {
  return [...new Set(facts.map(({ saleKey }) => saleKey))].sort();
}

/** The facts to write, given those stored under their keys, and the sales that change, including one that loses a fact. */
export function changesOf(
  received: ReadonlyMap<string, SaleFact>,
  known: readonly KnownFact[],
): {
  readonly added: readonly SaleFact[];
  readonly replaced: readonly SaleFact[];
  readonly changed: readonly string[];
} {
  const byKey = new Map(known.map((each) => [each.factKey, each]));
  const facts = [...received.values()];
  const added = facts.filter(({ factKey }) => !byKey.has(factKey));
  const replaced = facts.filter(({ factKey, fact }) => fact.version > (byKey.get(factKey)?.version ?? Infinity));
  const before = replaced.flatMap(({ factKey }) => byKey.get(factKey) ?? []);
  return { added, replaced, changed: saleKeysOf([...added, ...replaced, ...before]) };
}
