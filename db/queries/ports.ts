/** Every port of the store over one engine. */

import { withUnavailable } from '../../server/problems/store-unavailable.ts';
import type { Engine } from '../engines/engine.ts';
import type { Store } from '../store.ts';
import { createAccountStore } from './accounts.ts';
import { createAddressStore } from './addresses.ts';
import { createAttemptStore } from './attempts.ts';
import { createAuditStore } from './audit.ts';
import { createCancellationStore } from './cancellations.ts';
import { createCatalogStore } from './catalogs.ts';
import { createCircuitStore } from './circuits.ts';
import { createCuadreStore } from './cuadre.ts';
import { createDeliveryStore } from './deliveries.ts';
import { createDomainStore } from './domains.ts';
import { createEventStore } from './events.ts';
import { createExchangeRateStore } from './exchange-rates.ts';
import { createGlobalExitStore } from './global-exits.ts';
import { createGlobalRunStore } from './global-runs.ts';
import { createGlobalScheduleStore } from './global-schedules.ts';
import { createGoingLiveStore } from './going-live.ts';
import { createInvoiceStore } from './invoices.ts';
import { createListenerStore } from './listeners.ts';
import { createMerchantStore } from './merchants.ts';
import { createNoticeStore } from './notices.ts';
import { createPortalStore } from './portals.ts';
import { createPrintStore } from './prints.ts';
import { createProviderStore } from './providers.ts';
import { createRefundStore } from './refunds.ts';
import { createRequestStore } from './requests.ts';
import { createRestoreStore } from './restore.ts';
import { createSaleStore } from './sales.ts';
import { createSourceStore } from './sources.ts';
import { createTaxpayerStore } from './taxpayers.ts';
import { createVisitStore } from './visits.ts';

type Ports = Omit<Store, 'engine' | 'assertDurable' | 'takeOver' | 'probe' | 'clock' | 'close'>;

/** The ports, whose methods throw `StoreUnavailable` when `isAway` says that the database cannot be used. */
export function createPorts(engine: Engine, isAway: (error: unknown) => boolean): Ports {
  const served = <Port extends object>(port: Port): Port => withUnavailable(port, isAway);
  return {
    accounts: served(createAccountStore(engine)),
    audit: served(createAuditStore(engine)),
    merchants: served(createMerchantStore(engine)),
    portals: served(createPortalStore(engine)),
    goingLive: served(createGoingLiveStore(engine)),
    domains: served(createDomainStore(engine)),
    visits: served(createVisitStore(engine)),
    sales: served(createSaleStore(engine)),
    invoices: served(createInvoiceStore(engine)),
    restoring: served(createRestoreStore(engine)),
    cancellations: served(createCancellationStore(engine)),
    cuadre: served(createCuadreStore(engine)),
    prints: served(createPrintStore(engine)),
    requests: served(createRequestStore(engine)),
    globalRuns: served(createGlobalRunStore(engine)),
    globalExits: served(createGlobalExitStore(engine)),
    globalSchedules: served(createGlobalScheduleStore(engine)),
    refunds: served(createRefundStore(engine)),
    attempts: served(createAttemptStore(engine)),
    catalogs: served(createCatalogStore(engine)),
    exchangeRates: served(createExchangeRateStore(engine)),
    providers: served(createProviderStore(engine)),
    circuits: served(createCircuitStore(engine)),
    notices: served(createNoticeStore(engine)),
    taxpayers: served(createTaxpayerStore(engine)),
    events: served(createEventStore(engine)),
    listeners: served(createListenerStore(engine)),
    deliveries: served(createDeliveryStore(engine)),
    addresses: served(createAddressStore(engine)),
    sources: served(createSourceStore(engine)),
  };
}
