/**
 * Takes an invoice from wherever it is to where it can rest: seals what was claimed, sends what was sealed, sends again the
 * same bytes while in doubt. Any process may be killed between any two lines; whoever comes next goes on from the database.
 */
import { randomBytes } from 'node:crypto';
import type { OutboxMessage } from '../../db/store.ts';
import type { Pac, PacReply } from '../pac/pac.ts';
import { askPac, LEASE_MS } from './ask-pac.ts';
import { watchCredit } from './credit-watch.ts';
import { acceptTimbre, buildDocument, sealDocument } from './document.ts';
import type { Invoice, SealedDocument } from './invoice.ts';
import type { Invoicing } from './invoicing.ts';
import { noteReceptor, noteRefusal, noteSeal } from './notices.ts';
import { candidatePacs, isDoubtful, noteReply, restOf } from './pac-health.ts';
import { refusalProblem, requestOfRefused } from './refusal.ts';

const HOUR_MS = 3_600_000;
/** A sealed document that was never sent is sealed anew after this: its Fecha grows stale. */
const RESEAL_AFTER_MS = 24 * HOUR_MS;
/** A PAC stamps up to 72 h after Fecha; past this, resending cannot settle anything. */
const RESEND_UNTIL_MS = 71 * HOUR_MS;
/** No PAC publishes a limit (wire-contracts 0, 2026-11): so many calls at a time are polite, over all processes and merchants. */
const AT_ONCE_PER_PAC = 32;
/** Shorter than a customer's patience; what is still waiting then goes on by the worker. */
const FULL_WAIT_MS = 6_000;
const FULL_AGAIN_MS = 1_000;

/** Advances one invoice until it is stamped, rejected, waiting for its next try, or in somebody else's hands. */
export async function settle(invoicing: Invoicing, invoice: Invoice): Promise<Invoice> {
  const sealed = await ensureSealed(invoicing, invoice);
  if (sealed.state !== 'sealed' && sealed.state !== 'sending' && sealed.state !== 'in-doubt') return sealed;
  return send(invoicing, sealed);
}

async function ensureSealed(invoicing: Invoicing, invoice: Invoice): Promise<Invoice> {
  const now = invoicing.now();
  const stale =
    invoice.state === 'sealed' && invoice.sends === 0 && now - (invoice.sealed?.sealedAt ?? 0) > RESEAL_AFTER_MS;
  if (invoice.state !== 'claimed' && !stale) return invoice;
  const active = await invoicing.custody.openActiveSealer(tenantOf(invoice), now);
  const built = buildDocument(invoice.snapshot, invoice.serie, invoice.folio, now);
  if (active.kind !== 'sealer') return reject(invoicing, invoice, { code: `csd-${active.kind}`, message: '' });
  if (built.kind !== 'comprobante')
    return reject(invoicing, invoice, { code: built.faults[0]?.code ?? 'cannot-build', message: '' });
  await noteSeal(invoicing, tenantOf(invoice), active.sealer.certificate);
  return invoicing.store.invoices.seal(invoice.id, sealDocument(built.comprobante, active.sealer, now));
}

/** Offers it to the PACs that are well, one after the other: the next one only when the one before certainly has not got it. */
async function send(invoicing: Invoicing, invoice: Invoice): Promise<Invoice> {
  const { store, now } = invoicing;
  const candidates = await candidatePacs(invoicing, invoice);
  if (candidates.length === 0) return store.invoices.reconcile(invoice.id, 'pac-not-configured', now());
  const rests: number[] = [];
  let current = invoice;
  for (const pac of candidates) {
    const rest = await restOf(invoicing, pac, invoice);
    if (rest === undefined) current = await sendTo(invoicing, pac, current);
    else rests.push(rest);
    if (current.state !== 'sealed') return current;
  }
  return rests.length === candidates.length ? store.invoices.postpone(invoice.id, Math.min(...rests)) : current;
}

async function sendTo(invoicing: Invoicing, pac: Pac, invoice: Invoice): Promise<Invoice> {
  const { store, now, log } = invoicing;
  if (!mayResend(pac, invoice, now())) {
    log('invoice.reconcile', { invoice: invoice.id, pac: pac.capabilities.id });
    return store.invoices.reconcile(invoice.id, 'cannot-be-resent', now());
  }
  const taken = await takeTurn(invoicing, pac, invoice);
  const sealed = taken.invoice.sealed;
  if (taken.kind === 'full') return store.invoices.postpone(invoice.id, now() + FULL_AGAIN_MS);
  if (taken.kind !== 'sending' || !sealed) return taken.invoice;
  const reply = await askPac(invoicing, pac, sealed, taken.invoice);
  log('pac.reply', {
    invoice: invoice.id,
    pac: pac.capabilities.id,
    kind: reply.kind,
    reason: 'reason' in reply ? reply.reason : undefined,
    fence: taken.invoice.fence,
  });
  // The outcome first: a note that fails must not cost the stamp.
  const concluded = await conclude(invoicing, pac, taken.invoice, sealed, reply);
  await noteReply(invoicing, pac, taken.invoice, reply);
  if (concluded.state === 'stamped') void watchCredit(invoicing, pac, taken.invoice);
  return concluded;
}

/** The lease, waiting a little while the PAC has its hands full. */
async function takeTurn({ store, now }: Invoicing, pac: Pac, invoice: Invoice) {
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

/** Whether sending the same bytes (again) can do no harm there, and can still be answered. */
function mayResend(pac: Pac, invoice: Invoice, now: number): boolean {
  if (!isDoubtful(invoice)) return true;
  const { sameBytes, clientRefHours } = pac.capabilities;
  const age = now - (invoice.sealed?.sealedAt ?? 0);
  if (sameBytes === 'new-uuid' && (clientRefHours === undefined || age > clientRefHours * HOUR_MS)) return false;
  return age < RESEND_UNTIL_MS;
}

async function conclude(
  invoicing: Invoicing,
  pac: Pac,
  invoice: Invoice,
  sealed: SealedDocument,
  reply: PacReply,
): Promise<Invoice> {
  const { id } = invoice;
  if (reply.kind === 'stamped') {
    const timbre = acceptTimbre(sealed, reply.xml);
    if (timbre.kind === 'ours') return record(invoicing, invoice, timbre);
    invoicing.log('alarm.foreign-timbre', { invoice: id, pac: pac.capabilities.id, reason: timbre.reason });
    return doubt(invoicing, invoice, `foreign-timbre: ${timbre.reason}`, true);
  }
  if (reply.kind === 'rejected') return reject(invoicing, invoice, reply);
  const reason = reply.kind === 'already-stamped' ? '307 without timbre' : reply.reason;
  return doubt(invoicing, invoice, reason, reply.kind !== 'not-sent');
}

async function record(
  invoicing: Invoicing,
  invoice: Invoice,
  timbre: { readonly uuid: string; readonly xml: string },
): Promise<Invoice> {
  const now = invoicing.now();
  const recorded = await invoicing.store.invoices.record(invoice.id, { ...timbre, at: now }, stampedMessages(invoice));
  if (recorded.kind === 'different-uuid') invoicing.log('alarm.different-uuid', { invoice: invoice.id });
  if (recorded.kind === 'recorded') await noteReceptor(invoicing, recorded.invoice);
  return recorded.invoice;
}

function stampedMessages(invoice: Invoice): readonly OutboxMessage[] {
  const addresses = new Set(invoice.snapshot.emails.map((email) => email.toLowerCase()));
  return [...addresses].map((target) => ({
    id: `msg_${randomBytes(12).toString('hex')}`,
    kind: 'mail',
    target,
    payload: { template: 'invoice-stamped', invoice: invoice.id },
  }));
}

function doubt(invoicing: Invoicing, invoice: Invoice, reason: string, sent: boolean): Promise<Invoice> {
  const now = invoicing.now();
  return invoicing.store.invoices.doubt(invoice.id, {
    fence: invoice.fence,
    reason,
    nextAt: now + backoffMs(invoice.sends),
    now,
    sent,
  });
}

/** 1, 2, 4 s, then every 5 s for some minutes, then every minute; a fifth of it is chance, so that many do not come at once. */
function backoffMs(sends: number): number {
  const base = sends < 4 ? 1000 * 2 ** Math.max(0, sends - 1) : sends < 40 ? 5000 : 60_000;
  return Math.round(base * (0.9 + Math.random() * 0.2));
}

type Refusal = NonNullable<Invoice['refusal']>;

/** What the merchant must fix is kept as a request first: whoever asked never has to ask again. */
async function reject(invoicing: Invoicing, invoice: Invoice, { code, satCode, message }: Refusal): Promise<Invoice> {
  const now = invoicing.now();
  const refusal = { code, ...(satCode !== undefined && { satCode }), message };
  if (refusalProblem({ ...invoice, refusal }).code === 'merchant-must-fix') {
    await invoicing.store.requests.put(requestOfRefused(invoice, now));
    await noteRefusal(invoicing, invoice, refusal);
  }
  return invoicing.store.invoices.reject(invoice.id, { fence: invoice.fence, ...refusal, now });
}

function tenantOf(invoice: Invoice): { readonly merchantId: string; readonly world: Invoice['world'] } {
  return { merchantId: invoice.merchantId, world: invoice.world };
}
