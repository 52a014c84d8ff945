/** Kysely as a builder and compiler of SQL: it never runs anything. Names in code are converted to names in SQL on the way. */
import type { Dialect, IdentifierNode, KyselyPlugin, QueryCompiler } from 'kysely';
import type { Queries } from './engine.ts';
import { kysely } from './kysely.ts';
import { nameInSql, type Tables } from './tables.ts';

const {
  DummyDriver,
  Kysely,
  OperationNodeTransformer,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} = kysely;

class NamesInSql extends OperationNodeTransformer {
  protected override transformIdentifier(node: IdentifierNode): IdentifierNode {
    return { ...node, name: nameInSql(node.name) };
  }
}

const transformer = new NamesInSql();

const naming: KyselyPlugin = {
  transformQuery: ({ node, queryId }) => transformer.transformNode(node, queryId),
  transformResult: async ({ result }) => result,
};

/** A builder of SQLite's SQL. */
export function sqliteQueries(): Queries {
  const createQueryCompiler = (): QueryCompiler => new SqliteQueryCompiler();
  const createAdapter = () => new SqliteAdapter();
  return queries({ createQueryCompiler, createAdapter, createIntrospector: (db) => new SqliteIntrospector(db) });
}

/** A builder of PostgreSQL's SQL. */
export function postgresQueries(): Queries {
  const createQueryCompiler = (): QueryCompiler => new PostgresQueryCompiler();
  const createAdapter = () => new PostgresAdapter();
  return queries({ createQueryCompiler, createAdapter, createIntrospector: (db) => new PostgresIntrospector(db) });
}

function queries(dialect: Omit<Dialect, 'createDriver'>): Queries {
  return new Kysely<Tables>({ dialect: { ...dialect, createDriver: () => new DummyDriver() }, plugins: [naming] });
}
