/**
 * The restore fence: before a server does anything else, whatever the journal has and the database lacks is put back, line by line, each in a
 * transaction of its own. Repeating it changes nothing.
 */
import { type RecordDeps, recordTimbre } from '../invoicing/conclude.ts';
import type { Invoice } from '../invoicing/invoice.ts';
import { noteUndecided } from '../invoicing/notices.ts';
import type { Standing } from '../invoicing/restore-store.ts';
import type { MerchantStore } from '../merchants/merchant-store.ts';
import type { Tenant } from '../merchants/tenant.ts';
import { StoreUnavailable } from '../problems/store-unavailable.ts';
import { type EntryHead, type JournalEntry, toEntry } from './entry.ts';
import type { JournaledStore } from './journaled.ts';
import { has, type JournalLine, lackingOf, linesOf } from './read-journal.ts';
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
  const run: Run = { back: new Map(), hindered: new Map() };
  for (const { path } of files)
    for await (const line of linesOf(path))
      if (line.head && isKnown(line.head.merchantId)) await restoreLine(deps, line, line.head, run);
  for (const [tenant, count] of counted([...run.back.values()])) await noteRestored(deps, tenant, count);
}

/** What a run has done so far, by the invoice's id: what it has put back, and why it could not. */
type Run = { readonly back: Map<string, EntryHead>; readonly hindered: Map<string, Hindrance> };

async function restoreLine(deps: RestoreDeps, line: JournalLine, head: EntryHead, run: Run): Promise<void> {
  const standing = (await deps.store.restoring.standings([head.invoiceId])).get(head.invoiceId);
  if (has(standing, head)) return;
  const hindrance =
    line.kind === 'damaged'
      ? await outcomeOfDamaged(deps, head, standing)
      : await outcomeOf(deps, head, await toEntry(line.text), run.back);
  if (!hindrance) return;
  // The later lines of an invoice that is not there fail for the reason of the first one.
  const why = run.hindered.get(head.invoiceId) ?? hindrance;
  run.hindered.set(head.invoiceId, why);
  await noteUnrestored(deps, head, why);
}

async function outcomeOf(
  deps: RestoreDeps,
  head: EntryHead,
  entry: JournalEntry,
  back: Map<string, EntryHead>,
): Promise<Hindrance | undefined> {
  try {
    const done = entry.kind === 'sent' ? await putBack(deps, head, entry) : await moveOn(deps, head, entry, back);
    if (done === 'back') back.set(head.invoiceId, head);
    return done === 'back' || done === 'known' ? undefined : done;
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    deps.log('restore.failed', { invoice: head.invoiceId, error: error instanceof Error ? error.name : 'unknown' });
    return 'failed';
  }
}

/** What is in doubt is asked for again; without the bytes that were sent, nothing may be sent in their place. */
async function outcomeOfDamaged(
  { store, now }: RestoreDeps,
  { invoiceId, kind }: EntryHead,
  standing: Standing | undefined,
): Promise<Hindrance | undefined> {
  if (standing && kind !== 'sent') return undefined;
  if (standing) await store.invoices.reconcile(invoiceId, 'restored', now());
  return 'damaged';
}

type Done = 'back' | 'known' | Hindrance;

async function putBack(
  deps: RestoreDeps,
  head: EntryHead,
  { invoice, sales }: Extract<JournalEntry, { readonly kind: 'sent' }>,
): Promise<Done> {
  const { restoring, invoices } = deps.store;
  let restored = await restoring.restore(invoice, sales, head.at);
  if (restored.kind === 'held') {
    const holders = await Promise.all(restored.by.map((id) => invoices.get(id)));
    await standAside(
      deps,
      holders.flatMap((holder) => holder ?? []),
    );
    restored = await restoring.restore(invoice, sales, head.at);
  }
  return restored.kind === 'restored' ? 'back' : restored.kind;
}

/**
 * What was certainly never sent gives its sales up: the journal proves that another document was. If any of the holders may be stamped, all of
 * them keep their sales until somebody has decided, since the other document then cannot come back and lock them.
 */
async function standAside(deps: RestoreDeps, holders: readonly Invoice[]): Promise<void> {
  const { store, now } = deps;
  const areUnsent = holders.every(({ state, fence }) => (state === 'claimed' || state === 'sealed') && fence === 0);
  for (const holder of holders) {
    const { id, fence } = holder;
    if (areUnsent)
      await store.invoices.reject(id, { fence, code: 'restored', message: 'the database was restored', now: now() });
    else if ((await store.invoices.reconcile(id, 'restored', now())).state === 'reconcile')
      await noteUndecided(deps, holder, 'restored');
  }
}

/** The later lines of an invoice: it was stamped, refused or cancelled. */
async function moveOn(
  deps: RestoreDeps,
  head: EntryHead,
  entry: Exclude<JournalEntry, { readonly kind: 'sent' }>,
  back: ReadonlyMap<string, EntryHead>,
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
