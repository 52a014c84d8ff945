/**
 * Advances an invoice from any state: seals what was claimed, sends what was sealed, and resends the same bytes while in doubt. After a
 * crash at any point, another process continues from the database.
 */

import type { CatalogStore } from '../catalogs/catalog-store.ts';
import type { Custody } from '../csd/custody.ts';
import type { Pac } from '../pac/pac.ts';
import type { Pacs } from '../pac/pacs.ts';
import type { Log } from '../text/log.ts';
import { nextSlice } from '../threads/slices.ts';
import { askPac, LEASE_MS, looksFirst } from './ask-pac.ts';
import { datedFaults } from './catalogue-dates.ts';
import { CLOCK_AGAIN_MS, hearTime, isClockOffAt, noteTime } from './clock.ts';
import { conclude, reconcile, reject } from './conclude.ts';
import { type CreditWatchDeps, watchCredit } from './credit-watch.ts';
import { leaveUnsealed, sealedBy } from './document.ts';
import { buildDocumentAside, sealDocumentAside } from './document-aside.ts';
import { isPeriodOver } from './global-period-over.ts';
import { holdAnswer } from './hold-answer.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { type LookedUp, type LookUpDeps, lookUp } from './look-up.ts';
import { noteSeal, noteWaiting } from './notices.ts';
import { type CandidateDeps, candidatePacs, isDoubtful, noteReply, type PacHealthDeps, restOf } from './pac-health.ts';

const HOUR_MS = 3_600_000;
/** A sealed document that was never sent is sealed anew after this: its Fecha grows stale. */
const RESEAL_AFTER_MS = 24 * HOUR_MS;
/** A PAC stamps up to 72 h after Fecha; past this, resending cannot settle anything. */
const RESEND_UNTIL_MS = 71 * HOUR_MS;
/** No PAC publishes a limit (wire-contracts 0, 2026-11): this many concurrent calls, over all processes and merchants, are a courtesy. */
const AT_ONCE_PER_PAC = 32;
/** Shorter than a customer's patience; the worker continues with invoices that are still waiting then. */
const FULL_WAIT_MS = 6_000;
const FULL_AGAIN_MS = 1_000;
const LOOK_UPS = 3;
const LOOK_AGAIN_MS = 1_000;
const NOBODY_AGAIN_MS = 180_000;

/** What advancing an invoice may touch. */
export type SettleDeps = CandidateDeps &
  PacHealthDeps &
  CreditWatchDeps &
  LookUpDeps & {
    readonly store: { readonly invoices: InvoiceStore; readonly catalogs: CatalogStore };
    readonly pacs: Pacs;
    readonly custody: Custody;
    readonly now: () => number;
    readonly log: Log;
  };

/** Advances one invoice until it is stamped, rejected, waiting for a retry, or taken by another process. */
export async function settle(deps: SettleDeps, invoice: Invoice): Promise<Invoice> {
  await nextSlice();
  const sealed = await ensureSealed(deps, invoice);
  if (sealed === undefined) return deps.store.invoices.postpone(invoice.id, deps.now() + CLOCK_AGAIN_MS);
  if (sealed.state !== 'sealed' && sealed.state !== 'sending' && sealed.state !== 'in-doubt') return sealed;
  return send(deps, sealed);
}

/** `undefined` while our clock is wrong; a stale sealed document is not sent then either. */
async function ensureSealed(deps: SettleDeps, invoice: Invoice): Promise<Invoice | undefined> {
  if (invoice.state !== 'claimed' && !(await mustReseal(deps, invoice, deps.now()))) return invoice;
  const [first] = await deps.pacs.of(invoice);
  if (first && (await isClockOffAt(deps, first, invoice))) return undefined;
  // Building, sending and concluding take some milliseconds each, and many invoices may be requested at once: let other
  // requests in between.
  await nextSlice();
  // Not before the clock was checked: it may have been corrected in the meantime.
  const now = deps.now();
  const { snapshot } = invoice;
  if (snapshot.kind === 'global' && !isPeriodOver(snapshot.period, snapshot.lugarExpedicion, now))
    return tooEarly(deps, invoice, now);
  const built = await buildDocumentAside(invoice.snapshot, invoice.serie, invoice.folio, now);
  if (built.kind !== 'comprobante')
    return reject(deps, invoice, { code: built.faults[0]?.code ?? 'cannot-build', message: '' });
  // Some documents waited since this was checked, and facturas globales and notas de crédito were not checked before.
  const [dated] = await datedFaults(deps.store, built.comprobante);
  if (dated) return reject(deps, invoice, { code: dated.code, message: '' });
  if (first?.capabilities.sealedBy === 'them')
    return deps.store.invoices.seal(invoice.id, leaveUnsealed(built.comprobante, now));
  const active = await deps.custody.openActiveSealer(tenantOf(invoice), now);
  if (active.kind !== 'sealer') return reject(deps, invoice, { code: `csd-${active.kind}`, message: '' });
  await noteSeal(deps, tenantOf(invoice), active.sealer.certificate);
  const document = await sealDocumentAside(built.comprobante, active.sealer, now);
  // Many signatures may become ready at the same time.
  await nextSlice();
  return deps.store.invoices.seal(invoice.id, document);
}

/** A global that was claimed by a clock that was fast, before any PAC had answered. It was never sent, and nobody has to correct anything. */
function tooEarly({ store }: SettleDeps, { id, fence }: Invoice, now: number): Promise<Invoice> {
  return store.invoices.reject(id, { fence, code: 'global-period-open', message: '', now });
}

/** Only for documents that were certainly never sent: it is stale, or no PAC accepts a document sealed this way any more. */
async function mustReseal(deps: SettleDeps, { state, sends, sealed, ...rest }: Invoice, now: number) {
  if (state !== 'sealed' || sends > 0 || !sealed) return false;
  if (now - sealed.sealedAt > RESEAL_AFTER_MS) return true;
  const pacs = await deps.pacs.of(rest);
  return pacs.length > 0 && pacs.every(({ capabilities }) => capabilities.sealedBy !== sealedBy(sealed));
}

/** Offers it to the healthy PACs in order: to the next one only if the previous one certainly did not receive it. */
async function send(deps: SettleDeps, invoice: Invoice): Promise<Invoice> {
  const { now } = deps;
  const candidates = await candidatePacs(deps, invoice);
  if (candidates.length === 0) {
    // Nothing was sent: its merchant has no account now, or changed to or from a PAC whose issuers seal by themselves.
    if (!isDoubtful(invoice)) return postpone(deps, invoice, now() + NOBODY_AGAIN_MS);
    return reconcile(deps, invoice, 'pac-not-configured');
  }
  const waits: number[] = [];
  let current = invoice;
  for (const pac of candidates) {
    const rest = await restOf(deps, pac, invoice);
    if (rest === undefined) current = await sendTo(deps, pac, current);
    else waits.push(rest);
    if (current.state !== 'sealed') return current;
  }
  return waits.length === candidates.length ? postpone(deps, invoice, Math.min(...waits)) : current;
}

/** Nobody can be called now; whoever has waited for long is not left unseen. */
async function postpone(deps: SettleDeps, invoice: Invoice, nextAt: number): Promise<Invoice> {
  await noteWaiting(deps, invoice);
  return deps.store.invoices.postpone(invoice.id, nextAt);
}

async function sendTo(deps: SettleDeps, pac: Pac, invoice: Invoice): Promise<Invoice> {
  const { now, log } = deps;
  if (!mayResend(pac, invoice, now())) {
    const found = await lookUpPatiently(deps, invoice);
    if (found.kind === 'stamped') return found.invoice;
    log('invoice.reconcile', { invoice: invoice.id, pac: pac.capabilities.id, found: found.kind });
    return reconcile(deps, invoice, found.kind === 'absent' ? 'absent-at-pac' : 'cannot-be-resent');
  }
  await nextSlice();
  const taken = await takeTurn(deps, pac, invoice);
  const sealed = taken.invoice.sealed;
  if (taken.kind === 'full') return postpone(deps, invoice, now() + FULL_AGAIN_MS);
  if (taken.kind !== 'sending' || !sealed) return taken.invoice;
  // It was sealed again for another kind of PAC since it was read.
  if (sealedBy(sealed) !== pac.capabilities.sealedBy)
    return conclude(deps, pac, taken.invoice, sealed, { kind: 'not-sent', reason: 'sealed for another' });
  const reply = await askPac(deps, pac, sealed, taken.invoice);
  hearTime(deps, pac, taken.invoice, reply);
  log('pac.reply', {
    invoice: invoice.id,
    pac: pac.capabilities.id,
    kind: reply.kind,
    reason: 'reason' in reply ? reply.reason : undefined,
    fence: taken.invoice.fence,
  });
  await nextSlice();
  // Record the outcome first: a failing notice must not cost the stamp.
  const concluded = await holdAnswer(() => conclude(deps, pac, taken.invoice, sealed, reply));
  await noteReply(deps, pac, taken.invoice, reply);
  await noteTime(deps, pac, taken.invoice);
  if (concluded.state === 'stamped') void watchCredit(deps, pac, taken.invoice);
  return concluded;
}

/** Looks it up several times before it is left to a person, because one missing answer is not enough: a server that slept starts with its network. */
async function lookUpPatiently(deps: SettleDeps, invoice: Invoice): Promise<LookedUp> {
  for (let left = LOOK_UPS - 1; ; left -= 1) {
    const found = await lookUp(deps, invoice);
    if (found.kind !== 'undecided' || left === 0) return found;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

/** Takes the lease, waiting a little while the PAC is at its limit. */
async function takeTurn({ store, now }: SettleDeps, pac: Pac, invoice: Invoice) {
  for (let pause = 25, waited = 0; ; waited += pause, pause = Math.min(pause * 2, 400)) {
    const taken = await store.invoices.intent(invoice.id, {
      pacId: pac.capabilities.id,
      leaseUntil: now() + LEASE_MS,
      now: now(),
      atMost: AT_ONCE_PER_PAC,
    });
    if (taken.kind !== 'full' || waited > FULL_WAIT_MS) return taken;
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}

/** Tells whether resending is harmless and can still be answered. */
function mayResend(pac: Pac, invoice: Invoice, now: number): boolean {
  if (!isDoubtful(invoice)) return true;
  const { sameBytes, clientRefHours } = pac.capabilities;
  const age = now - (invoice.sealed?.sealedAt ?? 0);
  if (age >= RESEND_UNTIL_MS) return false;
  // A look-up is harmless, however long ago the document was sent; `askPac` sends nothing unless it is safe.
  if (sameBytes === 'new-uuid' && clientRefHours === undefined) return looksFirst(pac);
  return sameBytes !== 'new-uuid' || age < (clientRefHours ?? 0) * HOUR_MS;
}

function tenantOf(invoice: Invoice): { readonly merchantId: string; readonly world: Invoice['world'] } {
  return { merchantId: invoice.merchantId, world: invoice.world };
}
