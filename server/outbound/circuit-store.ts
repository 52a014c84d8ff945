/** Circuit breakers, shared by every process. A circuit without a record is closed. */
export interface CircuitStore {
  /**
   * `closed`: go on. `open`: do not call before `until`. At that time exactly one caller gets `probe`, and the others find it open until
   * `probeUntil`.
   */
  admit(
    circuit: string,
    ask: { readonly now: number; readonly probeUntil: number },
  ): Promise<{ readonly kind: 'closed' | 'probe' } | { readonly kind: 'open'; readonly until: number }>;
  /** Closes it and forgets its failures. Returns `reopened` to the one caller that found it open, because others wait for what it represents. */
  succeeded(circuit: string): Promise<'reopened' | 'closed'>;
  /** For the start of a single node: any prober is dead, so every open circuit may be probed at once. */
  voidProbes(): Promise<void>;
  /** Counts a failure; from the `threshold`-th in a row on, it is open until `openUntil`. Returns the number of failures in a row. */
  failed(
    circuit: string,
    failure: { readonly threshold: number; readonly openUntil: number; readonly reason: string },
  ): Promise<number>;
}
