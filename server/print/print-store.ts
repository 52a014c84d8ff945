/** The PDF of each invoice, as it was printed: while it is stored, later changes of logo, colour or layout do not affect it. */
export interface PrintStore {
  /** Records that it was requested at `at`, to the day. */
  get(invoiceId: string, at: number): Promise<Uint8Array | undefined>;
  /** Stores the first PDF of an invoice and returns the stored one, because another process may have been faster. */
  keep(invoiceId: string, pdf: Uint8Array, at: number): Promise<Uint8Array>;
  /** Deletes at most `limit` PDFs that were not requested since then. Returns how many. */
  prune(before: number, limit: number): Promise<number>;
}
