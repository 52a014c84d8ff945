/** What customers requested and could not get yet: stored, found by the sales that arrive, followed and answered. */

import { HOURLY_FAR_AHEAD_MS } from '../../server/invoicing/far-ahead.ts';
import { moveRequest, type RequestMove } from '../../server/invoicing/request-moves.ts';
import type { InvoiceRequest, RequestKept, RequestQuery, RequestStore } from '../../server/invoicing/request-store.ts';
import type { BranchLimit } from '../../server/merchants/branch-limit.ts';
import type { Tenant } from '../../server/merchants/tenant.ts';
import { waitKeysOf } from '../../server/sales/awaited.ts';
import { requestEvent, toDeliveryRow, toEventRow } from '../delivery-rows.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { all, change, first, hotStatement, statement, type Work } from '../engines/work.ts';
import { fromRequestRow, knownRequest, type RequestRow, toMovedColumns, toRequestRow } from '../request-rows.ts';
import type { NewSaleRow } from '../rows.ts';
import { addDeliveries } from './deliveries.ts';
import type { Due } from './due.ts';
import { addEvents } from './events.ts';
import { isSaleWithin } from './within.ts';

/** A partial index only serves a condition with the same text. */
const awaiting = sql<boolean>`wait_key is not null`;
const looked = sql<boolean>`look_at is not null`;

type Keys = Tenant & { readonly waitKeys: readonly string[] };

/** Makes the requests that may wait for a sale due at once; an index of their keys finds them. */
export function arrivalStatement({ db, isAmong }: Engine) {
  return hotStatement('request_arrival', ({ merchantId, world, waitKeys }: Keys) =>
    db
      .updateTable('request')
      .set({ lookAt: 0 })
      .where((eb) => eb.and({ merchantId, world }))
      .where(awaiting)
      .where(isAmong('wait_key', waitKeys)),
  );
}

/** Makes requests due that may wait for sales, in the transaction that stores the sales, so that no crash can separate them. */
export function prepareArrivals(engine: Engine): (tenant: Tenant, arrived: readonly NewSaleRow[]) => Work<number> {
  const arrival = arrivalStatement(engine);
  return function* ({ merchantId, world }, arrived) {
    if (arrived.length === 0) return 0;
    return yield* arrival.change({ merchantId, world, waitKeys: [...new Set(arrived.flatMap(waitKeysOf))] });
  };
}

/** The requests that wait under one of the keys, oldest first. */
export function awaitingStatement({ db, isAmong, unindexed }: Engine) {
  return statement(({ merchantId, world, waitKeys, limit }: Keys & { readonly limit: number }) =>
    db
      .selectFrom('request')
      .selectAll()
      .where((eb) => eb.and({ merchantId, world }))
      .where(awaiting)
      .where(isAmong('wait_key', waitKeys))
      // SQLite would walk all requests ever left, in their order.
      .orderBy(sql`${unindexed('seq')}`)
      .limit(limit),
  );
}

/** Takes the requests that are due; nobody else processes them before `until`. */
export function dueStatement({ db, locked }: Engine) {
  return hotStatement('request_due', ({ now, until, limit }: Parameters<RequestStore['takeDue']>[0]) => {
    const due = db.selectFrom('request').select('seq').where(looked).where('lookAt', '<=', now);
    return db
      .updateTable('request')
      .set({ lookAt: until })
      .where('seq', 'in', locked(due.orderBy('lookAt').limit(limit), 'update-skip-locked'))
      .returningAll();
  });
}

/** Makes due what lies further ahead than a request waits. As another condition of `request_due` it would make SQLite read all that wait. */
export function farRequestsStatement({ db, locked }: Engine) {
  return hotStatement('request_far', ({ now, far }: Due) => {
    const wrong = db.selectFrom('request').select('seq').where(looked).where('lookAt', '>', far);
    return db.updateTable('request').set({ lookAt: now }).where('seq', 'in', locked(wrong, 'update-skip-locked'));
  });
}

/** Whether a request names sales, all within the limit. */
function isRequestWithin(engine: Engine, limit: BranchLimit) {
  const named = engine.db
    .selectFrom('requestSale')
    .innerJoin('sale', 'sale.id', 'requestSale.saleId')
    .select(sql<number>`1`.as('one'))
    .whereRef('requestSale.requestId', '=', 'request.id' as never);
  const theirs = isSaleWithin(engine, limit);
  return sql<boolean>`exists ${named} and not exists ${named.where(sql<boolean>`not ${theirs}`)}`;
}

/** A page of a tenant's requests, newest first; `seq` is that of the last one on the previous page. */
export function pageOfRequests(
  engine: Engine,
  { merchantId, world }: Tenant,
  { status, waitsFor, within, limit }: Omit<RequestQuery, 'after'>,
  seq?: number,
) {
  let page = engine.db
    .selectFrom('request')
    .selectAll()
    .where((eb) => eb.and({ merchantId, world, ...(status !== undefined && { status }) }));
  if (waitsFor !== undefined) page = page.where('status', '=', 'open').where('waitsFor', '=', waitsFor);
  if (within !== undefined) page = page.where(isRequestWithin(engine, within));
  if (seq !== undefined) page = page.where('seq', '<', seq);
  return page.orderBy('seq', 'desc').limit(limit);
}

function* list(engine: Engine, tenant: Tenant, { after, ...query }: RequestQuery): Work<readonly RequestRow[]> {
  if (after === undefined) return yield* all(pageOfRequests(engine, tenant, query));
  const { merchantId, world } = tenant;
  const last = engine.db.selectFrom('request').select('seq');
  const seen = yield* first(last.where((eb) => eb.and({ merchantId, world, id: after })));
  return seen === undefined ? [] : yield* all(pageOfRequests(engine, tenant, query, seen.seq));
}

function* write(engine: Engine, row: RequestRow, move: RequestMove): Work<InvoiceRequest> {
  const { saleIds = [], event, mail } = move;
  const columns = toMovedColumns(move);
  yield* change(engine.db.updateTable('request').set(columns).where('id', '=', row.id));
  yield* nameSales(engine, row.id, saleIds);
  if (event) yield* addEvents(engine, [toEventRow(event)]);
  if (mail) yield* addDeliveries(engine, [toDeliveryRow(mail, mail.nextAt)]);
  return fromRequestRow({ ...row, ...columns });
}

function* nameSales({ insertMany }: Engine, requestId: string, saleIds: readonly string[]): Work<void> {
  const rows = [...new Set(saleIds)].map((saleId) => ({ requestId, saleId }));
  if (rows.length > 0) yield* insertMany('requestSale', rows, { on: ['requestId', 'saleId'] });
}

function requestById({ db }: Engine, id: string) {
  return db.selectFrom('request').selectAll().where('id', '=', id);
}

type Reading = 'get' | 'listAbout' | 'listOfSale' | 'list' | 'listAwaiting' | 'countForMerchant' | 'countAwaiting';

function createReading(engine: Engine): Pick<RequestStore, Reading> {
  const { db, run } = engine;
  const awaitingUnder = awaitingStatement(engine);
  const found = async (rows: Work<readonly RequestRow[]>): Promise<readonly InvoiceRequest[]> =>
    (await run(rows)).map(fromRequestRow);
  return {
    async get(id) {
      const row = await run(first(requestById(engine, id)));
      return row === undefined ? undefined : fromRequestRow(row);
    },
    listAbout({ merchantId, world }, purchaseKey, limit) {
      const about = db
        .selectFrom('request')
        .selectAll()
        .where((eb) => eb.and({ merchantId, world, purchaseKey }));
      return found(all(about.orderBy('seq').limit(limit)));
    },
    listOfSale({ merchantId, world }, saleId, limit) {
      const ofSale = db
        .selectFrom('requestSale')
        .innerJoin('request', 'request.id', 'requestSale.requestId')
        .selectAll('request')
        .where('requestSale.saleId', '=', saleId)
        .where('request.merchantId', '=', merchantId)
        .where('request.world', '=', world);
      return found(all(ofSale.orderBy('request.seq').limit(limit)));
    },
    list: (tenant, query) => found(list(engine, tenant, query)),
    listAwaiting: ({ merchantId, world }, waitKeys, limit) =>
      found(awaitingUnder.all({ merchantId, world, waitKeys, limit })),
    async countForMerchant({ merchantId, world }, within) {
      const counted = db
        .selectFrom('request')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where((eb) => eb.and({ merchantId, world, status: 'open', waitsFor: 'merchant' }));
      const theirs = within ? counted.where(isRequestWithin(engine, within)) : counted;
      return Number((await run(first(theirs)))?.count ?? 0);
    },
    async countAwaiting({ merchantId, world }, rfc) {
      const counted = db
        .selectFrom('request')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where((eb) => eb.and({ merchantId, world, receptorRfc: rfc }))
        .where(awaiting);
      return Number((await run(first(counted)))?.count ?? 0);
    },
  };
}

/** The requests of every merchant's customers. */
export function createRequestStore(engine: Engine): RequestStore {
  const { db, locked, insertMany } = engine;
  const byId = (id: string) => requestById(engine, id);
  const due = dueStatement(engine);
  const far = farRequestsStatement(engine);
  return {
    async keep(asked, waitKey) {
      return engine.write<RequestKept>(function* () {
        if ((yield* insertMany('request', [toRequestRow(asked, waitKey)], { on: ['id'] })) === 1) {
          yield* nameSales(engine, asked.id, asked.saleIds);
          yield* addEvents(engine, [requestEvent(asked)]);
          return { kind: 'created', request: asked };
        }
        // A concurrent insert has committed, because ours waited for it.
        return knownRequest(asked, yield* first(byId(asked.id)));
      });
    },
    ...createReading(engine),
    async takeDue(ask) {
      const rows = await engine.write(function* () {
        yield* far.change({ now: ask.now, far: ask.now + HOURLY_FAR_AHEAD_MS });
        return yield* due.all(ask);
      });
      return rows.map(fromRequestRow);
    },
    async postpone(id, { lookAt, waitKey }) {
      await engine.write(function* () {
        const row = yield* first(locked(byId(id)));
        // What an arrival made due since it was taken stays due: the next look finds the sale.
        if (row === undefined || row.lookAt === null || row.lookAt === 0) return;
        const isAwaiting = waitKey !== undefined && row.status === 'open' && row.waitsFor === 'sale';
        const patch = { lookAt, ...(isAwaiting && { waitKey }) };
        yield* change(db.updateTable('request').set(patch).where('id', '=', id));
      });
    },
    async move(id, step) {
      return engine.write(function* () {
        const row = yield* first(locked(byId(id)));
        if (row === undefined) throw new Error(`unknown request ${id}`);
        const request = fromRequestRow(row);
        const move = moveRequest(request, step, row.lookAt !== null);
        if (!move) return { kind: 'not-allowed', request } as const;
        return { kind: 'taken', request: yield* write(engine, row, move) } as const;
      });
    },
  };
}
