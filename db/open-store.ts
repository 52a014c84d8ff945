/** Chooses the engine. */
import type { Store } from './store.ts';

/** Where the data are stored: in PostgreSQL if there is a URL, otherwise in one SQLite file. */
export type StoreLocation = { readonly databaseUrl?: string; readonly sqlitePath: string };

/**
 * Opens the store with its tables up to date. Throws if it cannot be reached, if `databaseUrl` is not PostgreSQL's, or if
 * the engine is not configured to keep what it acknowledges. Only the engine in use is loaded.
 */
export async function openStore({ databaseUrl, sqlitePath }: StoreLocation): Promise<Store> {
  const store = await openEngine(databaseUrl, sqlitePath);
  try {
    await store.assertDurable();
  } catch (error) {
    await store.close();
    throw error;
  }
  return store;
}

async function openEngine(databaseUrl: string | undefined, sqlitePath: string): Promise<Store> {
  if (databaseUrl === undefined) return (await import('./sqlite/sqlite-store.ts')).openSqlite(sqlitePath);
  if (!/^postgres(ql)?:\/\//.test(databaseUrl))
    throw new Error('the database URL must begin with postgres:// or postgresql://');
  return (await import('./postgres/postgres-store.ts')).openPostgres(databaseUrl);
}
