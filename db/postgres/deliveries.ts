/** Messages on their way, on PostgreSQL. A claim locks what it takes and skips what others are taking. */
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

const BATCH = 1_000;

/** The partial index serves only a query that repeats its condition in so many words. */
const pending = sql`${delivery.state} = 'pending'`;
const free = sql`coalesce(${delivery.leaseUntil}, 0) <= ${placeholder('now')}`;
const leased = sql`${delivery.leaseUntil} is not null`;
const lease = { leaseUntil: sql`${placeholder('leaseUntil')}`, claim: sql`${delivery.claim} + 1` };

/** Inserts them; those whose `once` is there already are left out. Answers how many were new. */
export async function addDeliveries(tx: Database, rows: readonly NewDeliveryRow[]): Promise<number> {
  const target = [delivery.merchantId, delivery.world, delivery.once];
  let added = 0;
  for (const batch of inBatches(rows, BATCH)) {
    const insert = tx.insert(delivery).values([...batch]);
    const { rowCount } = await insert.onConflictDoNothing({ target });
    added += rowCount ?? 0;
  }
  return added;
}

/**
 * Numbers each target's due deliveries, so that no target takes more than its share. What another claim has locked is
 * skipped, and what it has taken meanwhile is found out once it is locked here.
 */
function prepareClaim(tx: Database) {
  const ranked = sql`select seq, row_number() over (partition by target order by next_at, seq) as turn
    from ${delivery} where ${pending} and ${delivery.nextAt} <= ${placeholder('now')} and ${free}
    and target <> all(${placeholder('busy')}::text[]) and kind = any(${placeholder('kinds')}::text[])`;
  const picked = sql`select ${delivery.seq} from ${delivery} join ranked on ranked.seq = ${delivery.seq}
    where ranked.turn <= ${placeholder('perTarget')} and ${pending} and ${free}
    order by ${delivery.nextAt}, ${delivery.seq} limit ${placeholder('limit')} for update of delivery skip locked`;
  return tx
    .update(delivery)
    .set(lease)
    .where(sql`${delivery.seq} in (with ranked as (${ranked}), picked as (${picked}) select seq from picked)`)
    .returning()
    .prepare('delivery_claim');
}

function prepareClaimOf(tx: Database) {
  const picked = sql`select seq from ${delivery} where target = ${placeholder('target')} and ${pending} and ${free}
    order by next_at, seq limit ${placeholder('limit')} for update skip locked`;
  return tx
    .update(delivery)
    .set(lease)
    .where(sql`${delivery.seq} in (with picked as (${picked}) select seq from picked)`)
    .returning()
    .prepare('delivery_claim_of');
}

function createClaiming({ db, write }: Connection): Pick<DeliveryStore, 'claim' | 'claimOf' | 'settle' | 'voidLeases'> {
  return {
    async claim({ busy, kinds, ...ask }) {
      const lists = { busy: [...busy], kinds: [...kinds] };
      return inOrder(await write((tx) => prepareClaim(tx).execute({ ...ask, ...lists })));
    },
    async claimOf(target, ask) {
      return inOrder(await write((tx) => prepareClaimOf(tx).execute({ ...ask, target })));
    },
    async settle({ id, claim: held }, end) {
      return write(async (tx) => {
        const { patch, attempt } = ended(id, end);
        const isHeld = and(eq(delivery.id, id), eq(delivery.claim, held), pending, leased);
        const set = { ...patch, attempts: sql`${delivery.attempts} + 1` };
        const { rowCount } = await tx.update(delivery).set(set).where(isHeld);
        if (rowCount === 0) return 'stale';
        await tx.insert(deliveryAttempt).values(attempt);
        return 'settled';
      });
    },
    async voidLeases() {
      await db.update(delivery).set({ leaseUntil: null }).where(and(pending, leased));
    },
  };
}

function createReading({ db }: Connection): Pick<DeliveryStore, 'get' | 'list' | 'attemptsOf'> {
  return {
    async get(id) {
      const [row] = await db.select().from(delivery).where(eq(delivery.id, id));
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
      const rows = await db.select().from(delivery).where(page).orderBy(desc(delivery.seq)).limit(limit);
      return rows.map(fromDeliveryRow);
    },
    async attemptsOf(deliveryId) {
      const tries = db.select().from(deliveryAttempt).where(eq(deliveryAttempt.deliveryId, deliveryId));
      return (await tries.orderBy(asc(deliveryAttempt.seq))).map(fromAttemptRow);
    },
  };
}

/** The deliveries of every merchant, over one pool. */
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
      const [row] = await db.update(delivery).set({ state, settledAt: now }).where(taken).returning();
      return row === undefined ? undefined : fromDeliveryRow(row);
    },
  };
}
