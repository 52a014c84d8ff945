/**
 * The two catalogues that an operator loads, on the day of a document: a sale may wait for weeks, and meanwhile the SAT ends claves (c_ClaveProdServ,
 * CFDI40162) and postal codes (c_CodigoPostal, CFDI40126). The small catalogues are checked with the matrix.
 */
import type { CatalogStore } from '../catalogs/catalog-store.ts';
import { isInForce } from '../catalogs/entry.ts';
import type { Comprobante } from '../cfdi/comprobante.ts';
import { type Fault, Problem } from '../problems/problem.ts';

/** Throws `merchant-must-fix` for every clave, and for the place of issue, that the loaded catalogues do not have in force on Fecha. */
export async function assertInForce(
  { catalogs }: { readonly catalogs: Pick<CatalogStore, 'claveProdServ' | 'codigoPostal'> },
  comprobante: Comprobante,
): Promise<void> {
  const { fecha, lugarExpedicion, conceptos } = comprobante;
  const faults: Fault[] = [];
  const place = await catalogs.codigoPostal(lugarExpedicion);
  if (isOut(place, fecha))
    faults.push({ code: 'postal-code-not-in-force', pointer: '/lugarExpedicion', params: { clave: lugarExpedicion } });
  const claves = new Map(conceptos.map(({ claveProdServ }, index) => [claveProdServ, index]));
  for (const [clave, index] of claves) {
    const row = await catalogs.claveProdServ(clave);
    const pointer = `/conceptos/${index}/claveProdServ`;
    if (isOut(row, fecha)) faults.push({ code: 'clave-not-in-force', pointer, params: { clave } });
  }
  if (faults.length > 0) throw new Problem('merchant-must-fix', { faults });
}

type Dated = { readonly validFrom: string; readonly validTo?: string };

function isOut(row: Dated | 'unknown' | 'not-loaded', fecha: string): boolean {
  return row === 'unknown' || (row !== 'not-loaded' && !isInForce(row, fecha));
}
