/**
 * The restore fence: before a server does anything else, whatever the journal has and the database lacks is put back, line by line, each in a
 * transaction of its own. Repeating it changes nothing.
 */
import { type RecordDeps, recordTimbre } from '../invoicing/conclude.ts';
import type { Invoice } from '../invoicing/invoice.ts';
import { noteSettled, noteUndecided } from '../invoicing/notices.ts';
import type { RestorableSales, Standing } from '../invoicing/restore-store.ts';
import type { MerchantStore } from '../merchants/merchant-store.ts';
import type { Tenant } from '../merchants/tenant.ts';
import { StoreUnavailable } from '../problems/store-unavailable.ts';
import { type EntryHead, type JournalEntry, toEntry } from './entry.ts';
import type { JournalLine } from './file-lines.ts';
import type { JournaledStore } from './journaled.ts';
import { linesInOrder } from './merge-files.ts';
import { has, lackingOf } from './read-journal.ts';
import { type Hindrance, noteRestored, noteUnrestored, type RestoreNoticeDeps } from './restore-notices.ts';

/** What restoring may touch. */
export type RestoreDeps = RecordDeps &
  RestoreNoticeDeps & {
    readonly store: JournaledStore & { readonly merchants: Pick<MerchantStore, 'listMerchants'> };
  };

/** Puts back what the database lacks of the journal in this folder. Throws only if the database is unavailable. */
export async function restoreStamps(deps: RestoreDeps, folder: string): Promise<void> {
  const merchants = new Set((await deps.store.merchants.listMerchants()).map(({ id }) => id));
  const isKnown = (id: string) => merchants.has(id);
  const { files, numbers } = await lackingOf({ folder, restoring: deps.store.restoring, isKnown });
  if (files.length === 0) return;
  // First of all: what is put back may claim numbers of its own (the nota de crédito that follows an invoice).
  await deps.store.restoring.passFolios(numbers);
  const back = new Map<string, EntryHead>();
  const damaged = new Map<string, EntryHead>();
  const pass = async (lastly?: Run['lastly']): Promise<Run> => {
    const run: Run = { back, damaged, hindered: new Map(), lines: 0, ...(lastly && { lastly }) };
    for await (const line of linesInOrder(files))
      if (line.head && isKnown(line.head.merchantId)) await restoreLine(deps, line, line.head, run);
    return run;
  };
  let run = await pass();
  // A clock that was off may have dated a line before another one that it follows: what was in its way may be out of it by now.
  for (let before = Number.POSITIVE_INFINITY; run.lines > 0 && run.lines < before; ) {
    before = run.lines;
    run = await pass();
  }
  if (run.hindered.size > 0) run = await pass(run.hindered);
  for (const [id, head] of damaged) await noteUnrestored(deps, run.hindered.get(id)?.head ?? head, 'damaged');
  for (const [id, { head, why }] of run.hindered) {
    if (!damaged.has(id)) await noteUnrestored(deps, head, why);
    const beside = await deps.store.invoices.get(id);
    if (beside?.state === 'reconcile') await noteUndecided(deps, beside, 'restored');
  }
  for (const [tenant, count] of counted([...back.values()])) await noteRestored(deps, tenant, count);
}

/** An invoice that could not be put back as it was: why not, and the last of its lines. */
type Hindered = { readonly why: Hindrance; readonly head: EntryHead };

/** One pass over the lines. `back` and `damaged` are those of all passes. All maps are by the invoice's id. */
type Run = {
  readonly back: Map<string, EntryHead>;
  readonly damaged: Map<string, EntryHead>;
  readonly hindered: Map<string, Hindered>;
  /** How many lines were hindered. */
  lines: number;
  /** In the last pass: what the one before could not put back, and nothing else will. */
  readonly lastly?: ReadonlyMap<string, Hindered>;
};

async function restoreLine(deps: RestoreDeps, line: JournalLine, head: EntryHead, run: Run): Promise<void> {
  const { invoiceId } = head;
  const standing = (await deps.store.restoring.standings([invoiceId])).get(invoiceId);
  if (has(standing, head)) return;
  if (line.kind === 'damaged') {
    if (await isLostWith(deps, head, standing)) run.damaged.set(invoiceId, head);
    return;
  }
  const hindrance = await outcomeOf(deps, head, await toEntry(line.text), run);
  if (!hindrance) return;
  run.lines += 1;
  // The later lines of an invoice that is not there fail for the reason of the first one.
  run.hindered.set(invoiceId, { why: run.hindered.get(invoiceId)?.why ?? hindrance, head });
}

async function outcomeOf(
  deps: RestoreDeps,
  head: EntryHead,
  entry: JournalEntry,
  run: Run,
): Promise<Hindrance | undefined> {
  try {
    const done = entry.kind === 'sent' ? await putBack(deps, head, entry, run) : await moveOn(deps, head, entry, run);
    if (done === 'back') run.back.set(head.invoiceId, head);
    return done === 'back' || done === 'known' ? undefined : done;
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    deps.log('restore.failed', { invoice: head.invoiceId, error: error instanceof Error ? error.name : 'unknown' });
    return 'failed';
  }
}

/** What is in doubt is asked for again; without the bytes that were sent, nothing may be sent in their place. */
async function isLostWith(
  { store, now }: RestoreDeps,
  { invoiceId, kind }: EntryHead,
  standing: Standing | undefined,
): Promise<boolean> {
  if (standing && kind !== 'sent') return false;
  if (standing) await store.invoices.reconcile(invoiceId, 'restored', now());
  return true;
}

type Done = 'back' | 'known' | Hindrance;

async function putBack(
  deps: RestoreDeps,
  head: EntryHead,
  { invoice, sales }: Extract<JournalEntry, { readonly kind: 'sent' }>,
  run: Run,
): Promise<Done> {
  const { restoring, invoices } = deps.store;
  let restored = await restoring.restore(invoice, sales, head.at);
  if (restored.kind === 'held') {
    const found = await Promise.all(restored.by.map((id) => invoices.get(id)));
    const holders = found.flatMap((holder) => holder ?? []);
    if (!(await standAside(deps, holders, run.lastly !== undefined)))
      return putBeside(deps, head, { invoice, sales, holders }, run);
    restored = await restoring.restore(invoice, sales, head.at);
  }
  return restored.kind === 'restored' ? 'back' : restored.kind;
}

/**
 * What was certainly never sent gives its sales up: the journal proves that another document was. If any of the holders may be stamped, none
 * does; those that are in doubt are left to a person at last.
 */
async function standAside(deps: RestoreDeps, holders: readonly Invoice[], isLast: boolean): Promise<boolean> {
  const { store, now } = deps;
  const areUnsent = holders.every(({ state, fence }) => (state === 'claimed' || state === 'sealed') && fence === 0);
  for (const holder of holders) {
    const { id, fence } = holder;
    if (areUnsent) {
      await store.invoices.reject(id, { fence, code: 'restored', message: 'the database was restored', now: now() });
      await noteSettled(deps, holder);
    } else if (isLast && (await store.invoices.reconcile(id, 'restored', now())).state === 'reconcile')
      await noteUndecided(deps, holder, 'restored');
  }
  return areUnsent;
}

/**
 * At last, an invoice whose sales another one has comes back as that one's successor. So neither of them can free a sale that the other one
 * still covers, until a person has decided: the sales pass to this one with its stamp, and back to the other one if this one is cancelled.
 * One that is over needs no sales.
 */
async function putBeside(
  { store }: RestoreDeps,
  head: EntryHead,
  {
    invoice,
    sales,
    holders,
  }: { readonly invoice: Invoice; readonly sales: RestorableSales; readonly holders: readonly Invoice[] },
  { back, lastly }: Run,
): Promise<Hindrance> {
  const last = lastly?.get(invoice.id)?.head.kind;
  const [holder, ...others] = holders;
  const isOver = last !== 'sent' && last !== 'stamped';
  if (isOver || !holder || others.length > 0 || invoice.holding.kind !== 'sales') return 'held';
  const { kind } = await store.restoring.restore(invoice, sales, head.at, holder.id);
  if (kind === 'restored') back.set(invoice.id, head);
  return 'held';
}

/** The later lines of an invoice: it was stamped, refused or cancelled. */
async function moveOn(
  deps: RestoreDeps,
  head: EntryHead,
  entry: Exclude<JournalEntry, { readonly kind: 'sent' }>,
  { back }: Run,
): Promise<Done> {
  const { invoices } = deps.store;
  const invoice = await invoices.get(head.invoiceId);
  if (!invoice) return 'damaged';
  if (entry.kind === 'stamped') return stamp(deps, invoice, entry, back.has(invoice.id));
  if (entry.kind === 'canceled') return cancel(deps, invoice, entry);
  await invoices.reconcile(invoice.id, 'restored', deps.now());
  await invoices.release(invoice.id, { evidence: `the journal: ${entry.reason}`, now: deps.now() });
  return 'back';
}

/** Mails and events went out when it was stamped, unless the server died between the journal and the database. */
async function stamp(
  deps: RestoreDeps,
  invoice: Invoice,
  { stamped }: Extract<JournalEntry, { readonly kind: 'stamped' }>,
  isBack: boolean,
): Promise<Done> {
  if (invoice.stamped) return 'held';
  if (!isBack) await recordTimbre(deps, invoice, stamped);
  else await deps.store.invoices.record(invoice.id, stamped, [], []);
  return 'known';
}

async function cancel(
  { store, now }: RestoreDeps,
  invoice: Invoice,
  { cancellation }: Extract<JournalEntry, { readonly kind: 'canceled' }>,
): Promise<Done> {
  if (invoice.state !== 'stamped') return 'held';
  const kept = await store.cancellations.request({ ...cancellation, isKnownToSat: true, now: cancellation.createdAt });
  if (kept.kind !== 'requested' && kept.kind !== 'open') return 'held';
  const { how } = cancellation;
  await store.cancellations.cancel(kept.cancellation.id, { ...(how && { how }), now: now() }, [], []);
  return 'back';
}

function counted(heads: readonly EntryHead[]): readonly (readonly [Tenant, number])[] {
  const tenants = new Map(heads.map(({ merchantId, world }) => [`${merchantId} ${world}`, { merchantId, world }]));
  return [...tenants.values()].map((tenant) => [
    tenant,
    heads.filter(({ merchantId, world }) => merchantId === tenant.merchantId && world === tenant.world).length,
  ]);
}
