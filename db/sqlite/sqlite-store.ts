/** The store on one SQLite file: the default, for a single node. */
import type { Store } from '../store.ts';
import { createAddressStore } from './addresses.ts';
import { createCatalogStore } from './catalogs.ts';
import { createCircuitStore } from './circuits.ts';
import { assertDurable, connect, migrateTables } from './database.ts';
import { createDeliveryStore } from './deliveries.ts';
import { createEventStore } from './events.ts';
import { createInvoiceStore } from './invoices.ts';
import { createListenerStore } from './listeners.ts';
import { createMerchantStore } from './merchants.ts';
import { createNoticeStore } from './notices.ts';
import { createProviderStore } from './providers.ts';
import { createAttemptStore, createRequestStore } from './requests.ts';
import { createSaleStore } from './sales.ts';
import { createSourceStore } from './sources.ts';
import { createTaxpayerStore } from './taxpayers.ts';

/** Opens the file at `path`, creating it and its folder, with its tables up to date. Throws when it cannot be opened or migrated. */
export async function openSqlite(path: string): Promise<Store> {
  const connection = connect(path);
  migrateTables(connection);
  return {
    engine: 'sqlite',
    async assertDurable() {
      assertDurable(connection);
    },
    async close() {
      connection.raw.close();
    },
    merchants: createMerchantStore(connection),
    sales: createSaleStore(connection),
    invoices: createInvoiceStore(connection),
    requests: createRequestStore(connection),
    attempts: createAttemptStore(connection),
    catalogs: createCatalogStore(connection),
    providers: createProviderStore(connection),
    circuits: createCircuitStore(connection),
    notices: createNoticeStore(connection),
    taxpayers: createTaxpayerStore(connection),
    events: createEventStore(connection),
    listeners: createListenerStore(connection),
    deliveries: createDeliveryStore(connection),
    addresses: createAddressStore(connection),
    sources: createSourceStore(connection),
  };
}
