/** Rows of the tables, the same on both engines, and the values of the ports that they represent. */

import type { ClaveProdServRow, CodigoPostalRow, LoadedClaveProdServ } from '../server/catalogs/catalog-store.ts';
import { plainWords } from '../server/catalogs/plain-words.ts';
import type { ApiKey, Branch, Merchant } from '../server/merchants/merchant.ts';
import type { StoredCsd } from '../server/merchants/merchant-store.ts';
import type { Tenant } from '../server/merchants/tenant.ts';
import type { Portal } from '../server/portals/portal.ts';
import type { Sale, SaleBody } from '../server/sales/sale.ts';
import type { NewSale } from '../server/sales/sale-store.ts';
import type * as tables from './schema/schema.ts';

/** A row of `sale`. */
export type SaleRow = typeof tables.sale.$inferSelect;
/** A row of `sale` before the database numbers it. */
export type NewSaleRow = Omit<SaleRow, 'seq'>;
/** A row of `invoice`. */
export type InvoiceRow = typeof tables.invoice.$inferSelect;
/** A row of `invoice` before the database numbers it. */
export type NewInvoiceRow = Omit<InvoiceRow, 'seq'>;
/** A row of `pac_call`: one call to a PAC about an invoice. */
export type PacCallRow = typeof tables.pacCall.$inferSelect;
/** A row of `cancellation`. */
export type CancellationRow = typeof tables.cancellation.$inferSelect;
/** A row of `cancellation` before the database numbers it. */
export type NewCancellationRow = Omit<CancellationRow, 'seq'>;
/** A row of `cancellation_step`: one step in the history of a cancellation. */
export type CancellationStepRow = typeof tables.cancellationStep.$inferSelect;
/** A row of `global_run`. */
export type GlobalRunRow = typeof tables.globalRun.$inferSelect;
/** A row of `global_exit`. */
export type GlobalExitRow = typeof tables.globalExit.$inferSelect;
/** A row of `global_schedule`. */
export type GlobalScheduleRow = typeof tables.globalSchedule.$inferSelect;
/** A row of `refund`. */
export type RefundRow = typeof tables.refund.$inferSelect;

type Present<T> = { [K in keyof T as null extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as null extends T[K] ? K : never]?: Exclude<T[K], null>;
};

/** Removes null fields: columns can be null, but our properties are either present or absent. */
export function present<T extends Record<string, unknown>>(fields: T): Present<T> {
  for (const name of Object.keys(fields)) if (fields[name] === null) delete fields[name];
  return fields as unknown as Present<T>;
}

/** Parses a JSON column to the value that was stored in it. */
export function fromJson<T>(json: string): T {
  return JSON.parse(json);
}

/** Converts a sale to a new row, not invoiced yet. */
export function toSaleRow(tenant: Tenant, sale: NewSale): NewSaleRow {
  const { keys } = sale;
  return {
    id: sale.id,
    merchantId: tenant.merchantId,
    world: tenant.world,
    source: sale.source,
    folio: sale.body.folio,
    folioKey: keys.folioKey,
    emailKey: keys.emailKey ?? null,
    totalCentavos: keys.totalCentavos,
    paidCentavos: keys.paidCentavos,
    dateMs: keys.dateMs,
    cardLast4: keys.cardLast4 ?? null,
    body: JSON.stringify(sale.body),
    deadlines: sale.deadlines === undefined ? null : JSON.stringify(sale.deadlines),
    generation: 1,
    keptSerie: null,
    keptFolio: null,
    updatedAt: sale.at,
    refunded: false,
  };
}

/** A sale and the invoice that holds it, null if it is free. */
export function fromSaleRow(
  row: Omit<SaleRow, 'seq'>,
  invoiceId: string | null,
  body = fromJson<SaleBody>(row.body),
): Sale {
  const { id, source, generation, keptSerie: serie, keptFolio: folio, updatedAt } = row;
  const keptFolio = serie === null || folio === null ? null : { serie, folio };
  const deadlines = row.deadlines === null ? null : fromJson<NonNullable<Sale['deadlines']>>(row.deadlines);
  return present({ id, source, body, generation, keptFolio, invoiceId, deadlines, updatedAt });
}

/** A merchant as columns. */
export function toMerchantRow(merchant: Merchant): typeof tables.merchant.$inferSelect {
  const { id, tradeName, rfc, nombre, regimenFiscal, contact } = merchant;
  return { id, tradeName, rfc, nombre, regimenFiscal, contact: JSON.stringify(contact) };
}

/** Converts a row to a merchant. */
export function fromMerchantRow(row: typeof tables.merchant.$inferSelect): Merchant {
  return { ...row, contact: fromJson(row.contact) };
}

/** Converts a row to a branch. */
export function fromBranchRow({ seq: _, ...branch }: typeof tables.branch.$inferSelect): Branch {
  return branch;
}

/** A portal with its active domain and its former slugs, separated by commas. */
type PortalRow = typeof tables.portal.$inferSelect & {
  readonly host: string | null;
  readonly formerSlugs: string | null;
};

/** Converts a row to a portal. */
export function fromPortalRow({ host, formerSlugs, ...row }: PortalRow): Portal {
  return {
    ...{ ...row, settings: fromJson(row.settings) },
    ...(host !== null && { host }),
    ...(formerSlugs !== null && { formerSlugs: formerSlugs.split(',') }),
  };
}

/** Converts a row to an API key; its hash stays in the database. */
export function fromApiKeyRow({ hash: _, scopes, ...row }: typeof tables.apiKey.$inferSelect): ApiKey {
  return { ...present(row), scopes: fromJson(scopes) };
}

/** An API key as columns. */
export function toApiKeyRow(key: ApiKey, hash: string): typeof tables.apiKey.$inferInsert {
  return { ...key, hash, scopes: JSON.stringify(key.scopes) };
}

/** A CSD as columns, as the active one. */
export function toCsdRow({ tenant, certificate, sealedSecret, ...csd }: StoredCsd): typeof tables.csd.$inferSelect {
  return {
    ...csd,
    ...tenant,
    certificate: Buffer.from(certificate),
    sealedSecret: Buffer.from(sealedSecret),
    active: true,
  };
}

/** Converts a row to a CSD. */
export function fromCsdRow({ active: _, merchantId, world, ...csd }: typeof tables.csd.$inferSelect): StoredCsd {
  return { ...csd, tenant: { merchantId, world } };
}

/** An entry of c_ClaveProdServ as columns. */
export function toClaveProdServColumns({
  similares = '',
  ...row
}: LoadedClaveProdServ): typeof tables.claveProdServ.$inferSelect {
  return { ...row, validTo: row.validTo ?? null, plain: ` ${plainWords(`${row.texto} ${similares}`)} ` };
}

/** Converts a row to an entry of c_ClaveProdServ. */
export function fromClaveProdServColumns({
  plain: _,
  ...row
}: typeof tables.claveProdServ.$inferSelect): ClaveProdServRow {
  return present(row);
}

/** An entry of c_CodigoPostal as columns. */
export function toCodigoPostalColumns(row: CodigoPostalRow): typeof tables.codigoPostal.$inferSelect {
  return { ...row, validTo: row.validTo ?? null };
}

/** Converts a row to an entry of c_CodigoPostal. */
export function fromCodigoPostalColumns(row: typeof tables.codigoPostal.$inferSelect): CodigoPostalRow {
  return present(row);
}
