/** What a merchant should know or do, and the port to it. */
import type { Tenant } from '../merchants/tenant.ts';

/** Every kind of notice. The name is stable: the API answers it, and `notice-texts.ts` has the words for it. */
export const NOTICE_KINDS = [
  'pac-credit-low',
  'pac-account',
  'csd-expiring',
  'receptor-69b',
  'invoice-refused',
  'invoice-waiting',
  'invoice-foreign',
  'invoice-undecided',
  'global-late',
  'cancellation-refused',
  'cancellation-waiting',
  'forma-pago-assumed',
  'gift-cards-left-out',
  'sale-changed-after-invoice',
  'sale-unpaid-after-invoice',
  'sale-told-twice',
  'source-verification',
  'source-not-answering',
  'registry-down',
  'registry-budget',
  'listener-disabled',
  'clock-skew',
  'fecha-refused',
  'lookup-weak',
] as const;

/** Something the merchant should know or do; one per (tenant, kind, subject). */
export type Notice = {
  readonly tenant: Tenant;
  readonly kind: (typeof NOTICE_KINDS)[number];
  /** Of what: a provider, a noCertificado, an invoice's or a listener's id. */
  readonly subject: string;
  readonly params: Readonly<Record<string, string>>;
  /** When it was first and last true. */
  readonly since: number;
  readonly lastAt: number;
  readonly resolvedAt?: number;
};

/** Stores notices. A tenant has at most one open notice for each kind and subject. */
export interface NoticeStore {
  /** Raises it; one that is raised already keeps its `since` and gets the new params, a resolved one begins anew. */
  raise(notice: Omit<Notice, 'since' | 'lastAt' | 'resolvedAt'> & { readonly now: number }): Promise<'new' | 'known'>;
  /** Nothing happens when it is not raised. */
  resolve(tenant: Tenant, kind: Notice['kind'], subject: string, now: number): Promise<void>;
  /** Those not resolved, newest first. */
  list(tenant: Tenant, limit: number): Promise<readonly Notice[]>;
}
