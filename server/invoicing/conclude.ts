/** Records a PAC's reply: the timbre, the time of a doubt, or the refusal for whoever can correct it. */
import { createHash, randomBytes } from 'node:crypto';
import type { NewDelivery } from '../outbox/delivery.ts';
import type { WorldEvent } from '../outbox/event.ts';
import type { Pac, PacReply } from '../pac/pac.ts';
import type { Log } from '../text/log.ts';
import { type ClockDeps, isFechaRefusal, sealAgain } from './clock.ts';
import { acceptTimbreAside } from './document-aside.ts';
import type { Invoice, Refusal, SealedDocument } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import {
  hasWaited,
  noteForeign,
  noteReceptor,
  noteRefusal,
  noteSettled,
  noteUndecided,
  noteWaiting,
  type ReceptorNoticeDeps,
} from './notices.ts';
import { refusalProblem, requestOfRefused } from './refusal.ts';
import type { RequestStore } from './request-store.ts';

/** What recording a reply may touch. */
export type ConcludeDeps = ClockDeps &
  RecordDeps & {
    readonly store: { readonly requests: RequestStore };
  };

/** What recording a timbre may touch. */
export type RecordDeps = ReceptorNoticeDeps & {
  readonly store: { readonly invoices: InvoiceStore };
  readonly now: () => number;
  readonly log: Log;
};

/** Records what a reply means and everything that follows from it, in one transaction. Returns the updated invoice. */
export async function conclude(
  deps: ConcludeDeps,
  pac: Pac,
  invoice: Invoice,
  sealed: SealedDocument,
  reply: PacReply,
): Promise<Invoice> {
  if (reply.kind === 'stamped') {
    const timbre = await acceptTimbreAside(sealed, reply.xml);
    if (timbre.kind === 'ours') return recordTimbre(deps, invoice, timbre);
    return disbelieve(deps, pac, invoice, timbre.reason);
  }
  if (reply.kind === 'unknown' && reply.about === 'foreign-timbre') return disbelieve(deps, pac, invoice, reply.reason);
  if (reply.kind === 'rejected' && isFechaRefusal(reply)) return sealAgain(deps, pac, invoice, reply);
  if (reply.kind === 'rejected') return reject(deps, invoice, reply);
  const reason = reply.kind === 'already-stamped' ? '307 without timbre' : reply.reason;
  return doubt(deps, invoice, reason, reply.kind !== 'not-sent');
}

/** The PAC stamped a different document: there may be a valid CFDI that nobody requested, so a person has to check. */
async function disbelieve(deps: ConcludeDeps, pac: Pac, invoice: Invoice, reason: string): Promise<Invoice> {
  deps.log('alarm.foreign-timbre', { invoice: invoice.id, pac: pac.capabilities.id, reason });
  await noteForeign(deps, invoice, reason);
  return doubt(deps, invoice, reason, true);
}

/** Stores a timbre that `acceptTimbre` accepted, with its mails and its event, whatever the state of the invoice. */
export async function recordTimbre(
  deps: RecordDeps,
  invoice: Invoice,
  timbre: { readonly uuid: string; readonly xml: string },
): Promise<Invoice> {
  const now = deps.now();
  // Before it is recorded, because after a crash nothing would remind us of it.
  await noteReceptor(deps, invoice);
  if (hasWaited(invoice, now)) await noteSettled(deps, invoice);
  const mails = stampedMails(invoice, now);
  const isSubstitute = invoice.snapshot.kind === 'ingreso' && invoice.snapshot.corrects !== undefined;
  const events = [
    eventOf(STAMPED_AS[invoice.snapshot.kind], invoice, now),
    ...(isSubstitute ? [eventOf('invoice.corrected', invoice, now)] : []),
  ];
  const recorded = await deps.store.invoices.record(invoice.id, { ...timbre, at: now }, mails, events);
  if (recorded.kind === 'different-uuid') deps.log('alarm.different-uuid', { invoice: invoice.id });
  return recorded.invoice;
}

const STAMPED_AS = {
  ingreso: 'invoice.stamped',
  global: 'global-invoice.stamped',
  egreso: 'egreso.stamped',
} as const;

function stampedMails({ id, merchantId, world, snapshot }: Invoice, nextAt: number): readonly NewDelivery[] {
  const addresses = new Set(snapshot.emails.map((email) => email.toLowerCase()));
  return [...addresses].map((target) => ({
    id: `msg_${randomBytes(12).toString('hex')}`,
    tenant: { merchantId, world },
    kind: 'mail',
    once: `mail:${id}:${target}`,
    target,
    subject: id,
    payload: { template: 'invoice-stamped', invoice: id, ...(snapshot.language && { language: snapshot.language }) },
    nextAt,
  }));
}

/** An event about an invoice. Its id is derived, so a repeated phase does not deliver it twice. */
export function eventOf(
  type: Extract<WorldEvent['type'], `${'invoice' | 'global-invoice' | 'egreso'}.${string}`>,
  invoice: Invoice,
  at: number,
): WorldEvent {
  const { id: subject, merchantId, world, portalSlug, generation } = invoice;
  const digest = createHash('sha256').update(`${type}|${subject}|${generation}`).digest('hex').slice(0, 24);
  return {
    ...{ id: `evt_${digest}`, tenant: { merchantId, world }, type, subject, at },
    ...(portalSlug !== undefined && { portalSlug }),
  };
}

async function doubt(deps: ConcludeDeps, invoice: Invoice, reason: string, sent: boolean): Promise<Invoice> {
  const now = deps.now();
  const step = { fence: invoice.fence, reason, nextAt: now + backoffMs(invoice.sends), now, sent };
  const events = sent ? [eventOf('invoice.pending', invoice, now)] : [];
  const doubted = await deps.store.invoices.doubt(invoice.id, step, events);
  await noteWaiting(deps, doubted);
  return doubted;
}

/** Leaves the invoice to a person: its sales stay locked, and the merchant is notified. */
export async function reconcile(deps: ConcludeDeps, invoice: Invoice, reason: string): Promise<Invoice> {
  await noteUndecided(deps, invoice, reason);
  return deps.store.invoices.reconcile(invoice.id, reason, deps.now());
}

/** 1 s, 2 s, then every 3 s for some minutes, then every minute, with a jitter of a fifth. */
function backoffMs(sends: number): number {
  const base = sends < 40 ? Math.min(1000 * Math.max(1, sends), 3000) : 60_000;
  return Math.round(base * (0.9 + Math.random() * 0.2));
}

/**
 * Records a definite refusal. If the merchant must fix something, the customer's request is stored first, so that they need not ask again.
 */
export async function reject(
  deps: ConcludeDeps,
  invoice: Invoice,
  { code, satCode, message }: Refusal,
): Promise<Invoice> {
  const now = deps.now();
  const refusal = { code, ...(satCode !== undefined && { satCode }), message };
  if (
    refusalProblem({
      snapshot: invoice.snapshot,
      refusal,
      ...(invoice.pacId !== undefined && { pacId: invoice.pacId }),
    }).code === 'merchant-must-fix'
  ) {
    const { origin, portalSlug } = invoice;
    if (origin === 'portal' && portalSlug !== undefined)
      await deps.store.requests.keep(requestOfRefused(invoice, portalSlug, now));
    await noteRefusal(deps, invoice, refusal);
  }
  if (hasWaited(invoice, now)) await noteSettled(deps, invoice);
  const events = [eventOf('invoice.rejected', invoice, now)];
  return deps.store.invoices.reject(invoice.id, { fence: invoice.fence, ...refusal, now }, events);
}
