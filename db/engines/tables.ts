/**
 * The tables as queries see them: drizzle's types, under the names that the schema's TypeScript gives to tables and columns. PostgreSQL's
 * tables are made from the same schema, so its types serve both engines.
 */
import { getTableColumns, getTableName, type InferInsertModel, type InferSelectModel, type Table } from 'drizzle-orm';
import type { ColumnType } from 'kysely';
import * as schema from '../schema/schema.ts';

const tables: Readonly<Record<string, Table>> = { ...schema };

type Columns<T extends Table> = {
  [K in keyof InferSelectModel<T>]: ColumnType<
    InferSelectModel<T>[K],
    K extends keyof InferInsertModel<T> ? InferInsertModel<T>[K] : never,
    InferSelectModel<T>[K]
  >;
};

/** Every table by its name in the schema. */
export type Tables = { [K in keyof typeof schema]: Columns<(typeof schema)[K]> };

/** The TypeScript name of a table, as queries use it. */
export type TableName = keyof Tables;

/** A whole row to be inserted, without the `seq` that the engine counts. */
export type NewRow<T extends TableName> = Omit<InferSelectModel<(typeof schema)[T]>, 'seq'>;

/** The names of all columns to be inserted, in a fixed order. */
export function columnsOf<T extends TableName>(table: T): readonly (keyof NewRow<T> & string)[] {
  const names = Object.keys(getTableColumns(tables[table] as Table)).filter((name) => name !== 'seq');
  return names as (keyof NewRow<T> & string)[];
}

const namesInSql = new Map<string, string>();
const namesInCode = new Map<string, string>();
const flags = new Set<string>();

for (const [key, table] of Object.entries(tables)) {
  namesInSql.set(key, getTableName(table));
  for (const [name, column] of Object.entries(getTableColumns(table))) {
    namesInSql.set(name, column.name);
    namesInCode.set(column.name, name);
    if (column.dataType === 'boolean') flags.add(`${getTableName(table)}.${column.name}`);
  }
}

/** A table's or a column's name in SQL; any other name (an alias) stays as it is. */
export function nameInSql(name: string): string {
  return namesInSql.get(name) ?? name;
}

/** A column's name in our code. */
export function nameInCode(column: string): string {
  return namesInCode.get(column) ?? column;
}

/** Whether a table's column, given by its names in SQL, is a boolean. */
export function isFlag(table: string | null, column: string | null): boolean {
  return flags.has(`${table}.${column}`);
}
