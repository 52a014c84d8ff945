/**
 * Takes an invoice from wherever it is to where it can rest: seals what was claimed, sends what was sealed, sends again the
 * same bytes while in doubt. Any process may be killed between any two lines; whoever comes next goes on from the database.
 */
import { randomBytes } from 'node:crypto';
import type { OutboxMessage } from '../../db/store.ts';
import type { Pac, PacReply } from '../pac/pac.ts';
import { clientRefOf } from './client-ref.ts';
import { acceptTimbre, buildDocument, sealDocument } from './document.ts';
import type { Invoice, SealedDocument } from './invoice.ts';
import type { Invoicing } from './invoicing.ts';
import { refusalProblem, requestOfRefused } from './refusal.ts';

/** The PAC's deadline is shorter than the lease, so that a lease that is over means nobody is sending. */
const PAC_DEADLINE_MS = 35_000;
const LEASE_MS = 45_000;
const HOUR_MS = 3_600_000;
/** A sealed document that was never sent is sealed anew after this: its Fecha grows stale. */
const RESEAL_AFTER_MS = 24 * HOUR_MS;
/** A PAC stamps up to 72 h after Fecha; past this, resending cannot settle anything. */
const RESEND_UNTIL_MS = 71 * HOUR_MS;

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
  return invoicing.store.invoices.seal(invoice.id, sealDocument(built.comprobante, active.sealer, now));
}

async function send(invoicing: Invoicing, invoice: Invoice): Promise<Invoice> {
  const { store, now, log } = invoicing;
  const pac = invoice.pacId === undefined ? invoicing.pacFor(tenantOf(invoice)) : invoicing.pacById(invoice.pacId);
  if (!pac) return store.invoices.reconcile(invoice.id, 'pac-not-configured', now());
  if (!mayResend(pac, invoice, now())) {
    log('invoice.reconcile', { invoice: invoice.id, pac: pac.capabilities.id });
    return store.invoices.reconcile(invoice.id, 'cannot-be-resent', now());
  }
  const taken = await store.invoices.intent(invoice.id, {
    pacId: pac.capabilities.id,
    leaseUntil: now() + LEASE_MS,
    now: now(),
  });
  const sealed = taken.invoice.sealed;
  if (taken.kind !== 'sending' || !sealed) return taken.invoice;
  const reply = await ask(pac, sealed, taken.invoice);
  log('pac.reply', {
    invoice: invoice.id,
    pac: pac.capabilities.id,
    kind: reply.kind,
    reason: 'reason' in reply ? reply.reason : undefined,
    fence: taken.invoice.fence,
  });
  return conclude(invoicing, pac, taken.invoice, sealed, reply);
}

/** Whether sending the same bytes (again) can do no harm there, and can still be answered. */
function mayResend(pac: Pac, invoice: Invoice, now: number): boolean {
  // Found `sending`: whoever sent it died before the answer.
  if (invoice.inDoubtSince === undefined && invoice.state !== 'sending') return true;
  const { sameBytes, clientRefHours } = pac.capabilities;
  const age = now - (invoice.sealed?.sealedAt ?? 0);
  if (sameBytes === 'new-uuid' && (clientRefHours === undefined || age > clientRefHours * HOUR_MS)) return false;
  return age < RESEND_UNTIL_MS;
}

async function ask(pac: Pac, sealed: SealedDocument, invoice: Invoice): Promise<PacReply> {
  const request = { xml: sealed.xml, clientRef: clientRefOf(invoice) };
  // One deadline for the call and its look-up: together they end before the lease does.
  const deadline = AbortSignal.timeout(PAC_DEADLINE_MS);
  const reply = await pac.stamp(request, deadline);
  if (reply.kind !== 'already-stamped' || !pac.lookup) return reply;
  const found = await pac.lookup(request, deadline);
  // A 307 says that it was stamped: a look-up that does not find it yet lags (Finkok's 603).
  return found.kind === 'absent' ? reply : found;
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
  if (reply.kind === 'rejected') {
    const definite = invoice.inDoubtSince === undefined || pac.capabilities.rejectsAfter307Check;
    if (!definite) return doubt(invoicing, invoice, `refused after doubt: ${reply.code}`, true);
    return reject(invoicing, invoice, reply);
  }
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
  if (refusalProblem({ ...invoice, refusal }).code === 'merchant-must-fix')
    await invoicing.store.requests.put(requestOfRefused(invoice, now));
  return invoicing.store.invoices.reject(invoice.id, { fence: invoice.fence, ...refusal, now });
}

function tenantOf(invoice: Invoice): { readonly merchantId: string; readonly world: Invoice['world'] } {
  return { merchantId: invoice.merchantId, world: invoice.world };
}
