import { readdirSync, readFileSync } from 'node:fs';
import {
  generateDrizzleJson,
  generateMigration,
  generateSQLiteDrizzleJson,
  generateSQLiteMigration,
} from 'drizzle-kit/api';
import { is, SQL } from 'drizzle-orm';
import * as pg from 'drizzle-orm/pg-core';
import * as sqlite from 'drizzle-orm/sqlite-core';
import { expect, it } from 'vitest';
import * as postgresSchema from '../../db/postgres/schema.ts';
import * as sqliteSchema from '../../db/schema/schema.ts';

/** What a column holds, in one word for both engines. */
const HOLDS: Readonly<Record<string, string>> = {
  integer: 'integer',
  bigint: 'integer',
  blob: 'bytes',
  bytea: 'bytes',
};
const FLAGS: ReadonlySet<string> = new Set(['SQLiteBoolean', 'PgBoolean']);
const dialects = { sqlite: new sqlite.SQLiteSyncDialect(), pg: new pg.PgDialect() };

type Config = ReturnType<typeof sqlite.getTableConfig> | ReturnType<typeof pg.getTableConfig>;

function columnsOf({ columns }: Config) {
  return columns.map((column) => {
    const holds = FLAGS.has(column.columnType) ? 'flag' : (HOLDS[column.getSQLType()] ?? column.getSQLType());
    return {
      name: column.name,
      holds,
      notNull: column.notNull,
      primary: column.primary,
      unique: column.isUnique && column.uniqueName,
    };
  });
}

/** A condition as SQL; SQLite has no booleans and says `active = 1`. */
function textOf(value: unknown): string | undefined {
  if (!is(value, SQL)) return undefined;
  return dialects.sqlite.sqlToQuery(value).sql.replace(/(active|next|enabled) = 1/, '$1');
}

function indexesOf({ indexes }: Config) {
  return indexes.map(({ config }) => ({
    name: config.name,
    unique: config.unique === true,
    on: config.columns.map((column) => textOf(column) ?? ('name' in column ? column.name : undefined)),
    where: textOf(config.where),
  }));
}

function describeTable(config: Config) {
  const foreign = config.foreignKeys.map((key) => key.getName());
  const primary = config.primaryKeys.map(({ columns }) => columns.map(({ name }) => name));
  return { columns: columnsOf(config), indexes: indexesOf(config), foreign, primary };
}

it('has the same tables, columns, keys and indexes on both engines', () => {
  const byName = (one: { readonly name: string }, other: { readonly name: string }) => (one.name < other.name ? -1 : 1);
  const onSqlite = Object.values(sqliteSchema).map(sqlite.getTableConfig).sort(byName);
  const onPostgres = Object.values(postgresSchema).map(pg.getTableConfig).sort(byName);
  expect(onSqlite.map(({ name }) => name)).toEqual(onPostgres.map(({ name }) => name));
  onSqlite.forEach((table, i) => {
    const other = onPostgres[i];
    expect(other && { table: table.name, ...describeTable(other) }).toEqual({
      table: table.name,
      ...describeTable(table),
    });
  });
});

/** The tables as the last migration of an engine left them. */
function lastSnapshot(engine: string) {
  const meta = new URL(`../../db/${engine}/migrations/meta/`, import.meta.url);
  const last = readdirSync(meta)
    .filter((file) => file.endsWith('_snapshot.json'))
    .sort()
    .at(-1);
  return JSON.parse(readFileSync(new URL(last ?? '', meta), 'utf8'));
}

it('is what the migrations make, on SQLite', async () => {
  expect(await generateSQLiteMigration(lastSnapshot('sqlite'), await generateSQLiteDrizzleJson(sqliteSchema))).toEqual(
    [],
  );
});

it('is what the migrations make, on PostgreSQL', async () => {
  expect(await generateMigration(lastSnapshot('postgres'), generateDrizzleJson(postgresSchema))).toEqual([]);
});
