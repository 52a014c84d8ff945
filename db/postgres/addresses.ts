/** Addresses that get no mail, on PostgreSQL. */
import { and, eq } from 'drizzle-orm';
import type { Tenant } from '../../server/sales/sale.ts';
import type { AddressStore } from '../delivery-store.ts';
import type { Connection } from './database.ts';
import { suppressedAddress as address } from './schema.ts';

/** The addresses of every merchant's customers, over one pool. */
export function createAddressStore({ db }: Connection): AddressStore {
  return {
    async suppress({ merchantId, world }, hash, reason, at) {
      const target = [address.merchantId, address.world, address.hash];
      const insert = db.insert(address).values({ merchantId, world, hash, reason, at });
      if (reason === 'unsubscribed') await insert.onConflictDoNothing({ target });
      else await insert.onConflictDoUpdate({ target, set: { reason, at } });
    },
    async suppressed(tenant, hash) {
      const [row] = await db.select().from(address).where(isIt(tenant, hash));
      return row?.reason;
    },
    async allow(tenant, hash) {
      await db.delete(address).where(isIt(tenant, hash));
    },
  };
}

function isIt({ merchantId, world }: Tenant, hash: string) {
  return and(eq(address.merchantId, merchantId), eq(address.world, world), eq(address.hash, hash));
}
