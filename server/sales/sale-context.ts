/** What is wrong with a sale for this merchant: its branches, its border, the catalogue as it is loaded. */
import type { CatalogStore, MerchantStore } from '../../db/store.ts';
import { complementoFor } from '../catalogs/clave-prod-serv.ts';
import { estimuloFronteraOf } from '../catalogs/postal-code.ts';
import { toMicro } from '../cfdi/money.ts';
import type { Fault } from '../cfdi/problem.ts';
import type { Branch } from '../merchants/merchant.ts';
import type { SaleBody } from './sale.ts';

type Context = {
  readonly merchants: Pick<MerchantStore, 'listBranches'>;
  readonly catalogs: Pick<CatalogStore, 'claveProdServ'>;
};

/** What only the merchant's branches and the loaded catalogue can tell. */
export async function contextFaults(
  { merchants, catalogs }: Context,
  merchantId: string,
  body: SaleBody,
): Promise<readonly Fault[]> {
  const branches = await merchants.listBranches(merchantId);
  const branch = body.branch === undefined ? branches[0] : branches.find(({ code }) => code === body.branch);
  if (!branch) return [{ code: 'branch-unknown', pointer: '/branch', params: { branch: body.branch ?? '' } }];
  const found = await Promise.all(
    body.conceptos.map((concepto, index) => claveFaults(catalogs, concepto.claveProdServ, `/conceptos/${index}`)),
  );
  return [...fronteraFaults(body, branch), ...found.flat()];
}

/** What could not be looked at: without the catalogue only the form of a ClaveProdServ is known (`catalogs update` loads it). */
export async function contextWarnings(
  { catalogs }: Pick<Context, 'catalogs'>,
  { conceptos }: SaleBody,
): Promise<readonly Fault[]> {
  const [first] = conceptos;
  const loaded = first && (await catalogs.claveProdServ(first.claveProdServ)) !== 'not-loaded';
  return loaded ? [] : [{ code: 'claves-not-checked', pointer: '/conceptos' }];
}

const IVA_FRONTERA = toMicro('0.08');

/** IVA 8 % is for sales in the border region (stimulus decrees; cfdi-rules §4.3). */
function fronteraFaults(body: SaleBody, branch: Branch): Fault[] {
  if (estimuloFronteraOf(branch.codigoPostal) !== 0) return [];
  return body.conceptos.flatMap((concepto, index) =>
    concepto.impuestos.flatMap((tax, at): Fault[] =>
      tax.tipo === 'traslado' && tax.impuesto === '002' && toMicro(tax.tasaOCuota ?? '0') === IVA_FRONTERA
        ? [{ code: 'iva-frontera-not-enabled', pointer: `/conceptos/${index}/impuestos/${at}/tasaOCuota` }]
        : [],
    ),
  );
}

async function claveFaults(catalogs: Context['catalogs'], clave: string, pointer: string): Promise<Fault[]> {
  const row = await catalogs.claveProdServ(clave);
  if (row === 'not-loaded') return [];
  if (row === 'unknown') return [{ code: 'clave-unknown', pointer: `${pointer}/claveProdServ`, params: { clave } }];
  const complement = complementoFor(clave, row);
  return complement === undefined
    ? []
    : [{ code: 'needs-complement', pointer: `${pointer}/claveProdServ`, params: { clave, complement } }];
}
