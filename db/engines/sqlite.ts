/** Runs work on one SQLite connection: synchronously, so that a transaction is never interrupted. */
import type Sqlite from 'better-sqlite3';
import type { Connection } from '../sqlite/database.ts';
import { sqliteQueries } from './builder.ts';
import { type Engine, ONE_SERVER, type OnConflict } from './engine.ts';
import { insertInto } from './insert.ts';
import { sql } from './kysely.ts';
import { columnsOf, isFlag, nameInCode, type TableName } from './tables.ts';
import type { Command, Outcome, Work } from './work.ts';

/** Statements kept prepared. There are about 200; only lists with many combinations of filters could make more. */
const MOST_PREPARED = 1_000;

/** Runs work on this connection. */
export function createSqliteEngine({ raw }: Connection): Engine {
  const execute = createExecutor(raw);
  const transaction = raw.transaction((work: () => Work<unknown>) => complete(work(), execute));
  const write = async <T>(work: () => Work<T>) => transaction.immediate(work) as T;
  return {
    db: sqliteQueries(),
    leases: ONE_SERVER,
    run: async (work) => complete(work, execute),
    write,
    writeOnce: write,
    *insertMany(table, rows, conflict) {
      const names = columnsOf(table);
      const text = insertOne(table, names, conflict);
      let written = 0;
      for (const row of rows) written += (yield { sql: text, parameters: names.map((name) => row[name]) }).changes;
      return written;
    },
    *insertNew(table, rows, on) {
      const names = columnsOf(table);
      const text = insertOne(table, names, { on });
      const added = new Set<string>();
      for (const row of rows) {
        const { changes } = yield { sql: text, parameters: names.map((name) => row[name]) };
        if (changes === 1) added.add(row.id);
      }
      return added;
    },
    // A transaction already holds the write lock.
    *takeTurns() {},
    locked: (select) => select,
    isSet: (flag) => sql`${sql.raw(flag)} = 1`,
    isAmong: (column, list) => sql`${sql.raw(column)} in (select value from json_each(${list}))`,
    // SQLite uses no index for an expression that is not indexed.
    unindexed: (column) => sql`+${sql.raw(column)}`,
    fieldOf: (column, field) => sql`${sql.raw(column)} ->> ${sql.lit(field)}`,
    withFieldMoved: (column, from, to, text) =>
      sql`json_set(json_remove(${sql.raw(column)}, ${sql.lit(`$."${from}"`)}), ${sql.lit(`$."${to}"`)}, ${text})`,
    hasField: (column, field) => sql`${sql.raw(column)} ->> ${sql.lit(field)} is not null`,
  };
}

function insertOne<T extends TableName>(table: T, names: readonly string[], conflict?: OnConflict<T>): string {
  return insertInto(table, names, `values (${names.map(() => '?').join()})`, conflict);
}

/** Resumes the work with the result of each statement, until it is done. */
function complete<T>(work: Work<T>, execute: (command: Command) => Outcome): T {
  let step = work.next();
  while (!step.done) {
    let outcome: Outcome;
    try {
      outcome = execute(step.value);
    } catch (error) {
      step = work.throw(error);
      continue;
    }
    step = work.next(outcome);
  }
  return step.value;
}

type Executor = (parameters: readonly unknown[]) => Outcome;

function createExecutor(raw: Sqlite.Database): (command: Command) => Outcome {
  const prepared = new Map<string, Executor>();
  return ({ sql: text, parameters }) => {
    let executor = prepared.get(text);
    if (executor === undefined) {
      if (prepared.size >= MOST_PREPARED) prepared.clear();
      executor = prepare(raw, text);
      prepared.set(text, executor);
    }
    return executor(parameters.map(toSqlite));
  };
}

function prepare(raw: Sqlite.Database, text: string): Executor {
  const statement = raw.prepare<unknown[], unknown[]>(text);
  if (!statement.reader) {
    return (parameters) => ({ rows: [], changes: statement.run(parameters).changes });
  }
  const columns = statement.columns();
  const names = columns.map(({ name }) => nameInCode(name));
  const flags = columns.map(({ table, column }) => isFlag(table, column));
  statement.raw();
  return (parameters) => {
    const rows = statement.all(parameters).map((values) => {
      const row: Record<string, unknown> = {};
      for (let i = 0; i < names.length; i += 1) row[names[i] as string] = flags[i] ? values[i] === 1 : values[i];
      return row;
    });
    return { rows, changes: rows.length };
  };
}

/** SQLite has neither booleans nor arrays: a flag is 0 or 1, and a list is JSON. */
function toSqlite(value: unknown): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (Array.isArray(value)) return JSON.stringify(value);
  return value ?? null;
}
