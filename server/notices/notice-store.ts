/** Notices: what a merchant should know or do, and the port that stores them. */
import type { Tenant } from '../merchants/tenant.ts';

/** Every kind of notice. The name is stable: the API answers it, and `notice-texts.ts` has the words for it. */
export const NOTICE_KINDS = [
  'pac-credit-low',
  'pac-account',
  'csd-expiring',
  'receptor-69b',
  'invoice-refused',
  'invoice-waiting',
  'invoice-unsent',
  'invoice-foreign',
  'invoice-undecided',
  'global-late',
  'global-exit-late',
  'global-locked',
  'cancellation-refused',
  'cancellation-waiting',
  'forma-pago-assumed',
  'gift-cards-left-out',
  'sale-changed-after-invoice',
  'sale-unpaid-after-invoice',
  'sale-left-locked-month',
  'sale-in-two-sources',
  'source-verification',
  'source-not-answering',
  'registry-down',
  'registry-budget',
  'listener-disabled',
  'mail-not-leaving',
  'clock-skew',
  'fecha-refused',
  'lookup-weak',
  'restored',
  'restore-conflict',
] as const;

/** Something the merchant should know or do; one per (tenant, kind, subject). */
export type Notice = {
  readonly tenant: Tenant;
  readonly kind: (typeof NOTICE_KINDS)[number];
  /** What the notice is about: a provider, a noCertificado, or the id of an invoice or a listener. */
  readonly subject: string;
  readonly params: Readonly<Record<string, string>>;
  /** When the condition was first and last seen. */
  readonly since: number;
  readonly lastAt: number;
  readonly resolvedAt?: number;
};

/** Stores notices. A tenant has at most one open notice for each kind and subject. */
export interface NoticeStore {
  /** Raises a notice. An open notice keeps its `since` and gets the new params; a resolved one starts again. */
  raise(notice: Omit<Notice, 'since' | 'lastAt' | 'resolvedAt'> & { readonly now: number }): Promise<'new' | 'known'>;
  /** Resolves a notice; does nothing if it is not open. */
  resolve(tenant: Tenant, kind: Notice['kind'], subject: string, now: number): Promise<void>;
  /** Lists open notices, newest first. */
  list(tenant: Tenant, limit: number): Promise<readonly Notice[]>;
}
