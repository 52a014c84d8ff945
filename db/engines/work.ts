/**
 * Work for a database, written once for both engines: a generator that yields one statement at a time and is resumed with its result.
 * better-sqlite3 is synchronous, so on SQLite a transaction runs from start to end without interruption and no two can interleave on the
 * one connection; PostgreSQL awaits every statement.
 */
import type { Compilable } from 'kysely';

/** SQL to be run with these parameters. PostgreSQL plans a named one once per connection. */
export type Command = {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  readonly name?: string;
};

/** The rows of a query, and how many rows a statement changed. */
export type Outcome = { readonly rows: readonly unknown[]; readonly changes: number };

/** Statements to run in order, and the result of the whole. */
export type Work<T> = Generator<Command, T, Outcome>;

/** A query that is compiled once; its placeholders are bound by name at each call. */
export type Statement<Values, Row> = {
  all(values: Values): Work<readonly Row[]>;
  first(values: Values): Work<Row | undefined>;
  /** Returns how many rows were changed. */
  change(values: Values): Work<number>;
  /** What would be run with these values. */
  command(values: Values): Command;
};

/** Builds a query with placeholders. Each property of `values` is one, and has the type of the value that will be bound to it. */
export type Build<Values, Row> = (values: Values) => Compilable<Row>;

class Placeholder {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** Returns the rows of a query that is compiled for this call only. */
export function* all<Row>(query: Compilable<Row>): Work<readonly Row[]> {
  return (yield query.compile()).rows as readonly Row[];
}

/** Returns the first row of a query that is compiled for this call only. */
export function* first<Row>(query: Compilable<Row>): Work<Row | undefined> {
  return (yield query.compile()).rows[0] as Row | undefined;
}

/** Returns how many rows a statement changed that is compiled for this call only. */
export function* change(query: Compilable<unknown>): Work<number> {
  return (yield query.compile()).changes;
}

/** A query compiled when it is first used. PostgreSQL plans it for the values of each call. */
export function statement<Values extends object, Row>(build: Build<Values, Row>): Statement<Values, Row> {
  return compiledOnce(build);
}

/** A query that is run all the time: PostgreSQL may plan it once for all values, too. */
export function hotStatement<Values extends object, Row>(
  name: string,
  build: Build<Values, Row>,
): Statement<Values, Row> {
  return compiledOnce(build, name);
}

/** One hot statement for each combination of criteria, compiled when it is first used. */
export function hotStatements<Values extends object, Row>(
  name: string,
  build: (shape: string, values: Values) => Compilable<Row>,
): (shape: string) => Statement<Values, Row> {
  const known = new Map<string, Statement<Values, Row>>();
  return (shape) => {
    const statement =
      known.get(shape) ?? hotStatement<Values, Row>(`${name}_${known.size}`, (values) => build(shape, values));
    known.set(shape, statement);
    return statement;
  };
}

function compiledOnce<Values extends object, Row>(build: Build<Values, Row>, name?: string): Statement<Values, Row> {
  let template: Command | undefined;
  function command(values: Values): Command {
    template ??= build(placeholders<Values>()).compile();
    const { sql, parameters: slots } = template;
    const parameters: unknown[] = [];
    for (const slot of slots) parameters.push(slot instanceof Placeholder ? values[slot.name as keyof Values] : slot);
    return name === undefined ? { sql, parameters } : { sql, parameters, name };
  }
  return {
    command,
    *all(values) {
      return (yield command(values)).rows as readonly Row[];
    },
    *first(values) {
      return (yield command(values)).rows[0] as Row | undefined;
    },
    *change(values) {
      return (yield command(values)).changes;
    },
  };
}

function placeholders<Values extends object>(): Values {
  return new Proxy({} as Values, { get: (_, name) => new Placeholder(String(name)) });
}
