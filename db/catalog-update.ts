/**
 * Loads the two catalogues that are too big for the code, c_ClaveProdServ and c_CodigoPostal, from a published release of
 * phpcfdi/resources-sat-catalogs (tables `cfdi_40_productos_servicios` and `cfdi_40_codigos_postales`).
 */
import type Database from 'better-sqlite3';
import type { CatalogStore, CodigoPostalRow, LoadedClaveProdServ } from '../server/catalogs/catalog-store.ts';
import { isClaveProdServ } from '../server/catalogs/clave-prod-serv.ts';
import { zoneFromHuso } from '../server/catalogs/huso.ts';
import { CatalogUpdateError, withRelease } from './catalog-release.ts';

/** How many rows each catalogue has now. */
export type CatalogCounts = { readonly clavesProdServ: number; readonly codigosPostales: number };

/**
 * Replaces both catalogues with those of a release: `source` is a path or an https URL of `catalogs.db` or `catalogs.db.bz2`.
 * Throws CatalogUpdateError before anything is replaced if the file is not a release; an invalid row stops its own catalogue, whose
 * replacement is one transaction.
 */
export async function updateCatalogs(
  source: string,
  catalogs: Pick<CatalogStore, 'replaceClavesProdServ' | 'replaceCodigosPostales'>,
  fetcher: typeof fetch = fetch,
): Promise<CatalogCounts> {
  return withRelease(source, fetcher, async (release) => {
    const claves = prepared<ProductoServicio>(release, PRODUCTOS_SERVICIOS);
    const codigos = prepared<CodigoPostal>(release, CODIGOS_POSTALES);
    return {
      clavesProdServ: await catalogs.replaceClavesProdServ(mapped(claves, toClaveProdServRow)),
      codigosPostales: await catalogs.replaceCodigosPostales(mapped(codigos, toCodigoPostalRow)),
    };
  });
}

// The release has an empty text where a number or a date is absent, whatever the column's type, so CAST gives each column the type that we declare.
const PRODUCTOS_SERVICIOS = `
  SELECT CAST(id AS TEXT) AS id, CAST(texto AS TEXT) AS texto, CAST(iva_trasladado AS INTEGER) AS iva,
    CAST(ieps_trasladado AS INTEGER) AS ieps, CAST(complemento AS TEXT) AS complemento,
    CAST(estimulo_frontera AS INTEGER) AS estimulo, CAST(vigencia_desde AS TEXT) AS desde, CAST(vigencia_hasta AS TEXT) AS hasta,
    CAST(similares AS TEXT) AS similares
  FROM cfdi_40_productos_servicios ORDER BY id`;

type ProductoServicio = {
  readonly id: string;
  readonly texto: string;
  readonly iva: number;
  readonly ieps: number;
  readonly complemento: string;
  readonly estimulo: number;
  readonly desde: string;
  readonly hasta: string;
  readonly similares: string;
};

// 00000 means any postal code abroad; no CFDI of ours ever has it.
const CODIGOS_POSTALES = `
  SELECT CAST(id AS TEXT) AS id, CAST(estado AS TEXT) AS estado, CAST(estimulo_frontera AS INTEGER) AS estimulo,
    CAST(vigencia_desde AS TEXT) AS desde, CAST(vigencia_hasta AS TEXT) AS hasta,
    CAST(huso_verano_mes_inicio AS TEXT) AS veranoMes, CAST(huso_verano_diferencia AS TEXT) AS veranoDiferencia,
    CAST(huso_invierno_diferencia AS TEXT) AS inviernoDiferencia
  FROM cfdi_40_codigos_postales WHERE id <> '00000' ORDER BY id`;

type CodigoPostal = {
  readonly id: string;
  readonly estado: string;
  readonly estimulo: number;
  readonly desde: string;
  readonly hasta: string;
  readonly veranoMes: string;
  readonly veranoDiferencia: string;
  readonly inviernoDiferencia: string;
};

/** Checked before anything is replaced: the table, its columns, and that it has a row. */
function prepared<Row>(release: Database.Database, sql: string): Database.Statement<[], Row> {
  let statement: Database.Statement<[], Row>;
  let first: Row | undefined;
  try {
    statement = release.prepare<[], Row>(sql);
    first = statement.get();
  } catch (cause) {
    throw new CatalogUpdateError(`not a release of the SAT's catalogues: ${String(cause)}`, { cause });
  }
  if (!first) throw new CatalogUpdateError('not a release of the SAT’s catalogues: a table is empty');
  return statement;
}

function* mapped<Row, Out>(statement: Database.Statement<[], Row>, map: (row: Row) => Out): Generator<Out> {
  for (const row of statement.iterate()) yield map(row);
}

/** The release writes 1 for the catalogue's «Sí» and does not distinguish «No» from «Opcional», so anything but «Sí» requires nothing. */
function toClaveProdServRow(row: ProductoServicio): LoadedClaveProdServ {
  if (!isClaveProdServ(row.id)) throw new CatalogUpdateError(`c_ClaveProdServ has ${JSON.stringify(row.id)}`);
  return {
    clave: row.id,
    texto: row.texto,
    iva: row.iva === 1 ? 'si' : 'opcional',
    ieps: row.ieps === 1 ? 'si' : 'opcional',
    complemento: row.complemento.trim(),
    estimuloFrontera: row.estimulo === 1,
    similares: row.similares,
    ...validity(row),
  };
}

function toCodigoPostalRow(row: CodigoPostal): CodigoPostalRow {
  const zone = zoneFromHuso(row.id, row.estado, row);
  if (!zone) throw new CatalogUpdateError(`c_CodigoPostal has ${JSON.stringify(row.id)}`);
  const estimuloFrontera = row.estimulo === 1 || row.estimulo === 2 ? row.estimulo : 0;
  return { codigo: row.id, estado: row.estado, estimuloFrontera, zone, ...validity(row) };
}

function validity(row: { id: string; desde: string; hasta: string }): { validFrom: string; validTo?: string } {
  for (const date of [row.desde, row.hasta]) {
    if (!/^(\d{4}-\d\d-\d\d)?$/.test(date))
      throw new CatalogUpdateError(`${row.id} has the date ${JSON.stringify(date)}`);
  }
  return row.hasta ? { validFrom: row.desde, validTo: row.hasta } : { validFrom: row.desde };
}
