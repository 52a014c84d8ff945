/** Where a server keeps things: its files, and what PostgreSQL has on its disk. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { StoreLocation } from '../../db/open-store.ts';
import type { Place } from './canaries.ts';

/** PostgreSQL's own files after a checkpoint, with its write-ahead log, and each table as text, for what is kept compressed. */
export async function databasePlaces(location: StoreLocation): Promise<readonly Place[]> {
  if (!('databaseUrl' in location) || location.databaseUrl === undefined) return [];
  const client = new pg.Client({ connectionString: location.databaseUrl });
  await client.connect();
  try {
    await client.query('checkpoint');
    const { rows: folders } = await client.query<{ data_directory: string }>('show data_directory');
    const { rows: own } = await client.query<{ oid: number }>(
      'select oid from pg_database where datname = current_database()',
    );
    const tables = await client.query<{ schemaname: string; tablename: string }>(
      `select schemaname, tablename from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
    );
    const places: Place[] = [];
    for (const { schemaname, tablename } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(
        `select t::text as row from "${schemaname}"."${tablename}" t`,
      );
      places.push(place(`table ${tablename}`, rows.map(({ row }) => row).join('\n')));
    }
    // The other databases of this server are templates.
    const folder = folders[0]?.data_directory ?? '';
    const ofThis = [join(folder, 'base', String(own[0]?.oid)), join(folder, 'pg_wal')];
    return [...places, ...ofThis.flatMap((each) => filesBelow(each, 'PostgreSQL'))];
  } finally {
    await client.end();
  }
}

/** A text as a place. */
export function place(name: string, text: string): Place {
  return { name, bytes: Buffer.from(text) };
}

/** Every file in the folder and below it, as it is now. */
export function filesBelow(folder: string, when = 'the data folder'): readonly Place[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => existsSync(path) && statSync(path).isFile())
    .map((path) => ({ name: `${path.slice(folder.length)} of ${when}`, bytes: readFileSync(path) }));
}
