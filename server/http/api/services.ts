/** The dependencies of the routes, which main builds once. */
import type { AccountStore } from '../../accounts/account-store.ts';
import type { AuditStore, Seal } from '../../accounts/audit.ts';
import type { CodeDesk } from '../../accounts/second-factor.ts';
import type { Signup } from '../../accounts/sign-up.ts';
import type { CatalogStore } from '../../catalogs/catalog-store.ts';
import type { Custody } from '../../csd/custody.ts';
import type { ListenerSafe } from '../../delivery/listener-safe.ts';
import type { AddressHash } from '../../delivery/mail/address-hash.ts';
import type { Carrier, Carriers } from '../../delivery/mail/carriers.ts';
import type { CancellationStore } from '../../invoicing/cancellation-store.ts';
import type { ClockGauge } from '../../invoicing/clock-gauge.ts';
import type { CuadreStore } from '../../invoicing/cuadre-store.ts';
import type { GlobalExitStore } from '../../invoicing/global-exit.ts';
import type { GlobalRunStore } from '../../invoicing/global-run.ts';
import type { GlobalScheduleStore } from '../../invoicing/global-schedule.ts';
import type { InvoiceStore } from '../../invoicing/invoice-store.ts';
import type { RefundStore } from '../../invoicing/refund-store.ts';
import type { RequestStore } from '../../invoicing/request-store.ts';
import type { AttemptStore } from '../../limits/attempt-store.ts';
import type { Limits } from '../../limits/limits.ts';
import type { ProofOfWork } from '../../limits/proof-of-work.ts';
import type { Links } from '../../links/links.ts';
import type { MerchantStore } from '../../merchants/merchant-store.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import type { NoticeStore } from '../../notices/notice-store.ts';
import type { CircuitStore } from '../../outbound/circuit-store.ts';
import type { ProviderAccounts } from '../../outbound/provider-accounts.ts';
import type { Resolve } from '../../outbound/resolve.ts';
import type { AddressStore, DeliveryStore, EventStore, ListenerStore } from '../../outbox/outbox-store.ts';
import type { PacAccounts, Pacs } from '../../pac/pacs.ts';
import type { SatStatusOf } from '../../pac/sat-status.ts';
import type { HereProof } from '../../portals/domain-check.ts';
import type { DomainStore } from '../../portals/domain-store.ts';
import type { GoingLiveStore } from '../../portals/going-live-store.ts';
import type { PortalStore } from '../../portals/portal-store.ts';
import type { Tokens } from '../../portals/tokens.ts';
import type { VisitStore } from '../../portals/visit-store.ts';
import type { Prints } from '../../print/prints.ts';
import type { ExchangeRateStore } from '../../sales/exchange-rate.ts';
import type { LookupFacts } from '../../sales/lookup-facts.ts';
import type { SaleStore } from '../../sales/sale-store.ts';
import type { SourceAccounts } from '../../sources/accounts.ts';
import type { Asking } from '../../sources/own-system/pull/asking.ts';
import type { SourceStore } from '../../sources/source-store.ts';
import type { ConstanciaReader } from '../../taxpayers/constancia.ts';
import type { TaxpayerRegistry } from '../../taxpayers/registry.ts';
import type { RegistrySource } from '../../taxpayers/source.ts';
import type { TaxpayerStore } from '../../taxpayers/taxpayer-store.ts';
import type { Log } from '../../text/log.ts';
import type { TrustedProxies } from './address.ts';
import type { IssueLine } from './issue-line.ts';

/** The stores that the routes read and write. */
export type RouteStores = {
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
  readonly accounts: AccountStore;
  readonly audit: AuditStore;
  readonly sources: SourceStore;
  readonly events: EventStore;
  readonly listeners: ListenerStore;
  readonly deliveries: DeliveryStore;
  readonly addresses: AddressStore;
  readonly domains: DomainStore;
  readonly visits: VisitStore;
  readonly goingLive: GoingLiveStore;
};

/** The dependencies of every route. */
export type Services = {
  readonly invoicing: {
    readonly store: RouteStores;
    readonly custody: Custody;
    readonly pacs: Pacs;
    readonly satStatusOf: SatStatusOf;
    /** Epoch milliseconds. */
    readonly now: () => number;
    readonly clock: ClockGauge;
    readonly log: Log;
  };
  readonly pacAccounts: PacAccounts;
  readonly tokens: Tokens;
  readonly registryAccounts: ProviderAccounts<RegistrySource>;
  readonly registryOf: (tenant: Tenant) => TaxpayerRegistry;
  readonly mailAccounts: ProviderAccounts<Carrier>;
  /** Finds the carrier of a tenant's mail; without one, no mail may be promised. */
  readonly carriers: Carriers;
  /** Carries this server's own mail: to people about their accounts. */
  readonly serverCarrier: Carrier | undefined;
  readonly listenerSafe: ListenerSafe;
  /** Whether outbound requests of this tenant may go to loopback, for stand-ins of the test world. */
  readonly allowsLoopback: (tenant: Tenant) => boolean;
  /** Resolves a host that a merchant chose to its current addresses. */
  readonly resolve: Resolve;
  readonly addressHash: AddressHash;
  readonly sourceAccounts: SourceAccounts;
  /** Asks merchants' own URLs while a customer waits. */
  readonly asking: Asking;
  readonly constanciasOf: (tenant: Tenant) => ConstanciaReader;
  readonly limits: Limits;
  /** Verifies the second step of people who sign in. */
  readonly codes: CodeDesk;
  readonly lookupFacts: LookupFacts;
  readonly proofOfWork: ProofOfWork;
  readonly issueLine: IssueLine;
  readonly prints: Prints;
  readonly links: Links;
  /** The secret by which this server recognizes itself when it calls a portal's own domain. */
  readonly hereProof: HereProof;
  /**
   * Where customers reach this server, such as `https://factura.example.mx`, without a trailing slash. Origins are compared with it; `links`
   * builds addresses.
   */
  readonly publicUrl: string;
  /** Whose `x-forwarded-for` is trusted. */
  readonly trustProxy: TrustedProxies;
  /** Seals the entries of the audit log. */
  readonly seal: Seal;
  /** Who besides the first owner can get an account: nobody, people whom a member invites, or anybody. */
  readonly signup: Signup;
};
