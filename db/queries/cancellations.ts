/** Cancellations: each step is one transaction that locks the invoice's cancellation, by the rules of `invoicing/cancellation-phases.ts`. */

import type { Cancellation } from '../../server/invoicing/cancellation.ts';
import * as phases from '../../server/invoicing/cancellation-phases.ts';
import type { CancellationKept, CancellationStore } from '../../server/invoicing/cancellation-store.ts';
import { CANCELLATION_FAR_AHEAD_MS, FAR_AHEAD_MS } from '../../server/invoicing/far-ahead.ts';
import {
  fromCancellationRow,
  fromCancellationStepRow,
  toCancellationStepRow,
  toChangedCancellation,
} from '../cancellation-rows.ts';
import { toDeliveryRow, toEventRow } from '../delivery-rows.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { all, change, statement, type Work } from '../engines/work.ts';
import type { CancellationRow } from '../rows.ts';
import { prepareCancellationRequests } from './cancellation-requests.ts';
import { prepareClaims } from './claims.ts';
import { addDeliveries } from './deliveries.ts';
import { prepareEgresosAgainst } from './egresos-against.ts';
import { addEvents } from './events.ts';
import { lockedInvoice } from './invoice-phases.ts';

const isOpen = sql<boolean>`settled_at is null`;

type Id = { readonly id: string };

function prepareSteps(engine: Engine) {
  const { db, insertMany, locked } = engine;
  const byId = statement(({ id }: Id) => locked(db.selectFrom('cancellation').selectAll().where('id', '=', id)));

  function* rowOf(id: string): Work<CancellationRow> {
    const row = yield* byId.first({ id });
    if (row === undefined) throw new Error(`unknown cancellation ${id}`);
    return row;
  }

  function* patch(row: CancellationRow, changed: phases.CancellationChange): Work<Cancellation> {
    const columns = toChangedCancellation(changed);
    yield* change(db.updateTable('cancellation').set(columns).where('seq', '=', row.seq));
    return fromCancellationRow({ ...row, ...columns });
  }

  function* apply(row: CancellationRow, move: phases.CancellationMove): Work<Cancellation> {
    yield* insertMany('cancellationStep', [toCancellationStepRow(row.id, move.step)]);
    return yield* patch(row, move.change);
  }
  return { rowOf, patch, apply };
}

type Steps = ReturnType<typeof prepareSteps>;

/** Locks the invoice first, so that concurrent requests, corrections and notas de crédito wait for each other. */
function createRequest(engine: Engine): CancellationStore['request'] {
  const { write } = engine;
  const invoiceOf = lockedInvoice(engine);
  const requests = prepareCancellationRequests(engine);
  const claims = prepareClaims(engine);
  const egresos = prepareEgresosAgainst(engine);
  return (wanted) =>
    write<CancellationKept>(function* () {
      const invoice = yield* invoiceOf(wanted.invoiceId);
      const open = yield* requests.openOf(wanted.invoiceId);
      if (open) return { kind: 'open', cancellation: open };
      if (invoice.state !== 'stamped') throw new Error(`${invoice.id} is ${invoice.state}: it cannot be cancelled`);
      if (yield* claims.isSucceeded(invoice)) return { kind: 'succeeded' };
      // A request that the SAT has already is only followed.
      if (!wanted.isKnownToSat && (yield* egresos.ofAny(invoice))) return { kind: 'credited' };
      return { kind: 'requested', cancellation: yield* requests.keep(wanted) };
    });
}

/** Locks the invoice before its cancellation, in the same order as a request; its sales are freed with it. */
function createCancel(engine: Engine, { rowOf, apply }: Steps): CancellationStore['cancel'] {
  const { db, write } = engine;
  const invoiceOf = lockedInvoice(engine);
  const claims = prepareClaims(engine);
  const invoiceIdOf = statement(({ id }: Id) => db.selectFrom('cancellation').select('invoiceId').where('id', '=', id));
  return (id, canceled, deliveries, events) =>
    write(function* () {
      const invoice = yield* invoiceOf((yield* invoiceIdOf.first({ id }))?.invoiceId ?? '');
      const row = yield* rowOf(id);
      const current = fromCancellationRow(row);
      const move = phases.cancel(current, canceled);
      if (move === undefined) return current;
      if (invoice.state === 'stamped') {
        const patch = { state: 'canceled', canceledAt: canceled.now } as const;
        yield* change(db.updateTable('invoice').set(patch).where('seq', '=', invoice.seq));
        yield* claims.freeCanceled(invoice);
      }
      yield* addDeliveries(
        engine,
        deliveries.map((wanted) => toDeliveryRow(wanted, canceled.now)),
      );
      yield* addEvents(engine, events.map(toEventRow));
      return yield* apply(row, move);
    });
}

function createReading(
  engine: Engine,
): Pick<CancellationStore, 'get' | 'ofInvoice' | 'stepsOf' | 'isCredited' | 'due'> {
  const { db, run } = engine;
  const egresos = prepareEgresosAgainst(engine);
  const uuidOf = statement(({ id }: Id) => db.selectFrom('invoice').select(['id', 'uuid']).where('id', '=', id));
  const byId = statement(({ id }: Id) => db.selectFrom('cancellation').selectAll().where('id', '=', id));
  return {
    async get(id) {
      const row = await run(byId.first({ id }));
      return row && fromCancellationRow(row);
    },
    async ofInvoice({ merchantId, world }, invoiceId) {
      const own = db.selectFrom('cancellation').where((eb) => eb.and({ merchantId, world, invoiceId }));
      return (await run(all(own.selectAll().orderBy('seq', 'desc')))).map(fromCancellationRow);
    },
    async stepsOf(id) {
      const steps = db.selectFrom('cancellationStep').selectAll().where('cancellationId', '=', id);
      return (await run(all(steps.orderBy('seq')))).map(fromCancellationStepRow);
    },
    isCredited: (invoiceId) =>
      run(
        (function* () {
          const invoice = yield* uuidOf.first({ id: invoiceId });
          return invoice !== undefined && (yield* egresos.ofAny(invoice)) !== undefined;
        })(),
      ),
    async due(now, limit) {
      const [far, farLease] = [now + CANCELLATION_FAR_AHEAD_MS, now + FAR_AHEAD_MS];
      const due = db
        .selectFrom('cancellation')
        .selectAll()
        .where(isOpen)
        .where(sql<boolean>`(next_at <= ${now} or next_at > ${far})`)
        .where(sql<boolean>`(coalesce(lease_until, 0) <= ${now} or coalesce(lease_until, 0) > ${farLease})`);
      return (await run(all(due.orderBy('nextAt').orderBy('seq').limit(limit)))).map(fromCancellationRow);
    },
  };
}

/** The cancellations of every merchant. */
export function createCancellationStore(engine: Engine): CancellationStore {
  const { db, write, leases } = engine;
  const steps = prepareSteps(engine);
  const { rowOf, patch, apply } = steps;
  return {
    ...createReading(engine),
    request: createRequest(engine),
    cancel: createCancel(engine, steps),
    call: (id, wanted) =>
      write(function* () {
        const row = yield* rowOf(id);
        const current = fromCancellationRow(row);
        const move = phases.call(current, wanted, leases.owner());
        if (typeof move === 'string') return { kind: move, cancellation: current };
        return { kind: 'calling' as const, cancellation: yield* apply(row, move) };
      }),
    learn: (id, learned, events = []) =>
      write(function* () {
        const row = yield* rowOf(id);
        const current = fromCancellationRow(row);
        const move = phases.learn(current, learned);
        if (move === undefined) return current;
        yield* addEvents(engine, events.map(toEventRow));
        return yield* apply(row, move);
      }),
    looked: (id, nextAt) =>
      write(function* () {
        const row = yield* rowOf(id);
        const current = fromCancellationRow(row);
        const changed = phases.looked(current, nextAt);
        return changed === undefined ? current : yield* patch(row, changed);
      }),
    async voidLeases() {
      await write(() => change(db.updateTable('cancellation').set({ leaseUntil: null, nextAt: 0 }).where(isOpen)));
    },
  };
}
