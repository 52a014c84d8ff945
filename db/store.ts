/**
 * The port to the database. Every method is one whole business transaction, durable when its promise resolves; there is no
 * generic `transaction(…)`, because better-sqlite3's are synchronous and PostgreSQL's are not. Portable SQL only: no LISTEN/NOTIFY, no
 * triggers, and no advisory locks but the one that says that a server lives, without which leases are waited out. Times are epoch milliseconds. One contract suite runs on every engine.
 */
import type { Delivery, NewDelivery } from '../server/delivery/delivery.ts';
import type { WorldEvent } from '../server/delivery/event.ts';
import type { Invoice, InvoiceState, SealedDocument, Snapshot } from '../server/invoicing/invoice.ts';
import type { ApiKey, Branch, Merchant } from '../server/merchants/merchant.ts';
import type { Portal } from '../server/portals/portal.ts';
import type { Sale, SaleBody, SaleKeys, SaleQuery, Tenant } from '../server/sales/sale.ts';
import type { AddressStore, DeliveryStore, EventStore, ListenerStore } from './delivery-store.ts';
import type { CircuitStore, NoticeStore, ProviderStore, TaxpayerStore } from './provider-store.ts';
import type { SourceStore } from './source-store.ts';

export interface Store {
  readonly engine: 'sqlite' | 'postgres';
  /** Throws unless the engine is set to keep what it acknowledged (SQLite WAL + FULL, Postgres fsync + synchronous_commit). */
  assertDurable(): Promise<void>;
  /**
   * Called by a server before it works. From now on others can tell whether it lives, and what servers that are dead were sending is due at
   * once. When it is the only one, it also voids the probes and the leases of deliveries, and lets nothing wait long. SQLite, which one
   * server has at a time: locks the file until the store is closed or the process ends, and throws when another server has it.
   */
  takeOver(now: number): Promise<void>;
  /** Asks the engine for a sign of life, and whether its tables are those of this version. Rejects when it is away. */
  probe(): Promise<'ok' | 'migrations-pending'>;
  /** What the engine's own clock says, in epoch milliseconds; `undefined` where it has none but this machine's. */
  clock(): Promise<number | undefined>;
  close(): Promise<void>;
  readonly merchants: MerchantStore;
  readonly sales: SaleStore;
  readonly invoices: InvoiceStore;
  readonly prints: PrintStore;
  readonly requests: RequestStore;
  readonly attempts: AttemptStore;
  readonly catalogs: CatalogStore;
  readonly providers: ProviderStore;
  readonly circuits: CircuitStore;
  readonly notices: NoticeStore;
  readonly taxpayers: TaxpayerStore;
  readonly events: EventStore;
  readonly listeners: ListenerStore;
  readonly deliveries: DeliveryStore;
  readonly addresses: AddressStore;
  readonly sources: SourceStore;
}

export interface MerchantStore {
  putMerchant(merchant: Merchant): Promise<void>;
  getMerchant(id: string): Promise<Merchant | undefined>;
  putBranch(branch: Branch): Promise<void>;
  /** In order of creation: the first is the default. */
  listBranches(merchantId: string): Promise<readonly Branch[]>;
  /** Inserts or replaces by slug; another merchant's slug is refused with `taken`. */
  putPortal(portal: Portal): Promise<'put' | 'taken'>;
  getPortal(slug: string): Promise<Portal | undefined>;
  /** A merchant's portals of both worlds, by slug. */
  listPortals(merchantId: string): Promise<readonly Portal[]>;
  /** The portals of all merchants, switched off or not, whose customers are to be reminded; by slug. */
  listRemindingPortals(): Promise<readonly Portal[]>;
  /** `hash` is the hex SHA-256 of the whole key; the key itself is never stored. */
  putApiKey(key: ApiKey, hash: string): Promise<void>;
  /** Revoked and expired ones too: whether it still opens anything is its reader's to say. */
  findApiKey(hash: string): Promise<ApiKey | undefined>;
  /** A tenant's keys, revoked ones too, newest first; at most 200. */
  listApiKeys(tenant: Tenant): Promise<readonly ApiKey[]>;
  /** From now on it opens nothing, on every server: each request looks it up. Revoked again, it stays revoked since the first time. */
  revokeApiKey(tenant: Tenant, id: string, at: number): Promise<'revoked' | 'unknown'>;
  noteKeyUse(id: string, at: number): Promise<void>;
  /** The new CSD becomes the active one of its world; earlier ones are kept for reading. */
  putCsd(csd: StoredCsd): Promise<void>;
  activeCsd(tenant: Tenant): Promise<StoredCsd | undefined>;
  /** The merchant's data key, wrapped by the master key; stores `fresh` and answers it when there was none. */
  dataKey(merchantId: string, fresh: Uint8Array): Promise<Uint8Array>;
  /** Any one of the data keys that are kept, to try the master key on; `undefined` while nothing was ever sealed. */
  anyDataKey(): Promise<WrappedDataKey | undefined>;
}

export type WrappedDataKey = { readonly merchantId: string; readonly wrapped: Uint8Array };

export type StoredCsd = {
  readonly id: string;
  readonly tenant: Tenant;
  readonly noCertificado: string;
  readonly rfc: string;
  readonly validFrom: number;
  readonly validTo: number;
  /** DER of the certificate: public. */
  readonly certificate: Uint8Array;
  /** Key and password under the merchant's data key. */
  readonly sealedSecret: Uint8Array;
};

export interface SaleStore {
  /**
   * By natural key (merchant, world, source, folio): creates, updates while nobody has invoiced it, or leaves as it was. All or none.
   * Each one created is an event `sale.created` where an enabled listener of the tenant wants it.
   */
  put(tenant: Tenant, sales: readonly NewSale[]): Promise<readonly PutSale[]>;
  get(tenant: Tenant, id: string): Promise<Sale | undefined>;
  /** Every given criterion must match; at most 20, newest first. A query without folioKey, emailKey, totalCentavos or cardLast4 finds nothing. */
  search(tenant: Tenant, query: SaleQuery): Promise<readonly Sale[]>;
  /** Newest first, before the cursor (an id of the last page) when given. */
  list(tenant: Tenant, page: { readonly limit: number; readonly before?: string }): Promise<readonly Sale[]>;
  /**
   * Looks at the next `limit` sales with an e-mail that were sold from then to then (inclusive), oldest first, and answers those that
   * no invoice holds and that nobody was reminded of; `next` is where to go on, absent when that was all.
   */
  listUnreminded(
    tenant: Tenant,
    page: { readonly dateFrom: number; readonly dateTo: number; readonly limit: number; readonly after?: SaleCursor },
  ): Promise<{ readonly sales: readonly Sale[]; readonly next?: SaleCursor }>;
}

/** A place among sales in the order of their dates. */
export type SaleCursor = { readonly dateMs: number; readonly seq: number };

export type NewSale = {
  readonly id: string;
  readonly source: string;
  readonly body: SaleBody;
  readonly keys: SaleKeys;
  readonly at: number;
};

export type PutSale = { readonly kind: 'created' | 'updated' | 'unchanged' | 'locked'; readonly sale: Sale };

/** The phases of stamping (README of invoicing/): each is durable before the next step is taken. */
/** What invoices are looked for by; times are epoch milliseconds of their creation. */
export type InvoiceQuery = {
  readonly states?: readonly InvoiceState[];
  readonly portal?: string;
  /** The code of the branch that sold. */
  readonly branch?: string;
  readonly rfc?: string;
  readonly serie?: string;
  readonly folio?: number;
  /** The id of one of its sales. */
  readonly sale?: string;
  readonly from?: number;
  /** Exclusive. */
  readonly to?: number;
  readonly limit: number;
  /** The id of the last one seen. */
  readonly after?: string;
};

export interface InvoiceStore {
  /**
   * Takes the sales, under a unique index, and numbers the attempt; or answers the invoice that holds the first of them that is
   * held. Throws on no sale, a repeated one or one that is not this tenant's.
   */
  claim(tenant: Tenant, claim: Claim): Promise<{ readonly kind: 'claimed' | 'taken'; readonly invoice: Invoice }>;
  /**
   * `claimed` → `sealed`, or seals anew one that was never sent and was sealed an hour or more before. Answers the invoice as it
   * is now: another process may have been first, and its seal stands.
   */
  seal(id: string, sealed: SealedDocument): Promise<Invoice>;
  /**
   * Pins the PAC, raises the fence and takes the lease, before the first byte is sent; what is to be sent is `invoice.sealed` of the
   * answer. `busy` while another holds the lease. Taking over a send that nobody answered sets `inDoubtSince`: it may have arrived.
   * `full` when `atMost` other invoices are out at that PAC, under a lease, in the same world. Throws when nothing is sealed, and
   * when it may be stamped at another PAC than `pacId`.
   */
  intent(
    id: string,
    intent: { readonly pacId: string; readonly leaseUntil: number; readonly now: number; readonly atMost: number },
  ): Promise<{ readonly kind: 'sending' | 'busy' | 'full' | 'settled'; readonly invoice: Invoice }>;
  /**
   * Not a definite yes or no: to be sent again, the same bytes, from `nextAt` on. With `sent: false` it is `sealed` again and the
   * send uncounted, unless it was in doubt before. Ignored for an old fence or a settled invoice. `events` are kept with it, each
   * id once.
   */
  doubt(
    id: string,
    doubt: {
      readonly fence: number;
      readonly reason: string;
      readonly nextAt: number;
      readonly now: number;
      readonly sent: boolean;
    },
    events?: readonly WorldEvent[],
  ): Promise<Invoice>;
  /**
   * The timbre, the sales' new state, the deliveries and the events, in one transaction. Any fence may record; another UUID changes nothing but
   * `callsOf` and is answered. After a refusal it takes the sales back, and throws when another attempt holds one by now.
   */
  record(
    id: string,
    stamped: { readonly uuid: string; readonly xml: string; readonly at: number },
    deliveries: readonly NewDelivery[],
    events: readonly WorldEvent[],
  ): Promise<{ readonly kind: 'recorded' | 'same' | 'different-uuid'; readonly invoice: Invoice }>;
  /**
   * A definite refusal: the sales are free again, in the generation after the invoice's, and keep its serie-folio for the next
   * attempt. Ignored for an old fence, an invoice in doubt or a settled one. `events` are kept with it, each id once.
   */
  reject(
    id: string,
    refusal: {
      readonly fence: number;
      readonly code: string;
      readonly satCode?: string;
      readonly message: string;
      readonly now: number;
    },
    events?: readonly WorldEvent[],
  ): Promise<Invoice>;
  /**
   * A definite refusal that is a clock's fault: `claimed` again, in the next generation, not before `nextAt`. The sales stay taken. Ignored
   * for an old fence, an invoice in doubt or a settled one.
   */
  reclaim(
    id: string,
    refusal: {
      readonly fence: number;
      readonly code: string;
      readonly satCode?: string;
      readonly nextAt: number;
      readonly now: number;
    },
  ): Promise<Invoice>;
  /** Not before `nextAt`: its PAC is resting. Nothing else changes, and nothing at all when it is settled. */
  postpone(id: string, nextAt: number): Promise<Invoice>;
  /** Cannot be decided by machine: the sales stay locked. */
  reconcile(id: string, reason: string, now: number): Promise<Invoice>;
  /**
   * `reconcile` → `rejected`: somebody has proven that it was never stamped, and `evidence` says how. The sales are free again, as after a
   * refusal. Ignored in any other state. `events` are kept with it, each id once.
   */
  release(
    id: string,
    release: { readonly evidence: string; readonly now: number },
    events?: readonly WorldEvent[],
  ): Promise<Invoice>;
  get(id: string): Promise<Invoice | undefined>;
  /**
   * Whatever waits for this PAC, pinned to it or to none, of one merchant or of all, is due `now`: the PAC is back. What is being sent is
   * left alone. Answers how many waited.
   */
  wake(
    pac: { readonly pacId: string; readonly world: Tenant['world']; readonly merchantId?: string },
    now: number,
  ): Promise<number>;
  /** Unsettled invoices whose `nextAt` has come and whose lease is free or over; a time beyond any wait of ours counts as come. */
  due(now: number, limit: number): Promise<readonly Invoice[]>;
  /** On a single node, at start: whoever held a lease is dead, and no backoff is longer than half a second from now. */
  voidLeases(now: number): Promise<void>;
  /**
   * What was being sent by servers that have been dead for three seconds is due at once, as a send that nobody answered. A server that
   * hangs is alive, and so is one whose store was never told to `takeOver`: their leases are waited out. Answers how many it freed.
   */
  freeDeadLeases(): Promise<number>;
  list(tenant: Tenant, page: { readonly limit: number; readonly before?: string }): Promise<readonly Invoice[]>;
  /**
   * A tenant's invoices that meet every criterion given, newest first, from the one after `after` on. An `after` that is not this
   * tenant's finds nothing.
   */
  find(tenant: Tenant, query: InvoiceQuery): Promise<readonly Invoice[]>;
  /** Adds a delivery about a stamped invoice, its `subject`; the same `once` is there once. Throws when it is not stamped. */
  enqueue(delivery: NewDelivery, now: number): Promise<'queued' | 'already'>;
  /** What was or will be told of it, oldest first. */
  outboxOf(invoiceId: string): Promise<readonly Delivery[]>;
  /** What was sent for an invoice and how each send ended, oldest first. */
  callsOf(invoiceId: string): Promise<readonly PacCall[]>;
  /**
   * Forgets calls of before then that settled nothing (`doubt`, `not-sent`, and their `intent` unless it is the last one), of invoices that are
   * stamped or refused. Kept whole is the account of an invoice that a person had to decide or that has a second UUID, and of any that is
   * not settled. At most `limit` calls without an answer at a time; answers how many those were.
   */
  pruneCalls(before: number, limit: number): Promise<number>;
}

/** One line of the account of an invoice's dealings with its PAC, which is added to, and pruned of what proves nothing any more. */
export type PacCall = {
  readonly kind: 'intent' | 'doubt' | 'not-sent' | 'stamped' | 'different-uuid' | 'rejected' | 'reconcile' | 'released';
  readonly fence: number;
  readonly at: number;
  /** Hex SHA-256 of the bytes an `intent` was about to send. */
  readonly sha256?: string;
  readonly reason?: string;
};

export type Claim = {
  readonly id: string;
  readonly portalSlug: string;
  readonly saleIds: readonly string[];
  readonly snapshot: Snapshot;
  readonly serie: string;
  readonly now: number;
};

/** What could not be stamped when it was asked for, kept until the merchant or time resolves it. */
export type InvoiceRequest = {
  readonly id: string;
  readonly tenant: Tenant;
  readonly portalSlug: string;
  /** Every sale of the cart; none when they are not here yet. */
  readonly saleIds: readonly string[];
  /** The same for all requests of one portal about the same sales, or about the same search. */
  readonly purchaseKey: string;
  /** What the customer searched by, when the sale is not here yet. */
  readonly lookup: Readonly<Record<string, string>>;
  readonly receptor: Readonly<Record<string, string>>;
  readonly email?: string;
  readonly reason: string;
  readonly status: 'open' | 'accepted' | 'declined';
  readonly createdAt: number;
};

export type RequestKept = { readonly kind: 'created' | 'known'; readonly request: InvoiceRequest };

export interface RequestStore {
  /**
   * Inserts it with an event `request.created`, or answers the one that has this id already, as it stands: of two at once, one is
   * inserted. Throws when the id is another tenant's.
   */
  keep(request: InvoiceRequest): Promise<RequestKept>;
  get(id: string): Promise<InvoiceRequest | undefined>;
  /** Those about one purchase, oldest first. */
  listAbout(tenant: Tenant, purchaseKey: string, limit: number): Promise<readonly InvoiceRequest[]>;
  list(tenant: Tenant, limit: number): Promise<readonly InvoiceRequest[]>;
}

/** A PDF that was asked for is noted once in this time: a download is no write. */
export const ASKED_TO_THE_MS = 86_400_000;

/** The PDF of each invoice, as it was printed: while it is kept, later changes of logo, colour or layout do not reach it. */
export interface PrintStore {
  /** Notes that it was asked for at `at`, to the day. */
  get(invoiceId: string, at: number): Promise<Uint8Array | undefined>;
  /** Keeps the first PDF of an invoice and answers the one that is kept: another process may have been faster. */
  keep(invoiceId: string, pdf: Uint8Array, at: number): Promise<Uint8Array>;
  /** Forgets those that nobody asked for since then, at most `limit`. Answers how many. */
  prune(before: number, limit: number): Promise<number>;
}

/** Counts by key (`sale-tries:sale_…`) and window (`2026-11-22`), for limits that outlive a restart and hold for several servers. */
export interface AttemptStore {
  count(key: string, window: string): Promise<number>;
  /** Answers the count after adding one. */
  add(key: string, window: string): Promise<number>;
  /** Adds one unless the count is `most` already (at least 1), in one step: of a hundred at once `most` get `true`. */
  take(key: string, window: string, most: number): Promise<boolean>;
  /** Takes one off again; never below zero. */
  giveBack(key: string, window: string): Promise<void>;
  /** Forgets the windows before `day` (`2026-11-22`) that are days or hours, at most `limit`. Answers how many. */
  prune(day: string, limit: number): Promise<number>;
}

/** The two big catalogues, when the operator loaded them. */
export interface CatalogStore {
  /** Replaces a catalogue whole. */
  replaceClavesProdServ(rows: Iterable<ClaveProdServRow>): Promise<number>;
  replaceCodigosPostales(rows: Iterable<CodigoPostalRow>): Promise<number>;
  claveProdServ(clave: string): Promise<ClaveProdServRow | 'unknown' | 'not-loaded'>;
  codigoPostal(codigo: string): Promise<CodigoPostalRow | 'unknown' | 'not-loaded'>;
}

export type ClaveProdServRow = {
  readonly clave: string;
  readonly texto: string;
  readonly iva: 'si' | 'no' | 'opcional';
  readonly ieps: 'si' | 'no' | 'opcional';
  readonly complemento: string;
  readonly estimuloFrontera: boolean;
  readonly validFrom: string;
  readonly validTo?: string;
};

export type CodigoPostalRow = {
  readonly codigo: string;
  readonly estado: string;
  readonly estimuloFrontera: 0 | 1 | 2;
  readonly zone: string;
  readonly validFrom: string;
  readonly validTo?: string;
};
