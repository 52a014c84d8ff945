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
  const back = new Map<string, EntryHead>();
  for (const { path } of files)
    for await (const line of linesOf(path))
      if (line.head && isKnown(line.head.merchantId)) await restoreLine(deps, line, line.head, back);
  for (const [tenant, count] of counted([...back.values()])) await noteRestored(deps, tenant, count);
}

/** `back` has the invoices that this run has put back. */
async function restoreLine(
  deps: RestoreDeps,
  line: JournalLine,
  head: EntryHead,
  back: Map<string, EntryHead>,
): Promise<void> {
  const standing = (await deps.store.restoring.standings([head.invoiceId])).get(head.invoiceId);
  if (has(standing, head)) return;
  const hindrance =
    line.kind === 'damaged'
      ? await outcomeOfDamaged(deps, head, standing)
      : await outcomeOf(deps, head, await toEntry(line.text), back);
  if (hindrance) await noteUnrestored(deps, head, hindrance);
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
    const holder = await invoices.get(restored.by);
    if (holder) await standAside(deps, holder);
    restored = await restoring.restore(invoice, sales, head.at);
  }
  return restored.kind === 'restored' ? 'back' : restored.kind;
}

/**
 * What was certainly never sent gives its sales up: the journal proves that another document was. Any other may be stamped, so its sales stay with it
 * until somebody has decided.
 */
async function standAside(deps: RestoreDeps, holder: Invoice): Promise<void> {
  const { id, state, fence } = holder;
  const {
    store: { invoices },
    now,
  } = deps;
  if ((state === 'claimed' || state === 'sealed') && fence === 0)
    await invoices.reject(id, { fence, code: 'restored', message: 'the database was restored', now: now() });
  else if ((await invoices.reconcile(id, 'restored', now())).state === 'reconcile')
    await noteUndecided(deps, holder, 'restored');
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
