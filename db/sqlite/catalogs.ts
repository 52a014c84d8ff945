/** The two big catalogues on SQLite. */
import { eq, placeholder } from 'drizzle-orm';
import { inBatches } from '../batches.ts';
import {
  fromClaveProdServColumns,
  fromCodigoPostalColumns,
  toClaveProdServColumns,
  toCodigoPostalColumns,
} from '../rows.ts';
import type { CatalogStore } from '../store.ts';
import type { Connection } from './database.ts';
import { claveProdServ, codigoPostal } from './schema.ts';

const BATCH = 500;

/** The catalogues, over one connection. */
export function createCatalogStore({ db, write }: Connection): CatalogStore {
  const byClave = db
    .select()
    .from(claveProdServ)
    .where(eq(claveProdServ.clave, placeholder('clave')))
    .prepare();
  const byCodigo = db
    .select()
    .from(codigoPostal)
    .where(eq(codigoPostal.codigo, placeholder('codigo')))
    .prepare();
  const missing = (catalog: typeof claveProdServ | typeof codigoPostal) =>
    db.select().from(catalog).limit(1).all().length === 0 ? 'not-loaded' : 'unknown';

  return {
    async replaceClavesProdServ(rows) {
      return write((tx) => {
        tx.delete(claveProdServ).run();
        let count = 0;
        for (const batch of inBatches(rows, BATCH)) {
          count += tx.insert(claveProdServ).values(batch.map(toClaveProdServColumns)).run().changes;
        }
        return count;
      });
    },
    async replaceCodigosPostales(rows) {
      return write((tx) => {
        tx.delete(codigoPostal).run();
        let count = 0;
        for (const batch of inBatches(rows, BATCH)) {
          count += tx.insert(codigoPostal).values(batch.map(toCodigoPostalColumns)).run().changes;
        }
        return count;
      });
    },
    async claveProdServ(clave) {
      const row = byClave.get({ clave });
      return row === undefined ? missing(claveProdServ) : fromClaveProdServColumns(row);
    },
    async codigoPostal(codigo) {
      const row = byCodigo.get({ codigo });
      return row === undefined ? missing(codigoPostal) : fromCodigoPostalColumns(row);
    },
  };
}
