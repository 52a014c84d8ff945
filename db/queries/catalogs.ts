/** The two big catalogues of the SAT. Their rows come from a stream that is read once, so a replacement is never repeated. */

import type { SqlBool } from 'kysely';
import type { CatalogStore, ClaveSearch } from '../../server/catalogs/catalog-store.ts';
import { wholeWords } from '../../server/catalogs/plain-words.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { all, change, hotStatement } from '../engines/work.ts';
import {
  fromClaveProdServColumns,
  fromCodigoPostalColumns,
  toClaveProdServColumns,
  toCodigoPostalColumns,
} from '../rows.ts';

/** The catalogues. */
export function createCatalogStore({ db, run, writeOnce, insertMany }: Engine): CatalogStore {
  const byClave = hotStatement('clave_prod_serv', ({ clave }: { clave: string }) =>
    db.selectFrom('claveProdServ').selectAll().where('clave', '=', clave),
  );
  const byCodigo = hotStatement('codigo_postal', ({ codigo }: { codigo: string }) =>
    db.selectFrom('codigoPostal').selectAll().where('codigo', '=', codigo),
  );
  const missing = async (catalog: 'claveProdServ' | 'codigoPostal') =>
    (await run(all(db.selectFrom(catalog).select('validFrom').limit(1)))).length === 0 ? 'not-loaded' : 'unknown';

  return {
    async replaceClavesProdServ(rows) {
      return writeOnce(function* () {
        yield* change(db.deleteFrom('claveProdServ'));
        return yield* insertMany('claveProdServ', mapped(rows, toClaveProdServColumns));
      });
    },
    async replaceCodigosPostales(rows) {
      return writeOnce(function* () {
        yield* change(db.deleteFrom('codigoPostal'));
        return yield* insertMany('codigoPostal', mapped(rows, toCodigoPostalColumns));
      });
    },
    async claveProdServ(clave) {
      const row = await run(byClave.first({ clave }));
      return row === undefined ? missing('claveProdServ') : fromClaveProdServColumns(row);
    },
    async codigoPostal(codigo) {
      const row = await run(byCodigo.first({ codigo }));
      return row === undefined ? missing('codigoPostal') : fromCodigoPostalColumns(row);
    },
    async findClavesProdServ(search) {
      const rows = await run(all(claveSearch(db, search)));
      if (rows.length > 0) return rows.map(fromClaveProdServColumns);
      return (await missing('claveProdServ')) === 'unknown' ? [] : 'not-loaded';
    },
  };
}

/** Rows that were loaded before there was a search have only their names, with their accents. */
const plain = sql<string>`coalesce(plain, ' ' || lower(texto) || ' ')`;

/** Reads all of the catalogue: a word may be anywhere in a name. The names that begin with the first word come first, then the shorter ones. */
function claveSearch(db: Engine['db'], { words, on, limit }: ClaveSearch) {
  const has = (word: string) =>
    /^\d+$/.test(word)
      ? sql<SqlBool>`(clave like ${`${word}%`} or ${plain} like ${`% ${word}%`})`
      : sql<SqlBool>`${plain} like ${`% ${word}%`}`;
  const inForce = sql<SqlBool>`valid_from <= ${on} and coalesce(valid_to, ${on}) >= ${on}`;
  const begins = sql.join(
    wholeWords(words[0] ?? '').map((word) => sql`${plain} like ${` ${word} %`}`),
    sql` or `,
  );
  return words
    .reduce((found, word) => found.where(has(word)), db.selectFrom('claveProdServ').selectAll().where(inForce))
    .orderBy(sql`case when ${begins} then 0 else 1 end`)
    .orderBy(sql`length(texto)`)
    .orderBy('clave')
    .limit(limit);
}

function* mapped<T, U>(items: Iterable<T>, map: (item: T) => U): Generator<U> {
  for (const item of items) yield map(item);
}
