/** Which invoice holds which sales, and under which number, by the rules of `invoicing/claim-rules.ts`. */

import type { Claim } from '../../server/invoicing/claim.ts';
import {
  attemptAfter,
  attemptOver,
  type Bar,
  barToHold,
  barToOnce,
  barToSales,
} from '../../server/invoicing/claim-rules.ts';
import { claimedSales } from '../../server/invoicing/phases.ts';
import type { Tenant } from '../../server/merchants/tenant.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { change, statement, type Work } from '../engines/work.ts';
import { toInvoiceRow } from '../invoice-rows.ts';
import type { InvoiceRow, NewInvoiceRow, SaleRow } from '../rows.ts';
import { prepareClaimBars } from './claim-bars.ts';
import { prepareEgresosAgainst } from './egresos-against.ts';
import { prepareRefold } from './refold-sales.ts';
import { prepareRefundOfNota } from './refund-of-nota.ts';

/** The new attempt, or the invoice that prevents it. */
type Taken = { readonly kind: 'claimed'; readonly row: NewInvoiceRow } | Bar;

type Ids = { readonly ids: readonly string[] };
type Serie = Tenant & { readonly serie: string };

/** Which invoices hold sales, and which will hold them next. */
function prepareHolders({ db, isAmong, isSet }: Engine) {
  const active = statement(({ ids }: Ids) =>
    db.selectFrom('invoiceSale').selectAll().where(isAmong('sale_id', ids)).where(isSet('active')),
  );
  const next = statement(({ ids }: Ids) =>
    db.selectFrom('invoiceSale').selectAll().where(isAmong('sale_id', ids)).where(isSet('next')),
  );

  /** The invoices of the sales that have one, in the order of `ids`. */
  function* invoicesOf(which: typeof active, ids: readonly string[]): Work<readonly string[]> {
    const invoiceOf = new Map((yield* which.all({ ids })).map(({ saleId, invoiceId }) => [saleId, invoiceId]));
    return ids.flatMap((id) => invoiceOf.get(id) ?? []);
  }
  return {
    active: (ids: readonly string[]) => invoicesOf(active, ids),
    next: (ids: readonly string[]) => invoicesOf(next, ids),
  };
}

type Once = Tenant & { readonly once: string };

/** The attempts at an invoice that is issued once, newest first. */
export function attemptsStatement({ db }: Engine) {
  return statement(({ merchantId, world, once }: Once) =>
    db
      .selectFrom('invoice')
      .select(['id', 'state', 'generation', 'serie', 'folio'])
      .where((eb) => eb.and({ merchantId, world, once }))
      .orderBy('seq', 'desc'),
  );
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

  /** Whether a number that a refused attempt released is in use again. */
  function* isUsed({ merchantId, world }: Tenant, serie: string, folio: number): Work<boolean> {
    return (yield* used.first({ merchantId, world, serie, folio })) !== undefined;
  }

  /** The number that a refused attempt released, if it is still free, or the next one. */
  function* folioFor(tenant: Tenant, serie: string, kept: number | undefined): Work<number> {
    if (kept !== undefined && !(yield* isUsed(tenant, serie, kept))) return kept;
    const counter = yield* next.first({ ...tenant, serie });
    if (counter === undefined) throw new Error(`no counter for serie ${serie}`);
    return counter.last;
  }

  return { isUsed, folioFor };
}

/**
 * Locks sales in the order of their ids, so that two claims over the same sales wait for each other without a deadlock. Their owner is only
 * checked afterwards: as a condition, it would make SQLite read everything that the merchant ever sold.
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

/** Numbers an attempt and inserts it with its sales. */
function prepareInsert({ insertMany }: Engine, folios: ReturnType<typeof prepareFolios>) {
  return function* (
    tenant: Tenant,
    wanted: Claim,
    { kept, ...attempt }: { readonly kept: number | undefined; readonly generation: number },
    held: { readonly active: boolean; readonly next: boolean },
  ): Work<Extract<Taken, { readonly kind: 'claimed' }>> {
    const folio = yield* folios.folioFor(tenant, wanted.serie, kept);
    const row = toInvoiceRow(tenant, wanted, { ...attempt, folio });
    yield* insertMany('invoice', [row]);
    yield* insertMany(
      'invoiceSale',
      wanted.saleIds.map((saleId) => ({ invoiceId: row.id, saleId, ...held })),
    );
    return { kind: 'claimed', row };
  };
}

/** The three ways in which a claim takes its sales, each inside a transaction of its caller. */
function prepareTaking(
  engine: Engine,
  holders: ReturnType<typeof prepareHolders>,
  folios: ReturnType<typeof prepareFolios>,
) {
  const { db, isAmong, locked } = engine;
  const bars = prepareClaimBars(engine, holders.active);
  const insert = prepareInsert(engine, folios);
  const attempts = attemptsStatement(engine);
  const wantedSales = wantedSalesStatement(engine);
  const stateOf = statement(({ id }: { readonly id: string }) =>
    locked(db.selectFrom('invoice').select(['id', 'state', 'uuid']).where('id', '=', id)),
  );
  const forget = statement(({ ids, serie, folio }: Ids & { readonly serie: string; readonly folio: number }) =>
    db
      .updateTable('sale')
      .set({ keptSerie: null, keptFolio: null })
      .where(isAmong('id', ids))
      .where('keptSerie', '=', serie)
      .where('keptFolio', '=', folio),
  );

  function* salesOf({ merchantId, world }: Tenant, wanted: Claim): Work<readonly SaleRow[]> {
    const found = yield* wantedSales.all({ merchantId, world, ids: wanted.saleIds });
    return claimedSales(wanted, found);
  }

  /** An attempt that takes the sales' kept number and generation. */
  function* insertOf(tenant: Tenant, wanted: Claim, sales: readonly SaleRow[], next: boolean): Work<Taken> {
    const taken = yield* insert(tenant, wanted, attemptOver(wanted, sales), { active: !next, next });
    yield* forget.change({ ids: wanted.saleIds, serie: taken.row.serie, folio: taken.row.folio });
    return taken;
  }

  return {
    /** A successor still waits for sales whose invoice is gone meanwhile. */
    *sales(tenant: Tenant, wanted: Claim): Work<Taken> {
      const sales = yield* salesOf(tenant, wanted);
      const bar = barToSales(yield* holders.active(wanted.saleIds)) ?? barToSales(yield* holders.next(wanted.saleIds));
      return bar ?? (yield* insertOf(tenant, wanted, sales, false));
    },

    /** Locks the succeeded invoice before the sales, as each of its own phases does. A partly refunded sale stays where it is. */
    *successor(tenant: Tenant, wanted: Claim, of: string): Work<Taken> {
      const before = yield* stateOf.first({ id: of });
      const sales = yield* salesOf(tenant, wanted);
      const held = yield* holders.active(wanted.saleIds);
      const unheld = barToHold(of, { state: before?.state, holders: held, sales: sales.length });
      if (!before || unheld) return unheld ?? { kind: 'not-held', invoiceId: of };
      const bar = (yield* bars.toSuccession(wanted, before)) ?? barToSales(yield* holders.next(wanted.saleIds));
      return bar ?? (yield* insertOf(tenant, wanted, sales, true));
    },

    /** The locks on the sales keep two attempts apart; what it takes from is locked before them. */
    *once({ merchantId, world }: Tenant, wanted: Claim, once: string): Work<Taken> {
      const unheld = yield* bars.toCredit({ merchantId, world }, wanted);
      yield* salesOf({ merchantId, world }, wanted);
      const earlier = yield* attempts.all({ merchantId, world, once });
      const bar = barToOnce(earlier) ?? unheld;
      if (bar) return bar;
      const attempt = attemptAfter(wanted, earlier);
      return yield* insert({ merchantId, world }, wanted, attempt, { active: false, next: false });
    },
  };
}

/** What invoices do to their sales, each inside a transaction of its caller. */
export function prepareClaims(engine: Engine) {
  const { db, isAmong, isSet, locked } = engine;
  const holders = prepareHolders(engine);
  const folios = prepareFolios(engine);
  const taking = prepareTaking(engine, holders, folios);
  const refunds = prepareRefundOfNota(engine);
  const refold = prepareRefold(engine);
  const held = (id: string) => db.updateTable('invoiceSale').where('invoiceId', '=', id);
  const holdingOf = statement(({ id }: { readonly id: string }) =>
    db.selectFrom('invoiceSale').select('saleId').where('invoiceId', '=', id).where(isSet('active')),
  );
  const egresos = prepareEgresosAgainst(engine);
  const lockedOf = statement(({ id }: { readonly id: string }) =>
    locked(db.selectFrom('invoice').select(['id', 'state', 'uuid', 'successorOf']).where('id', '=', id)),
  );

  /**
   * Gives each of the sales to the last CFDI before this one that is in force and still has it: an egreso may have taken it out of a global.
   * Each is locked, the newest first, so that two that are cancelled at the same time see each other.
   */
  function* giveBack({ successorOf }: InvoiceRow, ids: readonly string[]): Work<void> {
    let [left, before] = [ids, successorOf];
    while (before !== null && left.length > 0) {
      const earlier: Pick<InvoiceRow, 'id' | 'state' | 'uuid' | 'successorOf'> | undefined = yield* lockedOf.first({
        id: before,
      });
      if (earlier?.state === 'stamped') {
        const gone: ReadonlySet<string> = yield* egresos.leavers(earlier, left);
        const back = left.filter((id) => !gone.has(id));
        yield* change(held(earlier.id).set({ active: true }).where(isAmong('sale_id', back)));
        left = left.filter((id) => gone.has(id));
      }
      before = earlier?.successorOf ?? null;
    }
  }
  return {
    /** Takes what the claim holds and numbers the attempt. */
    *take({ merchantId, world }: Tenant, wanted: Claim): Work<Taken> {
      const { holding } = wanted;
      const tenant = { merchantId, world };
      if (holding.kind === 'none') return yield* taking.once(tenant, wanted, holding.once);
      if (holding.kind === 'successor') return yield* taking.successor(tenant, wanted, holding.of);
      return yield* taking.sales(tenant, wanted);
    },

    /** Whether another invoice is about to take its sales over. */
    *isSucceeded({ id, saleIds }: InvoiceRow): Work<boolean> {
      const ids = JSON.parse(saleIds) as string[];
      const next = yield* holders.next(ids);
      return next.some((successor) => successor !== id);
    },

    /** Releases the sales of a refused attempt; they enter the next generation and keep its number. */
    *release(row: InvoiceRow): Work<void> {
      const { id, saleIds, once, generation, serie, folio } = row;
      if (once !== null) return yield* refunds.lapse(row);
      const ids = JSON.parse(saleIds) as string[];
      yield* refold(ids);
      yield* change(held(id).set({ active: false, next: false }));
      const freed = db.updateTable('sale').where(isAmong('id', ids));
      yield* change(freed.set({ generation: generation + 1, keptSerie: serie, keptFolio: folio }));
    },

    /**
     * It is cancelled at the SAT: the sales that it still holds are free and its number stays its own. If a CFDI that it was to replace is still
     * in force, they go back to that one. They enter the next generation either way: a PAC knows its documents by it.
     */
    *freeCanceled(row: InvoiceRow): Work<void> {
      const { id, saleIds, once, generation } = row;
      if (once !== null) return yield* refunds.lapse(row);
      const own = (yield* holdingOf.all({ id })).map(({ saleId }) => saleId);
      const ids = (JSON.parse(saleIds) as string[]).filter((saleId) => own.includes(saleId));
      yield* change(held(id).set({ active: false, next: false }));
      yield* giveBack(row, ids);
      yield* refold(ids);
      const earlier = sql<boolean>`generation <= ${generation}`;
      const freed = db.updateTable('sale').where(isAmong('id', ids)).where(earlier);
      yield* change(freed.set({ generation: generation + 1 }));
    },

    /** Its timbre is recorded: sales that were waiting to pass over to it do so, from the invoice that it succeeds and from no other. */
    *passOver({ id, saleIds, successorOf }: InvoiceRow, uuid: string): Work<void> {
      if (successorOf === null) return;
      const ids = JSON.parse(saleIds) as string[];
      const other = (yield* holders.active(ids)).find((holder) => holder !== successorOf);
      if (other !== undefined) throw new Error(`${uuid} is the timbre of ${id}, and ${other} holds its sale`);
      yield* change(held(successorOf).set({ active: false }).where(isAmong('sale_id', ids)));
      yield* change(held(id).set({ active: true, next: false }));
    },

    /** A timbre arrived after the refusal: takes the sales back. Throws if another attempt holds them, or has the number, by now. */
    *retake(row: InvoiceRow, uuid: string): Work<void> {
      const refused = `${row.id} was refused, yet ${uuid} is its timbre, and`;
      const holdsSales = row.once === null && row.successorOf === null;
      const [holder] = holdsSales ? yield* holders.active(JSON.parse(row.saleIds) as string[]) : [];
      if (holder !== undefined) throw new Error(`${refused} ${holder} holds its sale`);
      if (yield* folios.isUsed(row, row.serie, row.folio)) throw new Error(`${refused} its folio is used again`);
      if (holdsSales) yield* change(held(row.id).set({ active: true }));
      yield* refunds.stand(row);
    },
  };
}
