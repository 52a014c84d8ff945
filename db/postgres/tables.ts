/** The tables on PostgreSQL, made from those on SQLite: integers have 64 bits there, flags and bytes their own types, and `seq` is counted. */
import { getTableColumns, getTableName, is, SQL, sql, type Table } from 'drizzle-orm';
import {
  bigint,
  boolean,
  customType,
  index,
  type PgColumn,
  type PgColumnBuilder,
  type PgTable,
  pgTable,
  primaryKey,
  text,
  uniqueIndex,
} from 'drizzle-orm/pg-core';
import {
  getTableConfig,
  type Index,
  type SQLiteColumn,
  SQLiteSyncDialect,
  type SQLiteTable,
} from 'drizzle-orm/sqlite-core';

/** The columns of a table by their names in SQL. */
type Columns = (name: string) => PgColumn;

const bytea = customType<{ data: Buffer }>({ dataType: () => 'bytea' });
const dialect = new SQLiteSyncDialect();

/** Every table of a schema, under the same name, with its columns, keys and indexes. Throws on a type of column that it does not know. */
export function postgresTables<Name extends string>(
  schema: Readonly<Record<Name, SQLiteTable>>,
): Readonly<Record<Name, PgTable>> {
  const made: Record<string, PgTable> = {};
  const byName = new Map<string, PgTable>();
  for (const [name, table] of Object.entries<SQLiteTable>(schema)) {
    const own = postgresTable(table, (other) => columnsOf(byName.get(getTableName(other))));
    made[name] = own;
    byName.set(getTableName(table), own);
  }
  return made as Record<Name, PgTable>;
}

function columnsOf(table: Table | undefined): Columns {
  const columns = Object.values(table === undefined ? {} : getTableColumns(table));
  return (name) => {
    const column = columns.find((each) => each.name === name);
    if (column === undefined) throw new Error(`no column ${name}`);
    return column as PgColumn;
  };
}

function postgresTable(table: SQLiteTable, columnsIn: (other: Table) => Columns): PgTable {
  const { columns, foreignKeys, indexes, primaryKeys } = getTableConfig(table);
  const target = ({ name }: SQLiteColumn) => {
    const [foreign] = foreignKeys.flatMap((key) => {
      const { columns: own, foreignColumns } = key.reference();
      return own[0]?.name === name ? foreignColumns : [];
    });
    return foreign && (() => columnsIn(foreign.table)(foreign.name));
  };
  const built = Object.entries(getTableColumns(table)).map(([name, column]) => {
    const builder = typed(column);
    const references = target(column);
    return [name, references ? builder.references(references) : builder];
  });
  const flags = columns.filter(isFlag).map(({ name }) => name);
  return pgTable(getTableName(table), Object.fromEntries(built) as Record<string, PgColumnBuilder>, (own) => {
    const named = columnsByName(own);
    return [
      ...primaryKeys.map((key) => primaryKey({ columns: key.columns.map(({ name }) => named(name)) as [PgColumn] })),
      ...indexes.map((each) => indexLike(each, named, flags)),
    ];
  });
}

function columnsByName(own: Readonly<Record<string, PgColumn>>): Columns {
  const columns = new Map(Object.values(own).map((column) => [column.name, column]));
  return (name) => columns.get(name) as PgColumn;
}

const isFlag = ({ dataType }: SQLiteColumn): boolean => dataType === 'boolean';

/** The column's type, with the properties that every type has. */
function typed(column: SQLiteColumn): PgColumnBuilder {
  const { notNull, primary, hasDefault, isUnique, uniqueName } = column;
  const built = typeOf(column) as PgColumnBuilder & { generatedAlwaysAsIdentity?(): PgColumnBuilder };
  if (notNull) built.notNull();
  if (hasDefault) built.default(column.default);
  if (isUnique) built.unique(uniqueName);
  if (primary) built.primaryKey();
  return primary && column.name === 'seq' ? (built.generatedAlwaysAsIdentity?.() ?? built) : built;
}

function typeOf(column: SQLiteColumn): unknown {
  const { name, dataType } = column;
  if (isFlag(column)) return boolean(name);
  if (dataType === 'number') return bigint(name, { mode: 'number' });
  if (dataType === 'string') return text(name);
  if (dataType === 'buffer') return bytea(name);
  throw new Error(`no type on PostgreSQL for ${name} (${dataType})`);
}

/** SQLite has no booleans: the condition `active = 1` there is `active` here. */
function indexLike({ config }: Index, named: Columns, flags: readonly string[]) {
  const { name, unique, columns, where } = config;
  const text = where && dialect.sqlToQuery(where).sql;
  const on = columns.map((each) => (is(each, SQL) ? sql.raw(dialect.sqlToQuery(each).sql) : named(each.name)));
  const made = (unique ? uniqueIndex : index)(name).on(...(on as [PgColumn]));
  const condition = flags.reduce((translated, flag) => translated?.replaceAll(`${flag} = 1`, flag), text);
  return condition === undefined ? made : made.where(sql.raw(condition));
}
