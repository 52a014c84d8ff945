/** A portal's own domain (`factura.tuempresa.com`): how its owner proves that it is theirs, and what state it is in. */
import { domainToASCII } from 'node:url';
import type { World } from '../merchants/tenant.ts';

/**
 * `pending`: not proven to be the merchant's, or not leading here yet. `verified`: both, and a certificate may be obtained. `active`: this
 * server was reached by it, so links use it. `failing`: it was active, but can no longer be reached. `released`: given up, and never
 * anybody else's.
 */
export type DomainState = 'pending' | 'verified' | 'active' | 'failing' | 'released';

/** The findings of a check; `unknown` if no name server could answer, `untried` if it was not worth trying. */
export type Findings = {
  /** The TXT record that proves who owns it. */
  readonly txt: 'ok' | 'missing' | 'other' | 'taken' | 'unknown';
  /** The addresses that the name leads to. */
  readonly points: 'ok' | 'nowhere' | 'elsewhere' | 'unknown';
  /** Whether a request to it comes back to this server. */
  readonly answers: 'ok' | 'no-answer' | 'certificate' | 'other-server' | 'private-address' | 'untried';
};

/** A portal's own domain, and how far its setup has come. */
export type PortalDomain = {
  readonly id: string;
  readonly merchantId: string;
  readonly world: World;
  /** The portal that it opens. */
  readonly slug: string;
  /** ASCII and lower case. */
  readonly host: string;
  /** The value of the TXT record after `autofactura=`. */
  readonly token: string;
  readonly state: DomainState;
  readonly findings: Findings;
  readonly createdAt: number;
  /** When its TXT record was first seen, which made it the merchant's. From then on no other merchant can have it. */
  readonly provenAt?: number | undefined;
  readonly activeAt?: number | undefined;
  readonly failingSince?: number | undefined;
  readonly checkedAt?: number | undefined;
  /** When it is checked next; absent once released. */
  readonly nextAt?: number | undefined;
};

/** The findings for a domain that was not checked yet. */
export const UNCHECKED: Findings = { txt: 'missing', points: 'nowhere', answers: 'untried' };

const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;
/** Names of private networks (RFC 6761, RFC 6762, RFC 8375, RFC 9476): nobody outside can reach them. */
const SPECIAL = /(?:^|\.)(?:localhost|local|internal|invalid|onion|alt|home\.arpa)$/;

/** A host as DNS knows it; `undefined` for anything but a name of at least two labels that everybody could reach. */
export function parseHost(text: string): string | undefined {
  if (/[/:@?#%\\]/.test(text)) return undefined;
  const host = domainToASCII(text.trim().replace(/\.$/, '').toLowerCase());
  const labels = host.split('.');
  if (host.length > 240 || labels.length < 2 || !labels.every((label) => LABEL.test(label))) return undefined;
  return /^\d+$/.test(labels.at(-1) ?? '') || SPECIAL.test(host) ? undefined : host;
}

/** Where the proof has to be, and its content. */
export function proofOf({ host, token }: Pick<PortalDomain, 'host' | 'token'>) {
  return { name: `_autofactura.${host}`, value: `autofactura=${token}` };
}

/** Whether a certificate may be obtained for it: it is proven, and leads here. */
export function mayHaveCertificate({ state, provenAt, findings }: PortalDomain): boolean {
  if (provenAt === undefined || state === 'released') return false;
  return state === 'verified' || state === 'active' || findings.points === 'ok';
}

type Moved = Pick<
  PortalDomain,
  'state' | 'findings' | 'provenAt' | 'activeAt' | 'failingSince' | 'checkedAt' | 'nextAt'
>;

/** The domain after a check. If nothing could be found out, only the time of the next check changes. */
export function afterCheck(domain: PortalDomain, findings: Findings, now: number): Moved {
  const isUnknown = findings.answers !== 'ok' && (findings.txt === 'unknown' || findings.points === 'unknown');
  const { state, provenAt = findings.txt === 'ok' ? now : undefined, activeAt, failingSince } = domain;
  const base = { provenAt, activeAt, checkedAt: now };
  if (isUnknown) {
    return { ...base, state, findings, failingSince, nextAt: now + waitAfter(domain, now) };
  }
  const next = stateAfter(provenAt !== undefined, activeAt !== undefined, findings);
  const since = next === 'failing' ? (failingSince ?? now) : undefined;
  const moved = { ...base, state: next, findings, failingSince: since };
  return {
    ...moved,
    ...(next === 'active' && { activeAt: activeAt ?? now }),
    nextAt: now + waitAfter({ state: next, createdAt: domain.createdAt, failingSince: since }, now),
  };
}

function stateAfter(isProven: boolean, wasActive: boolean, { points, answers }: Findings): DomainState {
  if (isProven && answers === 'ok') return 'active';
  if (wasActive) return 'failing';
  return isProven && points === 'ok' ? 'verified' : 'pending';
}

const SECOND_MS = 1_000;
const SOONEST_MS = 30 * SECOND_MS;
const DAY_MS = 86_400 * SECOND_MS;
const WHILE_ACTIVE_MS = 3_600 * SECOND_MS;

/** Often at first, then less and less: after a quarter of the time that it has been in this state, at most a day. */
export function waitAfter(
  { state, createdAt, failingSince }: Pick<PortalDomain, 'state' | 'createdAt' | 'failingSince'>,
  now: number,
): number {
  if (state === 'active') return WHILE_ACTIVE_MS;
  return Math.min(DAY_MS, Math.max(SOONEST_MS, (now - (failingSince ?? createdAt)) / 4));
}
