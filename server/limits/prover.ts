/** Who tries something about a sale, and what they have proven about it. */

/** What a caller has proven about a sale, from the weakest to the strongest. */
export type Strength = 'guarded' | 'ticket' | 'found' | 'known' | 'asker';

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

/** What a prover's budget is of. */
export function ofSale({ saleId, strength }: Prover): string {
  return `${saleId}:${strength}`;
}
