/** The two big catalogues of the SAT. Their rows come from a stream that is read once, so a replacement is never repeated. */

import type { CatalogStore } from '../../server/catalogs/catalog-store.ts';
import type { Engine } from '../engines/engine.ts';
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
  };
}

function* mapped<T, U>(items: Iterable<T>, map: (item: T) => U): Generator<U> {
  for (const item of items) yield map(item);
}
