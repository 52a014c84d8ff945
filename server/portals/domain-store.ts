/** The port to portals' own domains. */
import type { Tenant } from '../merchants/tenant.ts';
import type { PortalDomain } from './domain.ts';

/** Which domains to take: those due at `now`, at most `limit`. */
export type Due = {
  readonly now: number;
  /** Nobody else takes them before. */
  readonly until: number;
  readonly limit: number;
};

/** Stores portals' own domains. */
export interface DomainStore {
  /**
   * Adds a claim, or takes a host up again that the same merchant released: proven already, and with its old token. `taken` where another
   * merchant has or had proven it, `portal-has-one` where the portal has a domain already.
   */
  add(domain: PortalDomain): Promise<PortalDomain | 'taken' | 'portal-has-one'>;
  /** A tenant's domains in order of creation, without those that were released. */
  list(tenant: Tenant): Promise<readonly PortalDomain[]>;
  get(tenant: Tenant, id: string): Promise<PortalDomain | undefined>;
  /** The domain that has been proven and not released, whoever's it is. */
  ofHost(host: string): Promise<PortalDomain | undefined>;
  /** Gives it up. One that was proven stays known, so that no other merchant gets its links; any other is forgotten. */
  release(tenant: Tenant, id: string): Promise<'released' | 'unknown'>;
  /** Takes those whose time to be looked at has come. */
  takeDue(due: Due): Promise<readonly PortalDomain[]>;
  /** Has it looked at now. */
  hurry(tenant: Tenant, id: string, now: number): Promise<void>;
  /**
   * Writes what a check came to, unless it was released in the meantime. `taken` where another merchant proved the host first; then it is not
   * proven, and stays as it was but for its findings and the time of the next look.
   */
  move(id: string, moved: Partial<PortalDomain>): Promise<'moved' | 'taken' | 'gone'>;
}
