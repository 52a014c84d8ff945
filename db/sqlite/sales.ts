/** Sales on SQLite. Every statement is prepared once; a search has one per combination of criteria. */
import {
  and,
  asc,
  desc,
  eq,
  getTableColumns,
  gte,
  inArray,
  isNull,
  lt,
  lte,
  ne,
  or,
  placeholder,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { Sale, SaleQuery, Tenant } from '../../server/sales/sale.ts';
import { saleEvents, saleIsHeard } from '../delivery-rows.ts';
import { fromSaleRow, type NewSaleRow, toSaleRow } from '../rows.ts';
import { criteriaOf, nextOf, SEARCH_LIMIT, type StoredSale, sentAgain } from '../sale-rules.ts';
import type { NewSale, PutSale, SaleStore } from '../store.ts';
import type { Connection, Database } from './database.ts';
import { addEvents, prepareEnabledListeners } from './events.ts';
import { invoiceSale, sale } from './schema.ts';
import { unremindedOf, withEmailAfter } from './unreminded.ts';

/** The partial index on `active` serves only a query that says `active = 1` in so many words. */
const held = and(eq(invoiceSale.saleId, sale.id), sql`${invoiceSale.active} = 1`);
const ofTenant = and(eq(sale.merchantId, placeholder('merchantId')), eq(sale.world, placeholder('world')));

const dates = { dateFrom: gte(sale.dateMs, placeholder('dateFrom')), dateTo: lte(sale.dateMs, placeholder('dateTo')) };
/** Never looked up: the `+` keeps SQLite from the index of the natural key, which knows no `folioKey`. */
const ofSource = sql`+${sale.source} = ${placeholder('source')}`;

const isTotal = eq(sale.totalCentavos, placeholder('totalCentavos'));
const isPaid = and(eq(sale.paidCentavos, placeholder('totalCentavos')), ne(sale.paidCentavos, sale.totalCentavos));
const isCard = eq(sale.cardLast4, placeholder('cardLast4'));

/** Each criterion as the one that is looked up: it comes first and has an index of its own. */
const LOOK_UPS: Readonly<Record<keyof SaleQuery, SQL | undefined>> = {
  folioKey: eq(sale.folioKey, placeholder('folioKey')),
  emailKey: eq(sale.emailKey, placeholder('emailKey')),
  totalCentavos: or(isTotal, isPaid),
  cardLast4: isCard,
  ...dates,
  source: ofSource,
};

/** Each criterion as one that is only checked. The `+` keeps SQLite from looking it up instead, by an index that knows less. */
const CHECKS: Readonly<Record<keyof SaleQuery, SQL | undefined>> = {
  folioKey: sql`+${sale.folioKey} = ${placeholder('folioKey')}`,
  emailKey: sql`+${sale.emailKey} = ${placeholder('emailKey')}`,
  totalCentavos: sql`${placeholder('totalCentavos')} in (+${sale.totalCentavos}, +${sale.paidCentavos})`,
  cardLast4: sql`+${sale.cardLast4} = ${placeholder('cardLast4')}`,
  ...dates,
  source: ofSource,
};

/** The limit stands in the text: SQLite plans a statement with a bound one anew every time, which costs four times the search. */
const lastLimited = sql`${sale.seq} desc limit ${sql.raw(String(SEARCH_LIMIT))}`;

function toSale({ sale: row, invoiceId }: StoredSale): Sale {
  return fromSaleRow(row, invoiceId);
}

function select(db: Database) {
  return db.select({ sale, invoiceId: invoiceSale.invoiceId }).from(sale).leftJoin(invoiceSale, held).$dynamic();
}

/** A total with the card's digits: each branch says everything, so that SQLite has no other way than the indexes of both. */
const BY_CARD_AND_TOTAL = or(and(ofTenant, isCard, isTotal), and(ofTenant, isCard, isPaid));

/**
 * The sales that match every one of the given criteria, each a placeholder of its own name. The first is the one looked up; a total
 * together with the card's digits, which have indexes of their own.
 */
export function searchFor(db: Database, given: readonly (keyof SaleQuery)[]) {
  const [first, second, ...rest] = given;
  const isPair = first === 'totalCentavos' && second === 'cardLast4';
  const checked = isPair || second === undefined ? rest : [second, ...rest];
  const lookUp = isPair ? BY_CARD_AND_TOTAL : and(ofTenant, first && LOOK_UPS[first]);
  const all = and(lookUp, ...checked.map((name) => CHECKS[name]));
  return select(db).where(all).orderBy(desc(sale.dateMs), lastLimited);
}

/** A search for each combination of criteria, prepared when it first comes up. */
function prepareSearch(db: Database) {
  const prepare = (given: readonly (keyof SaleQuery)[]) => searchFor(db, given).prepare();
  const prepared = new Map<string, ReturnType<typeof prepare>>();
  return (tenant: Tenant, query: SaleQuery): readonly StoredSale[] => {
    const given = criteriaOf(query);
    if (given.length === 0) return [];
    const shape = given.join();
    const statement = prepared.get(shape) ?? prepare(given);
    prepared.set(shape, statement);
    return statement.all({ ...tenant, ...query });
  };
}

/** Plain SQL: the insert is the whole cost of a bulk load, and drizzle's reaches 0.37 of its speed. */
function prepareInsert({ raw }: Connection) {
  const columns = Object.entries(getTableColumns(sale)).filter(([name]) => name !== 'seq');
  const names = columns.map(([name]) => name) as (keyof NewSaleRow)[];
  const statement = raw.prepare(
    `insert into sale (${columns.map(([, column]) => column.name).join()}) values (${columns.map(() => '?').join()})
     on conflict (merchant_id, world, source, folio) do nothing`,
  );
  return (row: NewSaleRow): boolean => statement.run(names.map((name) => row[name])).changes === 1;
}

function prepareOne(connection: Connection) {
  const { db } = connection;
  const insert = prepareInsert(connection);
  const byNaturalKey = select(db)
    .where(and(ofTenant, eq(sale.source, placeholder('source')), eq(sale.folio, placeholder('folio'))))
    .prepare();
  return (tenant: Tenant, sent: NewSale): PutSale => {
    const row = toSaleRow(tenant, sent);
    if (insert(row)) return { kind: 'created', sale: fromSaleRow(row, null, sent.body) };
    const stored = byNaturalKey.get({ ...tenant, source: row.source, folio: row.folio });
    if (stored === undefined) throw new Error(`sale ${row.source} ${row.folio} is neither new nor there`);
    const again = sentAgain(stored, row);
    if (again.kind !== 'updated') return { kind: again.kind, sale: toSale(stored) };
    db.update(sale).set(again.changes).where(eq(sale.id, stored.sale.id)).run();
    return { kind: 'updated', sale: fromSaleRow({ ...stored.sale, ...again.changes }, null, sent.body) };
  };
}

/** Puts sales as `SaleStore.put` does, inside a transaction of its caller. Listeners are looked at once, and only for new sales. */
export function preparePut(connection: Connection) {
  const one = prepareOne(connection);
  const listenersOf = prepareEnabledListeners(connection.db);
  return (tenant: Tenant, sales: readonly NewSale[]): readonly PutSale[] => {
    const put = sales.map((sent) => one(tenant, sent));
    if (put.some(({ kind }) => kind === 'created') && saleIsHeard(listenersOf(tenant)))
      addEvents(connection.db, saleEvents(tenant, put));
    return put;
  };
}

/** The sales of every merchant, over one connection. */
export function createSaleStore(connection: Connection): SaleStore {
  const { db, write } = connection;
  const put = preparePut(connection);
  const search = prepareSearch(db);
  const byId = select(db)
    .where(and(ofTenant, eq(sale.id, placeholder('id'))))
    .prepare();
  const withEmail = withEmailAfter(db).prepare();

  return {
    async put(tenant, sales) {
      return write(() => put(tenant, sales));
    },
    async get(tenant, id) {
      const found = byId.get({ ...tenant, id });
      return found === undefined ? undefined : toSale(found);
    },
    async search(tenant, query) {
      return search(tenant, query).map(toSale);
    },
    async list({ merchantId, world }, { limit, before }) {
      const tenant = and(eq(sale.merchantId, merchantId), eq(sale.world, world));
      const cursor = db
        .select({ seq: sale.seq })
        .from(sale)
        .where(and(tenant, eq(sale.id, before ?? '')));
      const page = before === undefined ? tenant : and(tenant, lt(sale.seq, cursor));
      return select(db).where(page).orderBy(desc(sale.seq)).limit(limit).all().map(toSale);
    },
    async listUnreminded(tenant, { dateFrom, dateTo, limit, after = { dateMs: dateFrom, seq: 0 } }) {
      const looked = withEmail.all({ ...tenant, ...after, dateTo, limit });
      const isFree = and(inArray(sale.id, unremindedOf(db, tenant, looked)), isNull(invoiceSale.invoiceId));
      const found = select(db).where(isFree).orderBy(asc(sale.dateMs), asc(sale.seq)).all();
      return { sales: found.map(toSale), ...nextOf(looked, limit) };
    },
  };
}
