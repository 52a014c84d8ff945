/** The port to portals' own domains. */
import type { Tenant } from '../merchants/tenant.ts';
import type { PortalDomain } from './domain.ts';

/** Which domains to take: those due at `now`, at most `limit`. */
export type Due = {
  readonly now: number;
  /** No other process takes them before then. */
  readonly until: number;
  readonly limit: number;
};

/** Stores portals' own domains. */
export interface DomainStore {
  /**
   * Adds a claim, or resumes a host that the same merchant released: already proven, and with its old token. `taken` if another merchant
   * has or had proven it, `portal-has-one` if the portal already has a domain.
   */
  add(domain: PortalDomain): Promise<PortalDomain | 'taken' | 'portal-has-one'>;
  /** A tenant's domains in order of creation, without those that were released. */
  list(tenant: Tenant): Promise<readonly PortalDomain[]>;
  get(tenant: Tenant, id: string): Promise<PortalDomain | undefined>;
  /** The domain that has been proven and not released, whichever merchant has it. */
  ofHost(host: string): Promise<PortalDomain | undefined>;
  /** Releases it. A proven one stays known, so that no other merchant gets its links; any other is forgotten. */
  release(tenant: Tenant, id: string): Promise<'released' | 'unknown'>;
  /** Takes domains that are due for a check. */
  takeDue(due: Due): Promise<readonly PortalDomain[]>;
  /** Makes it due for a check now. */
  hurry(tenant: Tenant, id: string, now: number): Promise<void>;
  /**
   * Records the result of a check, unless it was released in the meantime. `taken` if another merchant proved the host first; then it is
   * not proven, and only its findings and the time of the next check change.
   */
  move(id: string, moved: Partial<PortalDomain>): Promise<'moved' | 'taken' | 'gone'>;
}
