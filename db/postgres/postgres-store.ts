/** The store on PostgreSQL, for one or several replicas. */
import type { Store } from '../store.ts';
import { withUnavailable } from '../unavailable.ts';
import { createAddressStore } from './addresses.ts';
import { isAway } from './away.ts';
import { createCatalogStore } from './catalogs.ts';
import { createCircuitStore } from './circuits.ts';
import { assertDurable, clockOf, connect, isMigrated, migrateTables } from './database.ts';
import { createDeliveryStore } from './deliveries.ts';
import { createEventStore } from './events.ts';
import { createInvoiceStore } from './invoices.ts';
import { createListenerStore } from './listeners.ts';
import { createMerchantStore } from './merchants.ts';
import { createNoticeStore } from './notices.ts';
import { createPrintStore } from './prints.ts';
import { createProviderStore } from './providers.ts';
import { createAttemptStore, createRequestStore } from './requests.ts';
import { createSaleStore } from './sales.ts';
import { createSourceStore } from './sources.ts';
import { createTaxpayerStore } from './taxpayers.ts';

/** Opens the database at `url` (`postgres://…`) with its tables up to date. Throws when it cannot be reached or migrated. */
export async function openPostgres(url: string): Promise<Store> {
  await migrateTables(url);
  const connection = connect(url);
  const served = <Port extends object>(port: Port): Port => withUnavailable(port, isAway);
  return {
    engine: 'postgres',
    assertDurable: () => assertDurable(connection),
    takeOver: async () => {},
    probe: async () => ((await isMigrated(connection)) ? 'ok' : 'migrations-pending'),
    clock: () => clockOf(connection),
    close: () => connection.pool.end(),
    merchants: served(createMerchantStore(connection)),
    sales: served(createSaleStore(connection)),
    invoices: served(createInvoiceStore(connection)),
    prints: served(createPrintStore(connection)),
    requests: served(createRequestStore(connection)),
    attempts: served(createAttemptStore(connection)),
    catalogs: served(createCatalogStore(connection)),
    providers: served(createProviderStore(connection)),
    circuits: served(createCircuitStore(connection)),
    notices: served(createNoticeStore(connection)),
    taxpayers: served(createTaxpayerStore(connection)),
    events: served(createEventStore(connection)),
    listeners: served(createListenerStore(connection)),
    deliveries: served(createDeliveryStore(connection)),
    addresses: served(createAddressStore(connection)),
    sources: served(createSourceStore(connection)),
  };
}
