/** Checks portals' own domains in the background when they are due. */
import type { Log } from '../text/log.ts';
import { afterCheck, type Findings, type PortalDomain } from './domain.ts';
import { type Looking, lookAtHost, lookAtNames } from './domain-check.ts';
import type { DomainStore } from './domain-store.ts';

/** What checking portals' own domains depends on. */
export type DomainDesk = Looking & {
  readonly store: { readonly domains: DomainStore };
  readonly now: () => number;
  readonly log: Log;
};

/** The running worker. */
export type DomainWorker = { stop(): Promise<void> };

const EVERY_MS = 2_000;
const AT_ONCE = 8;
/** Longer than all name servers and the host itself may take together. */
const TAKEN_FOR_MS = 120_000;

/** Polls for due checks every two seconds. `stop` abandons the current one, which the next process repeats. */
export function startDomainWorker(desk: DomainDesk): DomainWorker {
  const stopping = new AbortController();
  let round: Promise<void> | undefined;
  const timer = setInterval(() => {
    round ??= lookAtDue(desk, stopping.signal).finally(() => {
      round = undefined;
    });
  }, EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      stopping.abort();
      await round;
    },
  };
}

/** Checks up to eight domains that are due. Never throws. */
export async function lookAtDue(desk: DomainDesk, signal: AbortSignal): Promise<void> {
  const now = desk.now();
  try {
    const due = await desk.store.domains.takeDue({ now, until: now + TAKEN_FOR_MS, limit: AT_ONCE });
    await Promise.all(due.map((domain) => lookAtOne(desk, domain, signal)));
  } catch (error) {
    desk.log('domains.failed', { error: error instanceof Error ? error.name : 'unknown' });
  }
}

async function lookAtOne(desk: DomainDesk, domain: PortalDomain, signal: AbortSignal): Promise<void> {
  const found = await lookAtNames(desk, domain);
  // Proven just now: that is written before the host is asked, because its certificate is obtained only for what is known to be proven.
  const isNew = domain.provenAt === undefined && found.txt === 'ok';
  if (isNew && !(await write(desk, domain, found))) return;
  const findings = await lookAtHost(desk, domain, found, signal);
  if (!signal.aborted) await write(desk, domain, findings);
}

/** Returns whether it is still this merchant's to check. */
async function write(desk: DomainDesk, domain: PortalDomain, findings: Findings): Promise<boolean> {
  const { domains } = desk.store;
  const now = desk.now();
  const moved = afterCheck(domain, findings, now);
  const outcome = await domains.move(domain.id, moved);
  if (outcome === 'taken') {
    const waiting = afterCheck(domain, { ...findings, txt: 'taken', answers: 'untried' }, now);
    await domains.move(domain.id, waiting);
  }
  if (outcome === 'moved' && moved.state !== domain.state)
    desk.log('domain.moved', { domain: domain.id, from: domain.state, to: moved.state });
  return outcome === 'moved';
}
