import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStore } from '../../db/open-store.ts';
import type { TestDatabase } from '../contracts/store/cast.ts';
import { describeStore } from '../contracts/store-contract.ts';
import { type PostgresServer, startPostgres } from '../support/postgres.ts';

let server: PostgresServer;
let migrated: string;

const open = (databaseUrl: string) => openStore({ databaseUrl, sqlitePath: '' });

beforeAll(async () => {
  server = await startPostgres();
  migrated = await server.createDatabase();
  await (await open(migrated)).close();
});
afterAll(() => server?.stop());

async function createDatabase(): Promise<TestDatabase> {
  const url = await server.createDatabase(migrated);
  return { connect: () => open(url), drop: () => server.dropDatabase(url) };
}

describeStore('PostgreSQL', createDatabase);

describe('a PostgreSQL database', () => {
  it('is migrated once by several replicas that start at the same time', async () => {
    const url = await server.createDatabase();
    const stores = await Promise.all([open(url), open(url), open(url), open(url)]);
    expect(await stores[3]?.attempts.add('logins', '2026-11-22')).toBe(1);
    for (const store of stores) await store.close();
  });

  it('is refused when it may forget what it acknowledged', async () => {
    const url = await server.createDatabase(migrated);
    await server.run(url, 'alter role autofactura set synchronous_commit = off').finally(async () => {
      await expect(open(url)).rejects.toThrow('synchronous_commit is off');
      await server.run(url, 'alter role autofactura reset synchronous_commit');
    });
    await (await open(url)).close();
  });

  it('is not opened when nobody listens', async () => {
    await expect(open('postgres://autofactura@127.0.0.1:1/nothing')).rejects.toThrow();
  });
});
