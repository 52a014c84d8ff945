import { afterEach, beforeEach } from 'vitest';
import type { Store } from '../../../db/store.ts';
import type { TestDatabase } from './cast.ts';

/** A new database for each test of the surrounding `describe`, dropped after it; answers how to reach its store. */
export function connected(create: () => Promise<TestDatabase>): {
  readonly store: () => Store;
  readonly another: () => Promise<Store>;
} {
  let database: TestDatabase | undefined;
  let stores: Store[] = [];

  async function connect(): Promise<Store> {
    if (database === undefined) throw new Error('no database yet');
    const store = await database.connect();
    stores.push(store);
    return store;
  }

  beforeEach(async () => {
    database = await create();
    stores = [];
    await connect();
  });
  afterEach(async () => {
    for (const store of stores) await store.close();
    await database?.drop();
  });

  return {
    store() {
      const [first] = stores;
      if (first === undefined) throw new Error('not connected yet');
      return first;
    },
    another: connect,
  };
}
