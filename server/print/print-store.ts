/** The PDF of each invoice, as it was printed: while it is kept, later changes of logo, colour or layout do not reach it. */
export interface PrintStore {
  /** Notes that it was asked for at `at`, to the day. */
  get(invoiceId: string, at: number): Promise<Uint8Array | undefined>;
  /** Keeps the first PDF of an invoice and answers the one that is kept: another process may have been faster. */
  keep(invoiceId: string, pdf: Uint8Array, at: number): Promise<Uint8Array>;
  /** Forgets those that nobody asked for since then, at most `limit`. Answers how many. */
  prune(before: number, limit: number): Promise<number>;
}
