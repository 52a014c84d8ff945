/** Messages on their way, on SQLite. A claim is one statement in a transaction that holds the write lock. */
import { and, asc, desc, eq, inArray, lt, placeholder, sql } from 'drizzle-orm';
import { inBatches } from '../batches.ts';
import {
  ended,
  fromAttemptRow,
  fromDeliveryRow,
  inOrder,
  type NewDeliveryRow,
  toDeliveryRow,
} from '../delivery-rows.ts';
import type { DeliveryStore } from '../delivery-store.ts';
import type { Connection, Database } from './database.ts';
import { delivery, deliveryAttempt } from './schema.ts';

const BATCH = 500;

/** The partial index serves only a query that repeats its condition in so many words. */
const pending = sql`${delivery.state} = 'pending'`;
const free = sql`coalesce(${delivery.leaseUntil}, 0) <= ${placeholder('now')}`;
const leased = sql`${delivery.leaseUntil} is not null`;
const lease = { leaseUntil: sql`${placeholder('leaseUntil')}`, claim: sql`${delivery.claim} + 1` };

/** Inserts them; those whose `once` is there already are left out. Answers how many were new. */
export function addDeliveries(tx: Database, rows: readonly NewDeliveryRow[]): number {
  const target = [delivery.merchantId, delivery.world, delivery.once];
  let added = 0;
  for (const batch of inBatches(rows, BATCH)) {
    const insert = tx.insert(delivery).values([...batch]);
    added += insert.onConflictDoNothing({ target }).run().changes;
  }
  return added;
}

/**
 * Numbers each target's due deliveries, so that no target takes more than its share. The `+` keeps SQLite from walking
 * through all that is pending in the order of its targets, instead of what is due.
 */
export function claimFor(db: Database) {
  const ranked = sql`select seq, next_at, row_number() over (partition by +target order by next_at, seq) as turn
    from ${delivery} where ${pending} and ${delivery.nextAt} <= ${placeholder('now')} and ${free}
    and target not in (select value from json_each(${placeholder('busy')}))
    and kind in (select value from json_each(${placeholder('kinds')}))`;
  const picked = sql`select seq from (${ranked}) where turn <= ${placeholder('perTarget')}
    order by next_at, seq limit ${placeholder('limit')}`;
  return db.update(delivery).set(lease).where(sql`${delivery.seq} in (${picked})`).returning();
}

function prepareClaimOf(db: Database) {
  const picked = sql`select seq from ${delivery} where target = ${placeholder('target')} and ${pending} and ${free}
    order by next_at, seq limit ${placeholder('limit')}`;
  return db.update(delivery).set(lease).where(sql`${delivery.seq} in (${picked})`).returning().prepare();
}

function createClaiming({ db, write }: Connection): Pick<DeliveryStore, 'claim' | 'claimOf' | 'settle' | 'voidLeases'> {
  const claim = claimFor(db).prepare();
  const claimOf = prepareClaimOf(db);
  return {
    async claim({ busy, kinds, ...ask }) {
      const lists = { busy: JSON.stringify(busy), kinds: JSON.stringify(kinds) };
      return inOrder(write(() => claim.all({ ...ask, ...lists })));
    },
    async claimOf(target, ask) {
      return inOrder(write(() => claimOf.all({ ...ask, target })));
    },
    async settle({ id, claim: held }, end) {
      return write((tx) => {
        const { patch, attempt } = ended(id, end);
        const isHeld = and(eq(delivery.id, id), eq(delivery.claim, held), pending, leased);
        const set = { ...patch, attempts: sql`${delivery.attempts} + 1` };
        if (tx.update(delivery).set(set).where(isHeld).run().changes === 0) return 'stale';
        tx.insert(deliveryAttempt).values(attempt).run();
        return 'settled';
      });
    },
    async voidLeases() {
      db.update(delivery).set({ leaseUntil: null }).where(and(pending, leased)).run();
    },
  };
}

function createReading({ db }: Connection): Pick<DeliveryStore, 'get' | 'list' | 'attemptsOf'> {
  return {
    async get(id) {
      const row = db.select().from(delivery).where(eq(delivery.id, id)).get();
      return row === undefined ? undefined : fromDeliveryRow(row);
    },
    async list({ merchantId, world }, { limit, before, target, subject, kind }) {
      const tenant = and(eq(delivery.merchantId, merchantId), eq(delivery.world, world));
      const cursor = db
        .select({ seq: delivery.seq })
        .from(delivery)
        .where(and(tenant, eq(delivery.id, before ?? '')));
      const page = and(
        tenant,
        before === undefined ? undefined : lt(delivery.seq, cursor),
        target === undefined ? undefined : eq(delivery.target, target),
        subject === undefined ? undefined : eq(delivery.subject, subject),
        kind === undefined ? undefined : eq(delivery.kind, kind),
      );
      return db.select().from(delivery).where(page).orderBy(desc(delivery.seq)).limit(limit).all().map(fromDeliveryRow);
    },
    async attemptsOf(deliveryId) {
      const tries = db.select().from(deliveryAttempt).where(eq(deliveryAttempt.deliveryId, deliveryId));
      return tries.orderBy(asc(deliveryAttempt.seq)).all().map(fromAttemptRow);
    },
  };
}

/** The deliveries of every merchant, over one connection. */
export function createDeliveryStore(connection: Connection): DeliveryStore {
  const { db, write } = connection;
  return {
    ...createClaiming(connection),
    ...createReading(connection),
    async enqueue(deliveries, now) {
      return write((tx) =>
        addDeliveries(
          tx,
          deliveries.map((wanted) => toDeliveryRow(wanted, now)),
        ),
      );
    },
    async noteReceipt(receipt, state, now) {
      const taken = and(eq(delivery.receipt, receipt), inArray(delivery.state, ['sent', 'bounced', 'complained']));
      const row = db.update(delivery).set({ state, settledAt: now }).where(taken).returning().get();
      return row === undefined ? undefined : fromDeliveryRow(row);
    },
  };
}
