/** The part of the port to the database that is about others' services: accounts with them, their health, what they said, what is amiss. */
import type { Tenant } from '../server/sales/sale.ts';

/** A merchant's account with a provider, in one world. */
export type ProviderAccount = {
  readonly tenant: Tenant;
  readonly role: 'pac' | 'registry' | 'mailer';
  /** `finkok`, `sw`, … : once per tenant and role. */
  readonly provider: string;
  /** 0 is asked first, 1 second; two accounts of a role never share one. */
  readonly position: number;
  /** Under the merchant's data key. */
  readonly sealedCredentials: Uint8Array;
  /** What is not secret: a registry's daily budget. */
  readonly settings: Readonly<Record<string, string | number>>;
  readonly createdAt: number;
};

export interface ProviderStore {
  /** Inserts or replaces by (tenant, role, provider); whoever had the position moves to the end of the line. */
  putAccount(account: ProviderAccount): Promise<void>;
  /** In the order in which they are asked. */
  listAccounts(tenant: Tenant, role: ProviderAccount['role']): Promise<readonly ProviderAccount[]>;
  /** `in-use`: an unsettled invoice was sent to this PAC and only it can say what became of it. */
  deleteAccount(
    tenant: Tenant,
    role: ProviderAccount['role'],
    provider: string,
  ): Promise<'deleted' | 'unknown' | 'in-use'>;
}

/** Circuit breakers, shared by every process. A circuit that nobody has written about is closed. */
export interface CircuitStore {
  /**
   * `closed`: go on. `open`: do not call before `until`. When that time has come exactly one caller gets `probe`, and the others
   * find it open until `probeUntil`.
   */
  admit(
    circuit: string,
    ask: { readonly now: number; readonly probeUntil: number },
  ): Promise<{ readonly kind: 'closed' | 'probe' } | { readonly kind: 'open'; readonly until: number }>;
  /** Closes it and forgets its failures. `reopened` to the one caller that found it open: others wait for what it stood for. */
  succeeded(circuit: string): Promise<'reopened' | 'closed'>;
  /** On a single node, at start: whoever was probing is dead, so each that is open may be probed at once. */
  voidProbes(): Promise<void>;
  /** Counts a failure; from the `threshold`-th in a row on, it is open until `openUntil`. Answers the failures in a row. */
  failed(
    circuit: string,
    failure: { readonly threshold: number; readonly openUntil: number; readonly reason: string },
  ): Promise<number>;
}

export const NOTICE_KINDS = [
  'pac-credit-low',
  'pac-account',
  'csd-expiring',
  'receptor-69b',
  'invoice-refused',
  'invoice-waiting',
  'invoice-foreign',
  'invoice-undecided',
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

export interface NoticeStore {
  /** Raises it; one that is raised already keeps its `since` and gets the new params, a resolved one begins anew. */
  raise(notice: Omit<Notice, 'since' | 'lastAt' | 'resolvedAt'> & { readonly now: number }): Promise<'new' | 'known'>;
  /** Nothing happens when it is not raised. */
  resolve(tenant: Tenant, kind: Notice['kind'], subject: string, now: number): Promise<void>;
  /** Those not resolved, newest first. */
  list(tenant: Tenant, limit: number): Promise<readonly Notice[]>;
}

export type Lista69bRow = {
  readonly rfc: string;
  /** As the SAT publishes it: `Presunto`, `Desvirtuado`, `Definitivo`, `Sentencia Favorable`. */
  readonly situacion: string;
};

/** What sources said of taxpayers, and the list of article 69-B. */
export interface TaxpayerStore {
  /** The answer kept under a keyed hash, unless it was given before `since`. */
  cachedCheck(hash: string, since: number): Promise<string | undefined>;
  /** Replaces what was kept; drops what was given before `dropBefore`. */
  keepCheck(hash: string, answer: string, at: number, dropBefore: number): Promise<void>;
  /** Replaces the list whole; answers how many rows. */
  replaceLista69b(rows: Iterable<Lista69bRow>): Promise<number>;
  situacion69b(rfc: string): Promise<string | undefined>;
}
