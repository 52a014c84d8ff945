/** A source's payment table as the API returns it. */
export type PaymentTable = {
  readonly own: Readonly<Record<string, string>>;
  readonly defaults: readonly { readonly key: string; readonly formaPago: string; readonly assumed: boolean }[];
  /** The words in neither, for which sales wait. */
  readonly unknown: readonly { readonly key: string; readonly text: string; readonly sales: number }[];
};
