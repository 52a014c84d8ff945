/** Claims a domain for a portal, and checks it again on its merchant's request. */
import { randomBytes } from 'node:crypto';
import type { Tenant } from '../merchants/tenant.ts';
import { Problem } from '../problems/problem.ts';
import { type PortalDomain, parseHost, UNCHECKED } from './domain.ts';
import type { DomainStore } from './domain-store.ts';
import type { Portal } from './portal.ts';

/** What claiming a domain may touch. */
type ClaimDomainDeps = {
  readonly store: { readonly domains: DomainStore };
  readonly now: () => number;
};

/** The minimum interval between checks, however often they are requested. */
const LOOK_EVERY_MS = 10_000;

/**
 * Claims the typed name as a portal's domain. Throws `invalid-settings` at `/host` for something that is not a host, for the server's own
 * (`ownHost`), for one that another merchant has, and if the portal already has one.
 */
export async function claimDomain(
  { store, now }: ClaimDomainDeps,
  { merchantId, world, slug }: Portal,
  typed: string,
  ownHost: string,
): Promise<PortalDomain> {
  const host = parseHost(typed);
  if (host === undefined) throw refusal('domain-malformed');
  if (host === ownHost) throw refusal('domain-of-server');
  const added = await store.domains.add({
    ...{ merchantId, world, slug, host, id: `dom_${randomBytes(12).toString('hex')}` },
    ...{ token: randomBytes(16).toString('hex'), state: 'pending', findings: UNCHECKED },
    ...{ createdAt: now(), nextAt: now() },
  });
  if (added === 'taken') throw refusal('domain-taken');
  if (added === 'portal-has-one') throw refusal('domain-already');
  return added;
}

/** Has a domain checked soon. Throws `unknown-resource`. */
export async function lookAgain({ store, now }: ClaimDomainDeps, tenant: Tenant, id: string): Promise<PortalDomain> {
  const domain = await store.domains.get(tenant, id);
  if (!domain) throw new Problem('unknown-resource');
  if (now() - (domain.checkedAt ?? 0) >= LOOK_EVERY_MS) await store.domains.hurry(tenant, id, now());
  return domain;
}

function refusal(code: string): Problem {
  return new Problem('invalid-settings', { faults: [{ code, pointer: '/host' }] });
}
