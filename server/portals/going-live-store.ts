/** The port to merchants that went live. */
import type { Portal } from './portal.ts';

/** The record that a merchant issues valid invoices. */
export type GoneLive = {
  readonly merchantId: string;
  /** The PAC that answered on that day. */
  readonly pac: string;
  /** The day on which the merchant says that it signed the manifest at its PAC, `2026-11-20`. */
  readonly manifestSignedOn: string;
  /** Epoch milliseconds. */
  readonly at: number;
};

/** Records that a merchant went live, together with its live portal. */
export interface GoingLiveStore {
  /**
   * Records it and stores the merchant's live portal, both or neither. Going live again replaces both. `taken` if the portal's slug or
   * `aside.to` belongs to another portal; then nothing changes. `aside` is the merchant's portal that has the slug now, and its new
   * address.
   */
  goLive(
    live: GoneLive,
    portal: Portal,
    aside?: { readonly portal: Pick<Portal, 'slug' | 'merchantId'>; readonly to: string },
  ): Promise<'live' | 'taken'>;
  /** `undefined` while it has not gone live. */
  goneLive(merchantId: string): Promise<GoneLive | undefined>;
}
