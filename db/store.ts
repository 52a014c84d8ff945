/**
 * The ports over one database. Every method of a port is one whole business transaction, durable when its promise resolves; there is no
 * generic `transaction(…)`, because better-sqlite3's are synchronous and PostgreSQL's are not. Portable SQL only: no LISTEN/NOTIFY, no
 * triggers, and no advisory locks except the one that shows which servers are alive. Times are epoch milliseconds. One contract suite runs on both
 * engines.
 */
import type { AccountStore } from '../server/accounts/account-store.ts';
import type { AuditStore } from '../server/accounts/audit.ts';
import type { CatalogStore } from '../server/catalogs/catalog-store.ts';
import type { CancellationStore } from '../server/invoicing/cancellation-store.ts';
import type { CuadreStore } from '../server/invoicing/cuadre-store.ts';
import type { GlobalExitStore } from '../server/invoicing/global-exit.ts';
import type { GlobalRunStore } from '../server/invoicing/global-run.ts';
import type { GlobalScheduleStore } from '../server/invoicing/global-schedule.ts';
import type { InvoiceStore } from '../server/invoicing/invoice-store.ts';
import type { RefundStore } from '../server/invoicing/refund-store.ts';
import type { RequestStore } from '../server/invoicing/request-store.ts';
import type { RestoreStore } from '../server/invoicing/restore-store.ts';
import type { AttemptStore } from '../server/limits/attempt-store.ts';
import type { MerchantStore } from '../server/merchants/merchant-store.ts';
import type { NoticeStore } from '../server/notices/notice-store.ts';
import type { CircuitStore } from '../server/outbound/circuit-store.ts';
import type { ProviderStore } from '../server/outbound/provider-store.ts';
import type { AddressStore, DeliveryStore, EventStore, ListenerStore } from '../server/outbox/outbox-store.ts';
import type { DomainStore } from '../server/portals/domain-store.ts';
import type { GoingLiveStore } from '../server/portals/going-live-store.ts';
import type { PortalStore } from '../server/portals/portal-store.ts';
import type { VisitStore } from '../server/portals/visit-store.ts';
import type { PrintStore } from '../server/print/print-store.ts';
import type { ExchangeRateStore } from '../server/sales/exchange-rate.ts';
import type { SaleStore } from '../server/sales/sale-store.ts';
import type { SourceStore } from '../server/sources/source-store.ts';
import type { TaxpayerStore } from '../server/taxpayers/taxpayer-store.ts';

/** An open database with all its ports. Close it when it is no longer needed. */
export interface Store {
  readonly engine: 'sqlite' | 'postgres';
  /** Throws unless the engine is configured to keep what it acknowledges (SQLite WAL + FULL, Postgres fsync + synchronous_commit). */
  assertDurable(): Promise<void>;
  /**
   * Called by a server before it starts working. From now on other servers can tell whether it is alive, and what dead servers were sending is
   * due at once. If it is the only server, it also releases the probes and the leases of deliveries and shortens every back-off. On SQLite, which
   * one server uses at a time, it locks the file until the store is closed or the process ends, and throws if another server has it.
   */
  takeOver(now: number): Promise<void>;
  /** Checks that the engine answers and that its tables are those of this version. Rejects if it is unavailable. */
  probe(): Promise<'ok' | 'migrations-pending'>;
  /** The time of the engine's own clock, in epoch milliseconds; `undefined` if it has none but this machine's. */
  clock(): Promise<number | undefined>;
  close(): Promise<void>;
  readonly accounts: AccountStore;
  readonly audit: AuditStore;
  readonly merchants: MerchantStore;
  readonly portals: PortalStore;
  readonly goingLive: GoingLiveStore;
  readonly domains: DomainStore;
  readonly visits: VisitStore;
  readonly sales: SaleStore;
  readonly invoices: InvoiceStore;
  readonly restoring: RestoreStore;
  readonly cuadre: CuadreStore;
  readonly cancellations: CancellationStore;
  readonly prints: PrintStore;
  readonly requests: RequestStore;
  readonly refunds: RefundStore;
  readonly globalRuns: GlobalRunStore;
  readonly globalSchedules: GlobalScheduleStore;
  readonly globalExits: GlobalExitStore;
  readonly attempts: AttemptStore;
  readonly catalogs: CatalogStore;
  readonly exchangeRates: ExchangeRateStore;
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

/** A download of a PDF is recorded at most once in this time, to avoid writes. */
export const ASKED_TO_THE_MS = 86_400_000;
