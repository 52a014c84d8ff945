/** The phases of stamping: each is one transaction that locks the rows it decides about, by the rules of `invoicing/phases.ts`. */

import { FAR_AHEAD_MS } from '../../server/invoicing/far-ahead.ts';
import type { Invoice } from '../../server/invoicing/invoice.ts';
import type { InvoiceStore } from '../../server/invoicing/invoice-store.ts';
import * as phases from '../../server/invoicing/phases.ts';
import type { NewDelivery } from '../../server/outbox/delivery.ts';
import type { WorldEvent } from '../../server/outbox/event.ts';
import { toDeliveryRow, toEventRow } from '../delivery-rows.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { change, type Statement, statement, type Work } from '../engines/work.ts';
import { fromInvoiceRow, toChangedColumns, toPacCallRow } from '../invoice-rows.ts';
import type { InvoiceRow } from '../rows.ts';
import { prepareCancellationRequests } from './cancellation-requests.ts';
import { prepareClaims } from './claims.ts';
import { addDeliveries } from './deliveries.ts';
import { addEvents } from './events.ts';

/** A partial index only serves a condition with the same text. */
export const unsettled = sql<boolean>`state in ('claimed', 'sealed', 'sending', 'in-doubt')`;

type Id = { readonly id: string };

/** Reads and locks an invoice for a decision. Throws if there is none. */
export function lockedInvoice({ db, locked }: Engine): (id: string) => Work<InvoiceRow> {
  return rowBy(statement(({ id }: Id) => locked(db.selectFrom('invoice').selectAll().where('id', '=', id))));
}

/** The same without a lock, for reading only: a claim holds locks on sales, which others take after the invoice's. */
function unlockedInvoice({ db }: Engine): (id: string) => Work<InvoiceRow> {
  return rowBy(statement(({ id }: Id) => db.selectFrom('invoice').selectAll().where('id', '=', id)));
}

function rowBy(byId: Statement<Id, InvoiceRow>): (id: string) => Work<InvoiceRow> {
  return function* (id) {
    const row = yield* byId.first({ id });
    if (row === undefined) throw new Error(`unknown invoice ${id}`);
    return row;
  };
}

type Out = Pick<InvoiceRow, 'id' | 'world'> & { readonly pacId: string; readonly now: number; readonly far: number };

/**
 * Counts the other invoices that are being sent to that PAC in that world. On PostgreSQL, concurrent counts may exceed the limit by one, which is
 * acceptable for a courtesy limit.
 */
function prepareCountOut({ db }: Engine) {
  const out = statement(({ id, world, pacId, now, far }: Out) =>
    db
      .selectFrom('invoice')
      .select((eb) => eb.fn.countAll<number>().as('out'))
      .where((eb) => eb.and({ pacId, world }))
      .where(sql<boolean>`state = 'sending'`)
      .where('leaseUntil', '>', now)
      .where('leaseUntil', '<=', far)
      .where('id', '<>', id),
  );
  return function* ({ id, world }: InvoiceRow, { pacId, now }: phases.Intent): Work<number> {
    return (yield* out.first({ id, world, pacId, now, far: now + FAR_AHEAD_MS }))?.out ?? 0;
  };
}

/** The steps of which every phase consists. */
function prepareSteps(engine: Engine) {
  const { db, insertMany } = engine;
  const rowOf = lockedInvoice(engine);

  /** Writes the change and its entry in the history, and returns the invoice as it is then. */
  function* apply(row: InvoiceRow, before: Invoice, step: phases.Step): Work<Invoice> {
    const columns = toChangedColumns(step.change);
    if (Object.keys(columns).length > 0)
      yield* change(db.updateTable('invoice').set(columns).where('seq', '=', row.seq));
    if (step.call !== undefined) yield* insertMany('pacCall', [toPacCallRow(row.id, step.call)]);
    return fromInvoiceRow({ ...row, ...columns }, before.snapshot);
  }

  /** A phase that changes the invoice or, if `decide` returns nothing, leaves it as it is; `also` runs along with the change. */
  function* advance(
    id: string,
    decide: (invoice: Invoice) => phases.Step | undefined,
    also?: (row: InvoiceRow) => Work<void>,
  ): Work<Invoice> {
    const row = yield* rowOf(id);
    const invoice = fromInvoiceRow(row);
    const step = decide(invoice);
    if (step === undefined) return invoice;
    if (also !== undefined) yield* also(row);
    return yield* apply(row, invoice, step);
  }

  const emit = (events: readonly WorldEvent[]) => addEvents(engine, events.map(toEventRow));
  return { rowOf, apply, advance, emit };
}

type Claims = ReturnType<typeof prepareClaims>;
type Steps = ReturnType<typeof prepareSteps>;

/** When a substitute is recorded, requests the cancellation of the invoice it replaces, unless that was requested already. */
function prepareReplacing(engine: Engine, { rowOf }: Steps) {
  const requests = prepareCancellationRequests(engine);
  return function* ({ merchantId, world, snapshot }: Invoice, uuid: string, now: number): Work<void> {
    const corrects = snapshot.kind === 'ingreso' ? snapshot.corrects : undefined;
    if (!corrects) return;
    const before = yield* rowOf(corrects.invoiceId);
    if (before.state !== 'stamped' || (yield* requests.openOf(before.id))) return;
    const { by: requestedBy, ...cancellation } = corrects.cancellation;
    const replaced = { invoiceId: before.id, motivo: '01', substitute: uuid } as const;
    yield* requests.keep({ ...cancellation, requestedBy, tenant: { merchantId, world }, ...replaced, now });
  };
}

function prepareRecord(engine: Engine, steps: Steps, claims: Claims) {
  const { rowOf, apply, emit } = steps;
  const cancelReplaced = prepareReplacing(engine, steps);

  /** What a successor does to the invoice before it; nothing if that one was cancelled in the meantime. */
  function* isPredecessorLive({ successorOf }: InvoiceRow): Work<boolean> {
    return successorOf === null || (yield* rowOf(successorOf)).state === 'stamped';
  }

  return function* (
    id: string,
    stamped: phases.Stamped,
    deliveries: readonly NewDelivery[],
    events: readonly WorldEvent[],
  ): Work<phases.Recorded> {
    const row = yield* rowOf(id);
    const before = fromInvoiceRow(row);
    const { kind, change = {}, ...step } = phases.record(before, stamped);
    if (kind === 'recorded' && before.state === 'rejected') yield* claims.retake(row, stamped.uuid);
    const invoice = yield* apply(row, before, { change, ...step });
    if (kind === 'recorded') {
      yield* claims.passOver(row, stamped.uuid);
      if (yield* isPredecessorLive(row))
        for (const followUp of before.snapshot.followUps ?? [])
          yield* claims.take(row, { ...followUp, now: stamped.at });
      yield* cancelReplaced(before, stamped.uuid, stamped.at);
      yield* addDeliveries(
        engine,
        deliveries.map((wanted) => toDeliveryRow(wanted, stamped.at)),
      );
      yield* emit(events);
    }
    return { kind, invoice };
  };
}

type Sending = Pick<
  InvoiceStore,
  'claim' | 'seal' | 'intent' | 'doubt' | 'postpone' | 'record' | 'reject' | 'reclaim' | 'reconcile' | 'release'
>;

function createSending(engine: Engine): Sending {
  const { write, leases } = engine;
  const claims = prepareClaims(engine);
  const steps = prepareSteps(engine);
  const { rowOf, apply, advance, emit } = steps;
  const countOut = prepareCountOut(engine);
  const holderOf = unlockedInvoice(engine);
  const record = prepareRecord(engine, steps, claims);
  const free = (events: readonly WorldEvent[]) =>
    function* (row: InvoiceRow): Work<void> {
      yield* claims.release(row);
      yield* emit(events);
    };
  return {
    claim: (tenant, wanted) =>
      write(function* () {
        const taken = yield* claims.take(tenant, wanted);
        const row = taken.kind === 'claimed' ? taken.row : yield* holderOf(taken.invoiceId);
        return { kind: taken.kind, invoice: fromInvoiceRow(row) };
      }),
    seal: (id, sealed) => write(() => advance(id, (invoice) => phases.seal(invoice, sealed))),
    intent: (id, wanted) =>
      write<phases.Intended>(function* () {
        const row = yield* rowOf(id);
        const invoice = fromInvoiceRow(row);
        const step = phases.intent(invoice, wanted, {
          out: yield* countOut(row, wanted),
          leaseOwner: leases.owner(),
        });
        if (typeof step === 'string') return { kind: step, invoice };
        return { kind: 'sending', invoice: yield* apply(row, invoice, step) };
      }),
    doubt: (id, doubt, events = []) =>
      write(() =>
        advance(
          id,
          (invoice) => phases.doubt(invoice, doubt),
          () => emit(events),
        ),
      ),
    record: (id, stamped, deliveries, events) => write(() => record(id, stamped, deliveries, events)),
    reject: (id, refusal, events = []) =>
      write(() => advance(id, (invoice) => phases.reject(invoice, refusal), free(events))),
    release: (id, wanted, events = []) =>
      write(() => advance(id, (invoice) => phases.release(invoice, wanted), free(events))),
    reclaim: (id, refusal) => write(() => advance(id, (invoice) => phases.reclaim(invoice, refusal))),
    postpone: (id, nextAt) => write(() => advance(id, (invoice) => phases.postpone(invoice, nextAt))),
    reconcile: (id, reason, now) => write(() => advance(id, (invoice) => phases.reconcile(invoice, reason, now))),
  };
}

/** Limits every back-off to half a second from now. For a server that starts and is the only one. */
export function hasten({ db }: Engine, now: number): Work<number> {
  const soon = now + phases.SOON_MS;
  return change(db.updateTable('invoice').set({ nextAt: soon }).where(unsettled).where('nextAt', '>', soon));
}

function createWaking(engine: Engine): Pick<InvoiceStore, 'wake' | 'voidLeases' | 'freeDeadLeases'> {
  const { db, write, leases } = engine;
  return {
    async wake({ pacId, world, merchantId }, now) {
      const waiting = db
        .updateTable('invoice')
        .set({ nextAt: now })
        .where(unsettled)
        .where('nextAt', '>', now)
        .where(sql<boolean>`state <> 'sending'`)
        .where('world', '=', world)
        .where((eb) => eb.or([eb('pacId', 'is', null), eb('pacId', '=', pacId)]));
      return write(() => change(merchantId === undefined ? waiting : waiting.where('merchantId', '=', merchantId)));
    },
    async voidLeases(now) {
      const open = db.updateTable('invoice').where(unsettled);
      await write(function* () {
        yield* change(open.set({ nextAt: 0 }).where('state', '=', 'sending'));
        yield* change(open.set({ leaseUntil: null, leaseOwner: null }));
        yield* hasten(engine, now);
      });
    },
    freeDeadLeases: leases.freeDead,
  };
}

/** The phases of every merchant's invoices. */
export function createPhases(engine: Engine): Sending & ReturnType<typeof createWaking> {
  return { ...createSending(engine), ...createWaking(engine) };
}
