/** The sales of every merchant. */

import type { Tenant } from '../../server/merchants/tenant.ts';
import { REMINDER_ONCE } from '../../server/outbox/delivery.ts';
import type { Sale } from '../../server/sales/sale.ts';
import type { SaleCursor, SalePage, SaleStore } from '../../server/sales/sale-store.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { all, first, hotStatement, statement, type Work } from '../engines/work.ts';
import { fromSaleRow } from '../rows.ts';
import { isLacking, lackingCount } from './lacking-sales.ts';
import { preparePut } from './put-sales.ts';
import { type AfterCursor, prepareSearch, type SaleWithInvoice, salesAfter, salesWithInvoice } from './sale-search.ts';
import { isSaleWithin } from './within.ts';

function toSale({ invoiceId, ...row }: SaleWithInvoice): Sale {
  return fromSaleRow(row, invoiceId);
}

/** Where the next page starts, in date order; `undefined` after the last page. */
function nextOf(page: readonly SaleCursor[], limit: number): { readonly next?: SaleCursor } {
  const last = page.at(-1);
  return last && page.length === limit ? { next: { dateMs: last.dateMs, seq: last.seq } } : {};
}

/** The next sales with an e-mail after a position in date order, without their bodies, so that sales already reminded cost little. */
export function withEmailAfter({ db }: Engine) {
  return hotStatement('sale_with_email_after', ({ merchantId, world, dateMs, seq, dateTo, limit }: AfterCursor) =>
    db
      .selectFrom('sale')
      .select(['seq', 'dateMs', 'id'])
      .where((eb) => eb.and({ merchantId, world }))
      .where(sql<boolean>`email_key <> ''`)
      .where(sql<boolean>`(date_ms, seq) > (${dateMs}, ${seq})`)
      .where('dateMs', '<=', dateTo)
      .orderBy('dateMs')
      .orderBy('seq')
      .limit(limit),
  );
}

/** The next sales after a position in date order that no invoice holds. */
export function openAfter(engine: Engine) {
  return hotStatement('sale_open_after', (from: AfterCursor) =>
    salesAfter(engine, from).where('invoiceSale.invoiceId', 'is', null),
  );
}

type Reminded = Tenant & { readonly onces: readonly string[] };

function prepareUnreminded(engine: Engine) {
  const { db, isAmong } = engine;
  const withEmail = withEmailAfter(engine);
  const reminded = statement(({ merchantId, world, onces }: Reminded) =>
    db
      .selectFrom('delivery')
      .select('once')
      .where((eb) => eb.and({ merchantId, world }))
      .where(isAmong('once', onces)),
  );
  const free = statement(({ ids }: { ids: readonly string[] }) =>
    salesWithInvoice(engine)
      .where(isAmong('sale.id', ids))
      .where('invoiceSale.invoiceId', 'is', null)
      .orderBy('sale.dateMs')
      .orderBy('sale.seq'),
  );
  return function* ({ merchantId, world }: Tenant, page: SaleCursor & { dateTo: number; limit: number }) {
    const looked = yield* withEmail.all({ merchantId, world, ...page });
    const onces = looked.map(({ id }) => `${REMINDER_ONCE}${id}`);
    const known = new Set((yield* reminded.all({ merchantId, world, onces })).map(({ once }) => once));
    const ids = looked.map(({ id }) => id).filter((id) => !known.has(`${REMINDER_ONCE}${id}`));
    return { sales: (yield* free.all({ ids })).map(toSale), ...nextOf(looked, page.limit) };
  };
}

function* list(engine: Engine, { merchantId, world }: Tenant, page: SalePage): Work<readonly Sale[]> {
  const { folioKey, totalCentavos, from, to, isHeld, lacking, within, before, limit } = page;
  let found = salesWithInvoice(engine).where('sale.merchantId', '=', merchantId).where('sale.world', '=', world);
  if (folioKey !== undefined) found = found.where('sale.folioKey', '=', folioKey);
  // The total on the ticket, or the part of it that is invoiced: people read either.
  if (totalCentavos !== undefined)
    found = found.where((eb) =>
      eb.or([eb('sale.totalCentavos', '=', totalCentavos), eb('sale.paidCentavos', '=', totalCentavos)]),
    );
  if (from !== undefined) found = found.where('sale.dateMs', '>=', from);
  if (to !== undefined) found = found.where('sale.dateMs', '<', to);
  if (isHeld !== undefined) found = found.where('invoiceSale.invoiceId', isHeld ? 'is not' : 'is', null);
  if (lacking !== undefined) found = found.where(isLacking(lacking));
  if (within !== undefined) found = found.where(isSaleWithin(engine, within));
  const cursor = engine.db
    .selectFrom('sale')
    .select('seq')
    .where((eb) => eb.and({ merchantId, world, id: before ?? '' }));
  if (before !== undefined) found = found.where('sale.seq', '<', cursor);
  return (yield* all(found.orderBy('sale.seq', 'desc').limit(limit))).map(toSale);
}

/** The sales of every merchant. */
export function createSaleStore(engine: Engine): SaleStore {
  const { run, write } = engine;
  const put = preparePut(engine);
  const search = prepareSearch(engine);
  const unreminded = prepareUnreminded(engine);
  const open = openAfter(engine);
  const byId = hotStatement('sale_by_id', ({ merchantId, world, id }: Tenant & { readonly id: string }) =>
    salesWithInvoice(engine)
      .where('sale.merchantId', '=', merchantId)
      .where('sale.world', '=', world)
      .where('sale.id', '=', id),
  );
  return {
    put: (tenant, sales, limit) => write(() => put(tenant, sales, limit)),
    async get({ merchantId, world }, id) {
      const found = await run(byId.first({ merchantId, world, id }));
      return found === undefined ? undefined : toSale(found);
    },
    async search(tenant, query) {
      return (await run(search(tenant, query))).map(toSale);
    },
    list: (tenant, page) => run(list(engine, tenant, page)),
    async countLacking(tenant, wanted) {
      return Number((await run(first(lackingCount(engine, tenant, wanted))))?.count ?? 0);
    },
    async listOpen({ merchantId, world }, { dateFrom, dateTo, limit, after = { dateMs: dateFrom, seq: 0 } }) {
      const found = await run(open.all({ merchantId, world, dateMs: after.dateMs, seq: after.seq, dateTo, limit }));
      return { sales: found.map(toSale), ...nextOf(found, limit) };
    },
    listUnreminded: (tenant, { dateFrom, dateTo, limit, after = { dateMs: dateFrom, seq: 0 } }) =>
      run(unreminded(tenant, { dateMs: after.dateMs, seq: after.seq, dateTo, limit })),
  };
}
