/** Checks a sale against its context: the merchant's branches and border region, the loaded catalogue and the clock. */

import type { CatalogStore, ClaveProdServRow } from '../catalogs/catalog-store.ts';
import { complementoFor } from '../catalogs/clave-prod-serv.ts';
import { localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import { fronteraFaults, isIvaFrontera } from '../cfdi/iva-frontera.ts';
import type { Branch } from '../merchants/merchant.ts';
import type { MerchantStore } from '../merchants/merchant-store.ts';
import type { Tenant } from '../merchants/tenant.ts';
import { promisedDeadlines } from '../portals/deadline.ts';
import { switchFault } from '../portals/iva-frontera.ts';
import type { PortalStore } from '../portals/portal-store.ts';
import type { Fault } from '../problems/problem.ts';
import { type ExchangeRateStore, withExchangeRate } from './exchange-rate.ts';
import { remembered } from './remembered.ts';
import type { Sale, SaleBody } from './sale.ts';

/** The stores that a sale is checked against. */
export type SaleContext = {
  readonly merchants: Pick<MerchantStore, 'listBranches'>;
  readonly portals: Pick<PortalStore, 'listPortals'>;
  readonly catalogs: Pick<CatalogStore, 'claveProdServ'>;
  readonly exchangeRates: Pick<ExchangeRateStore, 'rateBefore'>;
};

/** Returns a context for many sales of one call, which looks up each branch, portal and clave only once. */
export function rememberContext({ merchants, portals, catalogs, exchangeRates }: SaleContext): SaleContext {
  return {
    merchants: { listBranches: remembered((id: string) => merchants.listBranches(id)) },
    portals: { listPortals: remembered((id: string) => portals.listPortals(id)) },
    catalogs: { claveProdServ: remembered((clave: string) => catalogs.claveProdServ(clave)) },
    exchangeRates,
  };
}

/**
 * Returns the faults that only the merchant's branches and settings, the loaded catalogue and the clock can reveal. `now` is in epoch
 * milliseconds.
 */
export async function contextFaults(
  context: SaleContext,
  tenant: Tenant,
  body: SaleBody,
  now: number,
): Promise<readonly Fault[]> {
  const branch = await branchOf(context, tenant, body);
  if (!branch) return [{ code: 'branch-unknown', pointer: '/branch', params: { branch: body.branch ?? '' } }];
  const rows = await Promise.all(
    body.conceptos.map((concepto) => context.catalogs.claveProdServ(concepto.claveProdServ)),
  );
  const today = localDate(now, issueZone(branch.codigoPostal));
  return [
    ...(isFuture(body.date, now) ? [{ code: 'date-in-future', pointer: '/date' }] : []),
    ...exchangeFaults(body),
    ...(await ivaFronteraFaults(context, tenant, body, { branch, rows })),
    ...rows.flatMap((row, index) =>
      claveFaults(row, body.conceptos[index]?.claveProdServ ?? '', { pointer: `/conceptos/${index}`, today }),
    ),
  ];
}

/** A sale in another currency than the peso needs a `tipoCambio`, its own or the DOF's (Guía de llenado CFDI 4.0, attribute TipoCambio). */
export function exchangeFaults({ moneda, tipoCambio }: SaleBody): readonly Fault[] {
  return moneda === 'MXN' || tipoCambio !== undefined ? [] : [{ code: 'tipo-cambio-required', pointer: '/tipoCambio' }];
}

/** Finds the branch that the sale names, or the merchant's first if it names none; nothing if the named one does not exist. */
async function branchOf(
  { merchants }: Pick<SaleContext, 'merchants'>,
  { merchantId }: Tenant,
  { branch: code }: SaleBody,
): Promise<Branch | undefined> {
  const branches = await merchants.listBranches(merchantId);
  return code === undefined ? branches[0] : branches.find((branch) => branch.code === code);
}

/** Returns the sale with the DOF's rate if it has no rate of its own and there is one. */
export async function ratedSale(context: SaleContext, tenant: Tenant, body: SaleBody): Promise<SaleBody> {
  const branch = await branchOf(context, tenant, body);
  return branch ? withExchangeRate(context.exchangeRates, body, issueZone(branch.codigoPostal)) : body;
}

/** Returns the deadline that the sale is promised at each portal of its merchant in that world. */
export async function deadlinesOf(
  context: Pick<SaleContext, 'merchants' | 'portals'>,
  tenant: Tenant,
  body: SaleBody,
): Promise<Readonly<Record<string, string>>> {
  const branch = await branchOf(context, tenant, body);
  const portals = await context.portals.listPortals(tenant.merchantId);
  const own = portals.filter(({ world }) => world === tenant.world);
  return branch ? promisedDeadlines(own, branch, body.date) : {};
}

/** Returns what the merchant should know about a stored sale, although nothing is wrong with it. `now` is in epoch milliseconds. */
export async function contextWarnings(
  context: Pick<SaleContext, 'catalogs' | 'merchants' | 'portals'>,
  tenant: Tenant,
  sale: Pick<Sale, 'body' | 'deadlines'>,
  now: number,
): Promise<readonly Fault[]> {
  return [...(await uncheckedClaves(context, sale)), ...(await pastDeadline(context, tenant, sale, now))];
}

/** Without the catalogue, only the form of a ClaveProdServ is checked (`catalogs update` loads it). */
async function uncheckedClaves(
  { catalogs }: Pick<SaleContext, 'catalogs'>,
  { body: { conceptos } }: Pick<Sale, 'body'>,
): Promise<readonly Fault[]> {
  const [first] = conceptos;
  const loaded = first && (await catalogs.claveProdServ(first.claveProdServ)) !== 'not-loaded';
  return loaded ? [] : [{ code: 'claves-not-checked', pointer: '/conceptos' }];
}

/** A customer can invoice the sale at none of the merchant's portals any more, by what was promised or by today's rule. */
async function pastDeadline(
  context: Pick<SaleContext, 'merchants' | 'portals'>,
  tenant: Tenant,
  { body, deadlines = {} }: Pick<Sale, 'body' | 'deadlines'>,
  now: number,
): Promise<readonly Fault[]> {
  const branch = await branchOf(context, tenant, body);
  const last = [...Object.values(deadlines), ...Object.values(await deadlinesOf(context, tenant, body))].sort().at(-1);
  const isOver = branch && last !== undefined && localDate(now, issueZone(branch.codigoPostal)) > last;
  return isOver ? [{ code: 'deadline-over', pointer: '/date', params: { date: last } }] : [];
}

/**
 * How far ahead a sale's date may be. Tills are set to a wrong zone, or to a.m. instead of p.m., and their sales are real, but a whole day ahead
 * is a mistake. The invoice's own Fecha is the time of sealing in any case.
 */
const MOST_AHEAD_MS = 23 * 3_600_000;

/** Whether an instant lies after `now` (epoch milliseconds) by more than a till's clock can be wrong. */
export function isFuture(date: string, now: number): boolean {
  return Date.parse(date) > now + MOST_AHEAD_MS;
}

/** What the store of the catalogues has about a clave. */
type Row = ClaveProdServRow | 'unknown' | 'not-loaded';

/** IVA at 8 % needs a branch in the region, a clave that the catalogue marks, and the merchant's own setting on the day of the sale. */
async function ivaFronteraFaults(
  { portals }: SaleContext,
  { merchantId, world }: Tenant,
  { conceptos, date }: SaleBody,
  { branch: { codigoPostal }, rows }: { readonly branch: Branch; readonly rows: readonly Row[] },
): Promise<readonly Fault[]> {
  const rates = conceptos.flatMap(({ claveProdServ, impuestos }, index) =>
    impuestos.flatMap((tax, at) =>
      tax.tipo === 'traslado' && isIvaFrontera(tax)
        ? [{ claveProdServ, index, rate: `/conceptos/${index}/impuestos/${at}/tasaOCuota` }]
        : [],
    ),
  );
  if (rates.length === 0) return [];
  const faults = rates.flatMap(({ claveProdServ, index, rate }) => {
    const row = rows[index];
    const isMarked = typeof row === 'object' ? row.estimuloFrontera : undefined;
    return fronteraFaults(
      { codigoPostal, claveProdServ, isMarked },
      { rate, clave: `/conceptos/${index}/claveProdServ` },
    );
  });
  // If the rate cannot be charged at all, do not send anybody to switch it on.
  if (faults.length > 0) return faults;
  const ours = (await portals.listPortals(merchantId)).filter((portal) => portal.world === world);
  const settings = ours.map((portal) => portal.settings);
  const day = localDate(Date.parse(date), issueZone(codigoPostal));
  return rates.flatMap(({ rate }) => switchFault(settings, day, rate) ?? []);
}

/** Returns what the catalogue's row has against a clave of a line at `pointer`, on that day. */
export function claveFaults(row: Row, clave: string, { pointer, today }: { pointer: string; today: string }): Fault[] {
  if (row === 'not-loaded') return [];
  // One that begins later may be in force when it is invoiced.
  if (row !== 'unknown' && row.validTo !== undefined && row.validTo < today)
    return [{ code: 'clave-not-in-force', pointer: `${pointer}/claveProdServ`, params: { clave } }];
  if (row === 'unknown') return [{ code: 'clave-unknown', pointer: `${pointer}/claveProdServ`, params: { clave } }];
  const complement = complementoFor(clave, row);
  return complement === undefined
    ? []
    : [{ code: 'needs-complement', pointer: `${pointer}/claveProdServ`, params: { clave, complement } }];
}
