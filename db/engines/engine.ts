/** What query files are written against: a query builder, ways to run queries, and the SQL that differs between engines. */
import type { QueryCreator, RawBuilder, SelectQueryBuilder, SqlBool } from 'kysely';
import type { NewRow, TableName, Tables } from './tables.ts';
import type { Work } from './work.ts';

/** Builds queries over our tables. */
export type Queries = QueryCreator<Tables>;

/** How rows on which a decision depends are kept from changing until the transaction ends. */
export type RowLock = 'update' | 'update-skip-locked' | 'share' | 'key-share';

/** Which rows count as the same; an existing one is left as it is, or overwritten in the columns of `replace`. */
export type OnConflict<T extends TableName> = {
  readonly on: readonly (keyof NewRow<T> & string)[];
  readonly replace?: readonly (keyof NewRow<T> & string)[];
};

/** The tables whose rows have our own ids. */
export type TableWithId = { [T in TableName]: NewRow<T> extends { readonly id: string } ? T : never }[TableName];

// biome-ignore lint/suspicious/noExplicitAny: any select at all, as Kysely itself says it.
type AnySelect = SelectQueryBuilder<any, any, any>;

/** Distinguishes running servers from dead ones. */
export type Leases = {
  /** This process's number, while others can see that it is alive; none on an engine with one server. */
  owner(): number | null;
  /** Frees the leases of dead servers. Returns how many servers there were. */
  freeDead(): Promise<number>;
};

/** For a server that has the database to itself: earlier leases were released when it started. */
export const ONE_SERVER: Leases = { owner: () => null, freeDead: async () => 0 };

/** One database engine. All query files are written against it. */
export interface Engine {
  readonly db: Queries;
  readonly leases: Leases;
  /** Runs work outside of a transaction. */
  run<T>(work: Work<T>): Promise<T>;
  /** Runs work in a transaction and retries it if it loses a race, so it must have no other side effects. */
  write<T>(work: () => Work<T>): Promise<T>;
  /** Runs work in a transaction that cannot be repeated, because it reads a stream. */
  writeOnce<T>(work: () => Work<T>): Promise<T>;

  /** Inserts any number of rows in as few statements as possible. Returns how many were written. */
  insertMany<T extends TableName>(table: T, rows: Iterable<NewRow<T>>, conflict?: OnConflict<T>): Work<number>;
  /** Does the same but leaves existing rows unchanged. Returns the ids of the new ones. */
  insertNew<T extends TableWithId>(
    table: T,
    rows: Iterable<NewRow<T> & { readonly id: string }>,
    on: OnConflict<T>['on'],
  ): Work<ReadonlySet<string>>;

  /** Makes transactions that share one of these keys run one after the other, from here to their end. */
  takeTurns(keys: readonly string[]): Work<void>;
  /** The select, with locks on the rows that it finds. SQLite's transactions hold the write lock from their start. */
  locked<Q extends AnySelect>(select: Q, lock?: RowLock): Q;
  /** Whether a flag is set, written as in the conditions of partial indexes. `flag` is SQL. */
  isSet(flag: string): RawBuilder<SqlBool>;
  /** Whether a column, as SQL, is one of a list, bound as one parameter however long it is. */
  isAmong(column: string, list: readonly unknown[]): RawBuilder<SqlBool>;
  /** The column, as SQL, in a condition for which no index may be chosen. */
  unindexed(column: string): RawBuilder<unknown>;
  /** Whether a column that holds JSON has this field. */
  hasField(column: string, field: string): RawBuilder<SqlBool>;
  /** A field of a column that holds JSON, as text; null if it has none. */
  fieldOf(column: string, field: string): RawBuilder<string | null>;
  /** A column that holds JSON, without the field `from` and with this text as its field `to`. */
  withFieldMoved(column: string, from: string, to: string, text: RawBuilder<string | null>): RawBuilder<string>;
}
