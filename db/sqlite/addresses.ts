/** Addresses that get no mail, on SQLite. */
import { and, eq } from 'drizzle-orm';
import type { Tenant } from '../../server/sales/sale.ts';
import type { AddressStore } from '../delivery-store.ts';
import type { Connection } from './database.ts';
import { suppressedAddress as address } from './schema.ts';

/** The addresses of every merchant's customers, over one connection. */
export function createAddressStore({ db }: Connection): AddressStore {
  return {
    async suppress({ merchantId, world }, hash, reason, at) {
      const target = [address.merchantId, address.world, address.hash];
      const insert = db.insert(address).values({ merchantId, world, hash, reason, at });
      if (reason === 'unsubscribed') insert.onConflictDoNothing({ target }).run();
      else insert.onConflictDoUpdate({ target, set: { reason, at } }).run();
    },
    async suppressed(tenant, hash) {
      return db.select().from(address).where(isIt(tenant, hash)).get()?.reason;
    },
    async allow(tenant, hash) {
      db.delete(address).where(isIt(tenant, hash)).run();
    },
  };
}

function isIt({ merchantId, world }: Tenant, hash: string) {
  return and(eq(address.merchantId, merchantId), eq(address.world, world), eq(address.hash, hash));
}
