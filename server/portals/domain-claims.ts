/** Decides who owns a host: the first merchant who proves it, permanently. */
import type { PortalDomain } from './domain.ts';

/** What is known about a host and a portal when a merchant claims the host. */
export type ClaimedBefore = {
  /** The merchant that has proven the host, even if it has released it since. */
  readonly provenBy: Pick<PortalDomain, 'merchantId'> | undefined;
  /** The same merchant's own claim of the host. */
  readonly own: Pick<PortalDomain, 'state'> | undefined;
  /** Whether the portal has a domain. */
  readonly hasPortalOne: boolean;
};

/** The outcome of a claim: it is added, or resumes what the merchant had released, or is refused. */
export function claimOf(
  { merchantId }: Pick<PortalDomain, 'merchantId'>,
  { provenBy, own, hasPortalOne }: ClaimedBefore,
): 'new' | 'again' | 'taken' | 'portal-has-one' {
  if (provenBy && provenBy.merchantId !== merchantId) return 'taken';
  if (hasPortalOne || (own && own.state !== 'released')) return 'portal-has-one';
  return own ? 'again' : 'new';
}

/** What remains of a domain that is released. A proven one stays known, so that no other merchant gets its links; any other is forgotten. */
export function releasedOf({ provenAt }: Pick<PortalDomain, 'provenAt'>): Partial<PortalDomain> | 'nothing' {
  if (provenAt === undefined) return 'nothing';
  return { state: 'released', nextAt: undefined, activeAt: undefined, failingSince: undefined };
}

/** Whether a check proves it; then nobody else may have done so before. */
export function isBeingProven({ provenAt }: Pick<PortalDomain, 'provenAt'>, moved: Partial<PortalDomain>): boolean {
  return provenAt === undefined && moved.provenAt !== undefined;
}
