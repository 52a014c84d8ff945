/** The store on one SQLite file: the default, for a single node. */
import type { Store } from '../store.ts';
import { withUnavailable } from '../unavailable.ts';
import { createAddressStore } from './addresses.ts';
import { isAway } from './away.ts';
import { createCatalogStore } from './catalogs.ts';
import { createCircuitStore } from './circuits.ts';
import { assertDurable, connect, isMigrated, migrateTables } from './database.ts';
import { createDeliveryStore } from './deliveries.ts';
import { createEventStore } from './events.ts';
import { createInvoiceStore } from './invoices.ts';
import { createListenerStore } from './listeners.ts';
import { createMerchantStore } from './merchants.ts';
import { createNoticeStore } from './notices.ts';
import { lockForOwner } from './owner-lock.ts';
import { createPrintStore } from './prints.ts';
import { createProviderStore } from './providers.ts';
import { createAttemptStore, createRequestStore } from './requests.ts';
import { createSaleStore } from './sales.ts';
import { createSourceStore } from './sources.ts';
import { createTaxpayerStore } from './taxpayers.ts';

/** Opens the file at `path`, creating it and its folder, with its tables up to date. Throws when it cannot be opened or migrated. */
export async function openSqlite(path: string): Promise<Store> {
  const connection = connect(path);
  migrateTables(connection);
  const served = <Port extends object>(port: Port): Port => withUnavailable(port, isAway);
  const invoices = createInvoiceStore(connection);
  const deliveries = createDeliveryStore(connection);
  const circuits = createCircuitStore(connection);
  let lock: ReturnType<typeof lockForOwner> | undefined;
  return {
    engine: 'sqlite',
    async assertDurable() {
      assertDurable(connection);
    },
    async takeOver(now) {
      lock ??= lockForOwner(path);
      await invoices.voidLeases(now);
      await circuits.voidProbes();
      await deliveries.voidLeases();
    },
    async probe() {
      return isMigrated(connection) ? 'ok' : 'migrations-pending';
    },
    async clock() {
      return undefined;
    },
    async close() {
      connection.raw.close();
      lock?.release();
    },
    merchants: served(createMerchantStore(connection)),
    sales: served(createSaleStore(connection)),
    invoices: served(invoices),
    prints: served(createPrintStore(connection)),
    requests: served(createRequestStore(connection)),
    attempts: served(createAttemptStore(connection)),
    catalogs: served(createCatalogStore(connection)),
    providers: served(createProviderStore(connection)),
    circuits: served(circuits),
    notices: served(createNoticeStore(connection)),
    taxpayers: served(createTaxpayerStore(connection)),
    events: served(createEventStore(connection)),
    listeners: served(createListenerStore(connection)),
    deliveries: served(deliveries),
    addresses: served(createAddressStore(connection)),
    sources: served(createSourceStore(connection)),
  };
}
