/** Who tries something about a sale, and what they have proven about it. */

/** What a caller can have proven about a sale, from the weakest to the strongest. */
const STRENGTHS = ['guarded', 'ticket', 'found', 'known', 'asker'] as const;

/** What a caller has proven about a sale. */
export type Strength = (typeof STRENGTHS)[number];

/** From where somebody calls, and what they pay for a use that is not free. */
export type Caller = {
  /** The caller's network, as `addressOf` returns it. */
  readonly address: string;
  /**
   * Verifies the proof of work that came with the request, once however often it is called, and returns how many times the usual work it
   * proves; 0 without one. Absent if the caller cannot compute any.
   */
  readonly paid?: () => Promise<number>;
};

/** Who tries something about a sale, how strongly they have proven that it is theirs, and from where. */
export type Prover = Caller & { readonly saleId: string; readonly strength: Strength };

/** One prover for each sale, the strongest: a sale that was found twice is still one. */
export function strongest(provers: readonly Prover[]): readonly Prover[] {
  const rank = ({ strength }: Prover): number => STRENGTHS.indexOf(strength);
  const bySale = new Map<string, Prover>();
  for (const prover of provers) {
    const known = bySale.get(prover.saleId);
    if (!known || rank(known) < rank(prover)) bySale.set(prover.saleId, prover);
  }
  return [...bySale.values()];
}

/** What a prover's budget is of. */
export function ofSale({ saleId, strength }: Prover): string {
  return `${saleId}:${strength}`;
}
