/** Which invoice holds which sales, and under which number. */

import type { Claim } from '../../server/invoicing/invoice-store.ts';
import type { Tenant } from '../../server/merchants/tenant.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { change, statement, type Work } from '../engines/work.ts';
import * as phases from '../phases.ts';
import type { InvoiceRow, NewInvoiceRow, SaleRow } from '../rows.ts';

/** The new attempt, or the invoice that holds one of its sales. */
type Taken =
  | { readonly kind: 'claimed'; readonly row: NewInvoiceRow }
  | { readonly kind: 'taken'; readonly invoiceId: string };

type Ids = { readonly ids: readonly string[] };
type Serie = Tenant & { readonly serie: string };

/** The invoice that holds the first of the sales, in the order given, that any holds. */
function prepareHolder({ db, isAmong, isSet }: Engine) {
  const holders = statement(({ ids }: Ids) =>
    db.selectFrom('invoiceSale').selectAll().where(isAmong('sale_id', ids)).where(isSet('active')),
  );
  return function* (ids: readonly string[]): Work<string | undefined> {
    const held = yield* holders.all({ ids });
    const invoiceOf = new Map(held.map(({ saleId, invoiceId }) => [saleId, invoiceId]));
    return invoiceOf.get(ids.find((id) => invoiceOf.has(id)) ?? '');
  };
}

function prepareFolios({ db }: Engine) {
  const used = statement(({ merchantId, world, serie, folio }: Serie & { readonly folio: number }) =>
    db
      .selectFrom('invoice')
      .select('id')
      .where((eb) => eb.and({ merchantId, world, serie, folio }))
      .where(sql<boolean>`state <> 'rejected'`),
  );
  const next = statement(({ merchantId, world, serie }: Serie) =>
    db
      .insertInto('folioCounter')
      .values({ merchantId, world, serie, last: 1 })
      .onConflict((known) =>
        known.columns(['merchantId', 'world', 'serie']).doUpdateSet({ last: sql<number>`folio_counter.last + 1` }),
      )
      .returning('last'),
  );

  /** Whether a number that a refused attempt gave back is used again by now. */
  function* isUsed({ merchantId, world }: Tenant, serie: string, folio: number): Work<boolean> {
    return (yield* used.first({ merchantId, world, serie, folio })) !== undefined;
  }

  function* folioFor(tenant: Tenant, serie: string, sales: readonly SaleRow[]): Work<number> {
    const kept = phases.keptFolio(serie, sales);
    if (kept !== undefined && !(yield* isUsed(tenant, serie, kept))) return kept;
    const counter = yield* next.first({ ...tenant, serie });
    if (counter === undefined) throw new Error(`no counter for serie ${serie}`);
    return counter.last;
  }

  return { isUsed, folioFor };
}

/**
 * Locks sales in the order of their ids, so that two claims over the same ones wait for each other and never in a circle. Whose they are
 * is only checked: SQLite would read all that the merchant ever sold.
 */
export function wantedSalesStatement({ db, locked, isAmong, unindexed }: Engine) {
  return statement(({ merchantId, world, ids }: Tenant & Ids) =>
    locked(
      db
        .selectFrom('sale')
        .selectAll()
        .where(isAmong('id', ids))
        .where(sql<boolean>`${unindexed('merchant_id')} = ${merchantId}`)
        .where(sql<boolean>`${unindexed('world')} = ${world}`)
        .orderBy('id'),
    ),
  );
}

/** What claims do to sales, each inside a transaction of its caller. */
export function prepareClaims(engine: Engine) {
  const { db, isAmong, insertMany } = engine;
  const holderOf = prepareHolder(engine);
  const folios = prepareFolios(engine);
  const wantedSales = wantedSalesStatement(engine);
  const forget = statement(({ ids, serie, folio }: Ids & { readonly serie: string; readonly folio: number }) =>
    db
      .updateTable('sale')
      .set({ keptSerie: null, keptFolio: null })
      .where(isAmong('id', ids))
      .where('keptSerie', '=', serie)
      .where('keptFolio', '=', folio),
  );
  return {
    /** Takes the sales and numbers the attempt. */
    *takeSales(tenant: Tenant, wanted: Claim): Work<Taken> {
      const { merchantId, world } = tenant;
      const found = yield* wantedSales.all({ merchantId, world, ids: wanted.saleIds });
      const sales = phases.claimedSales(wanted, found);
      const holder = yield* holderOf(wanted.saleIds);
      if (holder !== undefined) return { kind: 'taken', invoiceId: holder };
      const folio = yield* folios.folioFor({ merchantId, world }, wanted.serie, sales);
      const row = phases.claimedRow(tenant, wanted, sales, folio);
      const ids = sales.map(({ id }) => id);
      yield* insertMany('invoice', [row]);
      yield* insertMany(
        'invoiceSale',
        ids.map((saleId) => ({ invoiceId: row.id, saleId, active: true })),
      );
      yield* forget.change({ ids, serie: row.serie, folio });
      return { kind: 'claimed', row };
    },

    /** Frees the sales of a refused attempt, each in a generation after it and with its number. */
    *freeSales({ id, saleIds, generation, serie, folio }: InvoiceRow): Work<void> {
      yield* change(db.updateTable('invoiceSale').set({ active: false }).where('invoiceId', '=', id));
      const freed = db.updateTable('sale').where(isAmong('id', JSON.parse(saleIds) as string[]));
      yield* change(freed.set({ generation: generation + 1, keptSerie: serie, keptFolio: folio }));
    },

    /** A timbre came after the refusal: takes the sales back. Throws when another attempt holds one, or the number, by now. */
    *retakeSales(row: InvoiceRow, uuid: string): Work<void> {
      const holder = yield* holderOf(JSON.parse(row.saleIds) as string[]);
      if (holder !== undefined)
        throw new Error(`${row.id} was refused, yet ${uuid} is its timbre, and ${holder} holds its sale`);
      if (yield* folios.isUsed(row, row.serie, row.folio))
        throw new Error(`${row.id} was refused, yet ${uuid} is its timbre, and its folio is used again`);
      yield* change(db.updateTable('invoiceSale').set({ active: true }).where('invoiceId', '=', row.id));
    },
  };
}
