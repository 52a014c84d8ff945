/**
 * Circuit breakers for PACs. A PAC that fails for everybody is paused for everybody; an account that is turned away is paused alone, and
 * its merchant is notified. The state is in the database, shared by all processes.
 */

import type { Tenant } from '../merchants/tenant.ts';
import type { NoticeStore } from '../notices/notice-store.ts';
import type { CircuitStore } from '../outbound/circuit-store.ts';
import type { Pac, PacReply } from '../pac/pac.ts';
import type { Pacs } from '../pac/pacs.ts';
import type { Log } from '../text/log.ts';
import { sealedBy } from './document.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';

/** Consecutive calls, of any merchants, without an answer that settles anything. */
const OUTAGE_AFTER = 10;
/** An unhealthy PAC gets one call in this time; everything that waits for it continues within the same time after it recovers. */
const OUTAGE_REST_MS = 4_000;
const RATE_LIMIT_REST_MS = 10_000;
/** Retry interval of an account that needs a person's attention, because nothing tells us when it works again. */
const ACCOUNT_REST_MS = 60_000;
/** How long other processes wait for a probe before one of them probes too: the probe may hang, or its process may be dead. */
const PROBE_MS = OUTAGE_REST_MS;

/** What choosing among PACs reads. */
export type CandidateDeps = {
  readonly pacs: Pacs;
};

/** What the circuit breakers may touch. */
export type PacHealthDeps = {
  readonly store: {
    readonly invoices: InvoiceStore;
    readonly circuits: CircuitStore;
    readonly notices: NoticeStore;
  };
  readonly now: () => number;
  readonly log: Log;
};

/**
 * The PACs to try, in order. A document that may already be stamped goes nowhere else (reliability b4): it has only that PAC, or none if
 * its merchant no longer uses it.
 */
export async function candidatePacs(deps: CandidateDeps, invoice: Invoice): Promise<readonly Pac[]> {
  const known = await deps.pacs.of(invoice);
  if (isDoubtful(invoice)) return known.filter(({ capabilities }) => capabilities.id === invoice.pacId);
  const { sealed } = invoice;
  return sealed ? known.filter(({ capabilities }) => capabilities.sealedBy === sealedBy(sealed)) : known;
}

/** Tells whether an earlier send may have arrived. One found in `sending` was sent by a process that died before the answer. */
export function isDoubtful({ state, inDoubtSince }: Pick<Invoice, 'state' | 'inDoubtSince'>): boolean {
  return inDoubtSince !== undefined || state === 'sending';
}

/** Until when the PAC must not be called; `undefined` if it may, in which case the caller is expected to call it. */
export async function restOf({ store, now }: PacHealthDeps, pac: Pac, tenant: Tenant): Promise<number | undefined> {
  for (const circuit of [pacCircuit(pac, tenant), accountCircuit(pac, tenant)]) {
    const admission = await store.circuits.admit(circuit, { now: now(), probeUntil: now() + PROBE_MS });
    if (admission.kind === 'open') return admission.until;
  }
  return undefined;
}

/** Records what a reply says about the health of the PAC and of the merchant's account. */
export async function noteReply(deps: PacHealthDeps, pac: Pac, tenant: Tenant, reply: PacReply): Promise<void> {
  const { circuits } = deps.store;
  const now = deps.now();
  if (reply.kind === 'not-sent' && reply.account !== undefined) {
    const isPassing = reply.account === 'rate-limit';
    const openUntil = now + (isPassing ? RATE_LIMIT_REST_MS : ACCOUNT_REST_MS);
    await circuits.failed(accountCircuit(pac, tenant), { threshold: 1, openUntil, reason: reply.account });
    if (!isPassing) await raiseAccountNotice(deps, pac, tenant, reply.account);
  } else if (reply.kind === 'unknown' && reply.about !== undefined) {
    // A problem of this document only: the PAC is healthy.
  } else if (reply.kind === 'not-sent' || reply.kind === 'unknown') {
    const openUntil = now + OUTAGE_REST_MS;
    const failures = await circuits.failed(pacCircuit(pac, tenant), {
      threshold: OUTAGE_AFTER,
      openUntil,
      reason: reply.reason,
    });
    if (failures === OUTAGE_AFTER) deps.log('pac.resting', { pac: pac.capabilities.id, world: tenant.world });
  } else {
    if ((await circuits.succeeded(pacCircuit(pac, tenant))) === 'reopened')
      await wake(deps, { pacId: pac.capabilities.id, world: tenant.world });
    if ((await circuits.succeeded(accountCircuit(pac, tenant))) === 'reopened')
      await wake(deps, { pacId: pac.capabilities.id, ...plain(tenant) });
    await deps.store.notices.resolve(plain(tenant), 'pac-account', pac.capabilities.id, now);
  }
}

/** The PAC has recovered: makes everything that waited for it due at once; the concurrency limit still applies. */
async function wake(
  { store, now, log }: PacHealthDeps,
  waiting: { readonly pacId: string; readonly world: Tenant['world']; readonly merchantId?: string },
): Promise<void> {
  const woken = await store.invoices.wake(waiting, now());
  log('pac.back', { pac: waiting.pacId, world: waiting.world, merchant: waiting.merchantId, woken });
}

async function raiseAccountNotice(
  { store, now, log }: PacHealthDeps,
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

/** Clears the account's pause after the merchant has replaced the account. */
export async function forgetAccountTrouble(deps: PacHealthDeps, tenant: Tenant, pacId: string): Promise<void> {
  const { store, now } = deps;
  await store.circuits.succeeded(`${circuitOf(pacId, tenant)}:${tenant.merchantId}`);
  await wake(deps, { pacId, ...plain(tenant) });
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
