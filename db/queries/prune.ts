/** Deletes expired rows, a few at a time so that nothing waits long for a lock. Each function returns how many rows it deleted. */
import type { Engine } from '../engines/engine.ts';
import { sql } from '../engines/kysely.ts';
import { statement } from '../engines/work.ts';

type Prune<Before> = (before: Before, limit: number) => Promise<number>;

type Old<Before> = { readonly before: Before; readonly limit: number };

/**
 * Calls that settled nothing, of invoices that were settled before then. An `intent` is deleted with its missing answer, but the last one stays,
 * because it has the hash of the bytes that were stamped or refused. A history that shows what was proven, or is still needed, stays whole.
 */
export function createPruneCalls({ db, run }: Engine): Prune<number> {
  const old = statement(({ before, limit }: Old<number>) => {
    const keptWhole = sql`select 1 from pac_call kept where kept.invoice_id = call.invoice_id
      and (kept.kind in ('reconcile', 'released', 'different-uuid') or kept.at >= ${before})`;
    const unanswered = sql`select call.seq, call.invoice_id, call.fence
      from pac_call call join invoice on invoice.id = call.invoice_id
      where call.kind in ('doubt', 'not-sent') and call.at < ${before} and invoice.state in ('stamped', 'rejected')
        and not exists (${keptWhole})
      order by call.at limit ${limit}`;
    const superseded = sql`select sent.seq from unanswered
      join pac_call sent on sent.invoice_id = unanswered.invoice_id and sent.fence = unanswered.fence and sent.kind = 'intent'
      where exists (select 1 from pac_call later
        where later.invoice_id = sent.invoice_id and later.kind = 'intent' and later.seq > sent.seq)`;
    return db.deleteFrom('pacCall').where(sql<boolean>`seq in (
      with unanswered as (${unanswered}), superseded as (${superseded})
      select seq from unanswered union all select seq from superseded)`);
  });
  return (before, limit) => run(old.change({ before, limit }));
}

/** PDFs that were not requested since then. */
export function createPrunePrints({ db, run }: Engine): Prune<number> {
  const old = statement(({ before, limit }: Old<number>) =>
    db
      .deleteFrom('print')
      .where('invoiceId', 'in', (print) =>
        print.selectFrom('print').select('invoiceId').where('askedAt', '<', before).orderBy('askedAt').limit(limit),
      ),
  );
  return (before, limit) => run(old.change({ before, limit }));
}

/** Visits to portals before a given day. */
export function createPruneVisits({ db, run }: Engine): Prune<string> {
  const old = statement(({ before, limit }: Old<string>) =>
    db.deleteFrom('portalVisit').where(sql<boolean>`(slug, day, channel) in (
      select slug, day, channel from portal_visit where day < ${before} limit ${limit})`),
  );
  return (before, limit) => run(old.change({ before, limit }));
}

/** Counts by day (`2026-11-22`) and hour (`2026-11-22T18`) before a given day. Those by a sale's generation have no date, and stay. */
export function createPruneAttempts({ db, run }: Engine): Prune<string> {
  const old = statement(({ before, limit }: Old<string>) =>
    db.deleteFrom('attempt').where(sql<boolean>`(key, period) in (
      select key, period from attempt where period >= '2000-' and period < ${before} and length(period) >= 10 limit ${limit})`),
  );
  return (before, limit) => run(old.change({ before, limit }));
}
