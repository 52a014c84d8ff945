/** The dependencies of invoicing, built once by main and passed as the first argument to every verb. */
import type { CatalogStore } from '../catalogs/catalog-store.ts';
import type { Custody } from '../csd/custody.ts';
import type { AttemptStore } from '../limits/attempt-store.ts';
import type { MerchantStore } from '../merchants/merchant-store.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { NoticeStore } from '../notices/notice-store.ts';
import type { CircuitStore } from '../outbound/circuit-store.ts';
import type { Pacs } from '../pac/pacs.ts';
import type { SatStatusService } from '../pac/sat-status.ts';
import type { PortalStore } from '../portals/portal-store.ts';
import type { ExchangeRateStore } from '../sales/exchange-rate.ts';
import type { SaleStore } from '../sales/sale-store.ts';
import type { TaxpayerStore } from '../taxpayers/taxpayer-store.ts';
import type { Log } from '../text/log.ts';
import type { CancellationStore } from './cancellation-store.ts';
import type { ClockGauge } from './clock-gauge.ts';
import type { CuadreStore } from './cuadre-store.ts';
import type { GlobalExitStore } from './global-exit.ts';
import type { GlobalRunStore } from './global-run.ts';
import type { GlobalScheduleStore } from './global-schedule.ts';
import type { InvoiceStore } from './invoice-store.ts';
import type { RefundStore } from './refund-store.ts';
import type { RequestStore } from './request-store.ts';

/** The stores that the verbs of invoicing read and write. */
export type InvoicingStores = {
  readonly invoices: InvoiceStore;
  readonly cancellations: CancellationStore;
  readonly cuadre: CuadreStore;
  readonly requests: RequestStore;
  readonly refunds: RefundStore;
  readonly globalRuns: GlobalRunStore;
  readonly globalSchedules: GlobalScheduleStore;
  readonly globalExits: GlobalExitStore;
  readonly sales: SaleStore;
  readonly merchants: MerchantStore;
  readonly portals: PortalStore;
  readonly catalogs: CatalogStore;
  readonly exchangeRates: ExchangeRateStore;
  readonly circuits: CircuitStore;
  readonly notices: NoticeStore;
  readonly attempts: AttemptStore;
  readonly taxpayers: TaxpayerStore;
};

/** The dependencies shared by everything that issues, stamps or cancels. */
export type Invoicing = {
  readonly store: InvoicingStores;
  readonly custody: Custody;
  readonly pacs: Pacs;
  /** The SAT's status service for a tenant's world. */
  readonly satStatusOf: (tenant: Tenant) => SatStatusService;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly clock: ClockGauge;
  readonly log: Log;
};
