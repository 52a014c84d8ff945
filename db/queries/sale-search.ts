/** Searches sales by what a customer knows about them: one statement for each combination of criteria. */
import type { RawBuilder, SqlBool } from 'kysely';
import type { Tenant } from '../../server/merchants/tenant.ts';
import type { SaleQuery } from '../../server/sales/sale.ts';
import type { SaleCursor } from '../../server/sales/sale-store.ts';
import { criteriaOf, SEARCH_LIMIT } from '../../server/sales/search-criteria.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { hotStatements, type Work } from '../engines/work.ts';
import type { NewSaleRow } from '../rows.ts';

type Wanted = Tenant & Required<SaleQuery>;
type Conditions = Readonly<Record<keyof SaleQuery, RawBuilder<SqlBool>>>;

/** Sales, each with the invoice that holds it. */
export function salesWithInvoice({ db, isSet }: Engine) {
  return db
    .selectFrom('sale')
    .leftJoin('invoiceSale', (join) =>
      join.onRef('invoiceSale.saleId', '=', 'sale.id').on(isSet('invoice_sale.active')),
    )
    .selectAll('sale')
    .select('invoiceSale.invoiceId');
}

/** The position in a tenant's sales by date from which to continue, and how far. */
export type AfterCursor = Tenant & SaleCursor & { readonly dateTo: number; readonly limit: number };

/** The next sales of a tenant in date order, each with the invoice that holds it. */
export function salesAfter(engine: Engine, { merchantId, world, dateMs, seq, dateTo, limit }: AfterCursor) {
  return (
    salesWithInvoice(engine)
      .where('sale.merchantId', '=', merchantId)
      .where('sale.world', '=', world)
      .where(sql<boolean>`(sale.date_ms, sale.seq) > (${dateMs}, ${seq})`)
      .where('sale.dateMs', '<=', dateTo)
      // The condition of the index of dates; without it, the index is not used.
      .where('sale.generation', '>=', sql<number>`0`)
      .orderBy('sale.dateMs')
      .orderBy('sale.seq')
      .limit(limit)
  );
}

/** A row of `salesWithInvoice`. */
export type SaleWithInvoice = NewSaleRow & { readonly invoiceId: string | null };

const isPaid = (total: number) =>
  sql<SqlBool>`(sale.paid_centavos = ${total} and sale.paid_centavos <> sale.total_centavos)`;
const isTotal = (total: number) => sql<SqlBool>`sale.total_centavos = ${total}`;

/** Each criterion as the one that is looked up: it comes first and has an index of its own. */
function lookUps({ unindexed }: Engine, it: Wanted): Conditions {
  return {
    folioKey: sql`sale.folio_key = ${it.folioKey}`,
    emailKey: sql`sale.email_key = ${it.emailKey}`,
    totalCentavos: sql`(${isTotal(it.totalCentavos)} or ${isPaid(it.totalCentavos)})`,
    cardLast4: sql`sale.card_last4 = ${it.cardLast4}`,
    dateFrom: sql`sale.date_ms >= ${it.dateFrom}`,
    dateTo: sql`sale.date_ms <= ${it.dateTo}`,
    // Never looked up: the index of the natural key does not have `folioKey`.
    source: sql`${unindexed('sale.source')} = ${it.source}`,
  };
}

/** Each criterion as one that is only checked on the rows found: another index would narrow them less. */
function checks(engine: Engine, it: Wanted): Conditions {
  const { unindexed } = engine;
  return {
    ...lookUps(engine, it),
    folioKey: sql`${unindexed('sale.folio_key')} = ${it.folioKey}`,
    emailKey: sql`${unindexed('sale.email_key')} = ${it.emailKey}`,
    totalCentavos: sql`${it.totalCentavos} in (${unindexed('sale.total_centavos')}, ${unindexed('sale.paid_centavos')})`,
    cardLast4: sql`${unindexed('sale.card_last4')} = ${it.cardLast4}`,
  };
}

/** A total with the card's digits: each branch repeats all conditions, so that only the indexes of both can be used. */
function byCardAndTotal({ merchantId, world, cardLast4, totalCentavos }: Wanted): RawBuilder<SqlBool> {
  const card = sql`sale.merchant_id = ${merchantId} and sale.world = ${world} and sale.card_last4 = ${cardLast4}`;
  return sql`(${card} and ${isTotal(totalCentavos)} or ${card} and ${isPaid(totalCentavos)})`;
}

/** The sales that match every criterion given. The first is looked up; a total and the card's digits together have indexes of their own. */
export function searchFor(engine: Engine, given: readonly (keyof SaleQuery)[], it: Wanted) {
  const [look, second, ...others] = given;
  const isPair = look === 'totalCentavos' && second === 'cardLast4';
  const checked = isPair || second === undefined ? others : [second, ...others];
  const from = salesWithInvoice(engine);
  const ofTenant = from.where('sale.merchantId', '=', it.merchantId).where('sale.world', '=', it.world);
  const found = isPair ? from.where(byCardAndTotal(it)) : look ? ofTenant.where(lookUps(engine, it)[look]) : ofTenant;
  return (
    checked
      .reduce((query, name) => query.where(checks(engine, it)[name]), found)
      .orderBy('sale.dateMs', 'desc')
      .orderBy('sale.seq', 'desc')
      // Part of the text: SQLite plans a statement with a bound limit anew every time, which takes four times as long as the search.
      .limit(sql.lit(SEARCH_LIMIT))
  );
}

/** The statement for these criteria, given by their names. */
export function searchStatements(engine: Engine) {
  return hotStatements('sale_search', (shape: string, it: Wanted) =>
    searchFor(engine, shape.split(',') as (keyof SaleQuery)[], it),
  );
}

/** Searches as `SaleStore.search` does. */
export function prepareSearch(engine: Engine): (tenant: Tenant, query: SaleQuery) => Work<readonly SaleWithInvoice[]> {
  const statementFor = searchStatements(engine);
  return function* (tenant, query) {
    const given = criteriaOf(query);
    if (given.length === 0) return [];
    return yield* statementFor(given.join()).all({ ...tenant, ...query } as Wanted);
  };
}
