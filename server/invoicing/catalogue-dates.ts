/**
 * Checks the two catalogues that an operator loads, as of the day of a document: a sale may wait for weeks, and meanwhile the SAT ends claves
 * (c_ClaveProdServ, CFDI40162) and postal codes (c_CodigoPostal, CFDI40126). The small catalogues are checked with the matrix.
 */
import type { CatalogStore } from '../catalogs/catalog-store.ts';
import { isInForce } from '../catalogs/entry.ts';
import type { Comprobante } from '../cfdi/comprobante.ts';
import { type Fault, Problem } from '../problems/problem.ts';

type Catalogs = { readonly catalogs: Pick<CatalogStore, 'claveProdServ' | 'codigoPostal'> };

/** Throws `merchant-must-fix` with what `datedFaults` finds. */
export async function assertInForce(store: Catalogs, comprobante: Comprobante): Promise<void> {
  const faults = await datedFaults(store, comprobante);
  if (faults.length > 0) throw new Problem('merchant-must-fix', { faults });
}

/** Every clave, and the place of issue, that the loaded catalogues do not have in force on Fecha. */
export async function datedFaults(
  { catalogs }: Catalogs,
  { fecha, lugarExpedicion, conceptos }: Comprobante,
): Promise<readonly Fault[]> {
  const faults: Fault[] = [...(await placeFaults({ catalogs }, lugarExpedicion, fecha))];
  const claves = new Map(conceptos.map(({ claveProdServ }, index) => [claveProdServ, index]));
  for (const [clave, index] of claves) {
    const row = await catalogs.claveProdServ(clave);
    const pointer = `/conceptos/${index}/claveProdServ`;
    if (isOut(row, fecha)) faults.push({ code: 'clave-not-in-force', pointer, params: { clave } });
  }
  return faults;
}

/** Whether the place of issue is in force on that day; `fecha` may have its time. */
export async function placeFaults(
  { catalogs }: { readonly catalogs: Pick<CatalogStore, 'codigoPostal'> },
  lugarExpedicion: string,
  fecha: string,
): Promise<readonly Fault[]> {
  if (!isOut(await catalogs.codigoPostal(lugarExpedicion), fecha)) return [];
  return [{ code: 'postal-code-not-in-force', pointer: '/lugarExpedicion', params: { clave: lugarExpedicion } }];
}

type Dated = { readonly validFrom: string; readonly validTo?: string };

function isOut(row: Dated | 'unknown' | 'not-loaded', fecha: string): boolean {
  return row === 'unknown' || (row !== 'not-loaded' && !isInForce(row, fecha));
}
