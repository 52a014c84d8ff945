/**
 * Which PAC may be called now, and what its replies say about it. A PAC that fails for everybody rests for everybody; an account
 * that is turned away rests alone, and its merchant is told. All of it is in the database: every process sees the same.
 */

import type { Tenant } from '../merchants/tenant.ts';
import type { Pac, PacReply } from '../pac/pac.ts';
import { sealedBy } from './document.ts';
import type { Invoice } from './invoice.ts';
import type { Invoicing } from './invoicing.ts';

/** So many calls in a row without an answer that settles anything, of any merchant. */
const OUTAGE_AFTER = 10;
/** A sick PAC gets one call in this time, and what waited behind an answer that came late goes on within it. */
const OUTAGE_REST_MS = 4_000;
const RATE_LIMIT_REST_MS = 10_000;
/** An account that needs a person: it is tried now and then, for nobody tells us when it is in order again. */
const ACCOUNT_REST_MS = 60_000;
/** How long the others wait for a probe's answer before one of them probes as well: it may hang, or its process be dead. */
const PROBE_MS = OUTAGE_REST_MS;

/**
 * In the order in which they may be tried. A document that may be stamped somewhere goes nowhere else (reliability b4): for it
 * there is one, or none when its merchant has left that PAC.
 */
export async function candidatePacs(invoicing: Invoicing, invoice: Invoice): Promise<readonly Pac[]> {
  const known = await invoicing.pacs.of(invoice);
  if (isDoubtful(invoice)) return known.filter(({ capabilities }) => capabilities.id === invoice.pacId);
  const { sealed } = invoice;
  return sealed ? known.filter(({ capabilities }) => capabilities.sealedBy === sealedBy(sealed)) : known;
}

/** Whether some send of it may have arrived. Found `sending`: whoever sent it died before the answer. */
export function isDoubtful({ state, inDoubtSince }: Pick<Invoice, 'state' | 'inDoubtSince'>): boolean {
  return inDoubtSince !== undefined || state === 'sending';
}

/** Until when it must not be called; `undefined` when it may, and then whoever asked is expected to. */
export async function restOf({ store, now }: Invoicing, pac: Pac, tenant: Tenant): Promise<number | undefined> {
  for (const circuit of [pacCircuit(pac, tenant), accountCircuit(pac, tenant)]) {
    const admission = await store.circuits.admit(circuit, { now: now(), probeUntil: now() + PROBE_MS });
    if (admission.kind === 'open') return admission.until;
  }
  return undefined;
}

/** Writes down what a reply says of its PAC and of the merchant's account there. */
export async function noteReply(invoicing: Invoicing, pac: Pac, tenant: Tenant, reply: PacReply): Promise<void> {
  const { circuits } = invoicing.store;
  const now = invoicing.now();
  if (reply.kind === 'not-sent' && reply.account !== undefined) {
    const isPassing = reply.account === 'rate-limit';
    const openUntil = now + (isPassing ? RATE_LIMIT_REST_MS : ACCOUNT_REST_MS);
    await circuits.failed(accountCircuit(pac, tenant), { threshold: 1, openUntil, reason: reply.account });
    if (!isPassing) await raiseAccountNotice(invoicing, pac, tenant, reply.account);
  } else if (reply.kind === 'unknown' && reply.about !== undefined) {
    // One document's trouble: the PAC answers, and rests for nobody.
  } else if (reply.kind === 'not-sent' || reply.kind === 'unknown') {
    const openUntil = now + OUTAGE_REST_MS;
    const failures = await circuits.failed(pacCircuit(pac, tenant), {
      threshold: OUTAGE_AFTER,
      openUntil,
      reason: reply.reason,
    });
    if (failures === OUTAGE_AFTER) invoicing.log('pac.resting', { pac: pac.capabilities.id, world: tenant.world });
  } else {
    if ((await circuits.succeeded(pacCircuit(pac, tenant))) === 'reopened')
      await wake(invoicing, { pacId: pac.capabilities.id, world: tenant.world });
    if ((await circuits.succeeded(accountCircuit(pac, tenant))) === 'reopened')
      await wake(invoicing, { pacId: pac.capabilities.id, ...plain(tenant) });
    await invoicing.store.notices.resolve(plain(tenant), 'pac-account', pac.capabilities.id, now);
  }
}

/** It answers again: whoever waited for it is due at once, as many at a time as may be out there. */
async function wake(
  { store, now, log }: Invoicing,
  waiting: { readonly pacId: string; readonly world: Tenant['world']; readonly merchantId?: string },
): Promise<void> {
  const woken = await store.invoices.wake(waiting, now());
  log('pac.back', { pac: waiting.pacId, world: waiting.world, merchant: waiting.merchantId, woken });
}

async function raiseAccountNotice(
  { store, now, log }: Invoicing,
  pac: Pac,
  tenant: Tenant,
  account: string,
): Promise<void> {
  const subject = pac.capabilities.id;
  const notice = { tenant: plain(tenant), kind: 'pac-account', subject, params: { account }, now: now() } as const;
  if ((await store.notices.raise(notice)) === 'new')
    log('pac.account', { merchant: tenant.merchantId, pac: subject, account });
}

/** An invoice is a tenant with much else beside. */
function plain({ merchantId, world }: Tenant): Tenant {
  return { merchantId, world };
}

/** The merchant has put its account with a PAC anew: whatever was wrong with it is to be found out again. */
export async function forgetAccountTrouble(invoicing: Invoicing, tenant: Tenant, pacId: string): Promise<void> {
  const { store, now } = invoicing;
  await store.circuits.succeeded(`${circuitOf(pacId, tenant)}:${tenant.merchantId}`);
  await wake(invoicing, { pacId, ...plain(tenant) });
  await store.notices.resolve(plain(tenant), 'pac-account', pacId, now());
}

function pacCircuit({ capabilities }: Pac, tenant: Tenant): string {
  return circuitOf(capabilities.id, tenant);
}

function accountCircuit(pac: Pac, tenant: Tenant): string {
  return `${pacCircuit(pac, tenant)}:${tenant.merchantId}`;
}

function circuitOf(pacId: string, { world }: Tenant): string {
  return `pac:${pacId}:${world}`;
}
