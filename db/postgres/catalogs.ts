/** The two big catalogues on PostgreSQL. Their rows come from a stream that is read once, so a replacement is never tried again. */
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

/** The catalogues, over one pool. */
export function createCatalogStore({ db, transaction }: Connection): CatalogStore {
  const byClave = db
    .select()
    .from(claveProdServ)
    .where(eq(claveProdServ.clave, placeholder('clave')))
    .prepare('clave_prod_serv');
  const byCodigo = db
    .select()
    .from(codigoPostal)
    .where(eq(codigoPostal.codigo, placeholder('codigo')))
    .prepare('codigo_postal');
  const missing = async (catalog: typeof claveProdServ | typeof codigoPostal) =>
    (await db.select().from(catalog).limit(1)).length === 0 ? 'not-loaded' : 'unknown';

  return {
    async replaceClavesProdServ(rows) {
      return transaction(async (tx) => {
        await tx.delete(claveProdServ);
        let count = 0;
        for (const batch of inBatches(rows, BATCH)) {
          await tx.insert(claveProdServ).values(batch.map(toClaveProdServColumns));
          count += batch.length;
        }
        return count;
      });
    },
    async replaceCodigosPostales(rows) {
      return transaction(async (tx) => {
        await tx.delete(codigoPostal);
        let count = 0;
        for (const batch of inBatches(rows, BATCH)) {
          await tx.insert(codigoPostal).values(batch.map(toCodigoPostalColumns));
          count += batch.length;
        }
        return count;
      });
    },
    async claveProdServ(clave) {
      const [row] = await byClave.execute({ clave });
      return row === undefined ? missing(claveProdServ) : fromClaveProdServColumns(row);
    },
    async codigoPostal(codigo) {
      const [row] = await byCodigo.execute({ codigo });
      return row === undefined ? missing(codigoPostal) : fromCodigoPostalColumns(row);
    },
  };
}
