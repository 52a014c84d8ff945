/** Addresses that get no mail, each stored as a keyed hash. */
import type { AddressStore } from '../../server/outbox/outbox-store.ts';
import type { Engine } from '../engines/engine.ts';
import { change, first } from '../engines/work.ts';

const ADDRESS = ['merchantId', 'world', 'hash'] as const;

/** The suppressed addresses of every merchant's customers. */
export function createAddressStore({ db, run, insertMany }: Engine): AddressStore {
  return {
    async suppress({ merchantId, world }, hash, reason, at) {
      const replace = reason === 'unsubscribed' ? undefined : (['reason', 'at'] as const);
      const row = { merchantId, world, hash, reason, at };
      await run(insertMany('suppressedAddress', [row], { on: ADDRESS, ...(replace && { replace }) }));
    },
    async suppressed({ merchantId, world }, hash) {
      const known = db.selectFrom('suppressedAddress').select('reason');
      return (await run(first(known.where((eb) => eb.and({ merchantId, world, hash })))))?.reason;
    },
    async allow({ merchantId, world }, hash) {
      const known = db.deleteFrom('suppressedAddress');
      await run(change(known.where((eb) => eb.and({ merchantId, world, hash }))));
    },
  };
}
