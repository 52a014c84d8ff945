/** Reads invoices and adds deliveries about them. */

import { FAR_AHEAD_MS } from '../../server/invoicing/far-ahead.ts';
import type { InvoiceStore } from '../../server/invoicing/invoice-store.ts';
import { fromDeliveryRow, toDeliveryRow } from '../delivery-rows.ts';
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { all, hotStatement } from '../engines/work.ts';
import { fromInvoiceRow, fromPacCallRow } from '../invoice-rows.ts';
import { addDeliveries } from './deliveries.ts';
import { countByHour, find } from './invoice-list.ts';
import { createPhases, lockedInvoice, unsettled } from './invoice-phases.ts';
import { createPruneCalls } from './prune.ts';

type Due = { readonly now: number; readonly far: number; readonly limit: number };

function createReading(
  engine: Engine,
): Pick<InvoiceStore, 'get' | 'byUuid' | 'due' | 'list' | 'find' | 'countByHour' | 'callsOf' | 'outboxOf'> {
  const { db, run } = engine;
  const byId = hotStatement('invoice_by_id', ({ id }: { id: string }) =>
    db.selectFrom('invoice').selectAll().where('id', '=', id),
  );
  const due = hotStatement('invoice_due', ({ now, far, limit }: Due) =>
    db
      .selectFrom('invoice')
      .selectAll()
      .where(unsettled)
      .where(sql<boolean>`(next_at <= ${now} or next_at > ${far})`)
      .where(sql<boolean>`(coalesce(lease_until, 0) <= ${now} or coalesce(lease_until, 0) > ${far})`)
      .orderBy('nextAt')
      .orderBy('seq')
      .limit(limit),
  );
  return {
    async get(id) {
      const row = await run(byId.first({ id }));
      return row === undefined ? undefined : fromInvoiceRow(row);
    },
    async byUuid({ merchantId, world }, uuid) {
      const own = db
        .selectFrom('invoice')
        .selectAll()
        .where((eb) => eb.and({ merchantId, world }));
      const [row] = await run(all(own.where(sql<boolean>`lower(uuid) = ${uuid.toLowerCase()}`)));
      return row && fromInvoiceRow(row);
    },
    async due(now, limit) {
      return (await run(due.all({ now, far: now + FAR_AHEAD_MS, limit }))).map((row) => fromInvoiceRow(row));
    },
    async list({ merchantId, world }, { limit, before }) {
      const ofTenant = db.selectFrom('invoice').where((eb) => eb.and({ merchantId, world }));
      const cursor = ofTenant.select('seq').where('id', '=', before ?? '');
      const page = before === undefined ? ofTenant : ofTenant.where('seq', '<', cursor);
      return (await run(all(page.selectAll().orderBy('seq', 'desc').limit(limit)))).map((row) => fromInvoiceRow(row));
    },
    async find(tenant, query) {
      return (await run(find(engine, tenant, query))).map((row) => fromInvoiceRow(row));
    },
    countByHour: (tenant, span) => run(countByHour(engine, tenant, span)),
    async callsOf(invoiceId) {
      const calls = db.selectFrom('pacCall').selectAll().where('invoiceId', '=', invoiceId);
      return (await run(all(calls.orderBy('seq')))).map(fromPacCallRow);
    },
    async outboxOf(invoiceId) {
      const outbox = db.selectFrom('delivery').selectAll().where('subject', '=', invoiceId);
      return (await run(all(outbox.orderBy('seq')))).map(fromDeliveryRow);
    },
  };
}

/** The invoices of every merchant. */
export function createInvoiceStore(engine: Engine): InvoiceStore {
  const rowOf = lockedInvoice(engine);
  return {
    ...createPhases(engine),
    ...createReading(engine),
    pruneCalls: createPruneCalls(engine),
    enqueue: (wanted, now) =>
      engine.write(function* () {
        const { id, state } = yield* rowOf(wanted.subject);
        if (state !== 'stamped') throw new Error(`${id} is not stamped: there is nothing to send`);
        return (yield* addDeliveries(engine, [toDeliveryRow(wanted, now)])) === 1 ? 'queued' : 'already';
      }),
  };
}
