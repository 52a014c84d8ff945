/** The text of an insert, the same on both engines except for the source of its values. */
import type { OnConflict } from './engine.ts';
import { nameInSql, type TableName } from './tables.ts';

/** An insert of these columns; `values` is SQL. */
export function insertInto<T extends TableName>(
  table: T,
  names: readonly string[],
  values: string,
  conflict: OnConflict<T> | undefined,
): string {
  return `insert into ${nameInSql(table)} (${names.map(nameInSql).join()}) ${values}${onConflict(conflict)}`;
}

function onConflict<T extends TableName>(conflict: OnConflict<T> | undefined): string {
  if (conflict === undefined) return '';
  const { on, replace } = conflict;
  const set = replace?.map(nameInSql).map((name) => `${name} = excluded.${name}`);
  return ` on conflict (${on.map(nameInSql).join()}) do ${set === undefined ? 'nothing' : `update set ${set.join()}`}`;
}
