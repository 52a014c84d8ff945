/** The port to merchants' portals. */
import type { Portal } from './portal.ts';

export interface PortalStore {
  /** Inserts or replaces by slug; another merchant's slug is refused with `taken`. */
  putPortal(portal: Portal): Promise<'put' | 'taken'>;
  getPortal(slug: string): Promise<Portal | undefined>;
  /** A merchant's portals of both worlds, by slug. */
  listPortals(merchantId: string): Promise<readonly Portal[]>;
  /** The portals of all merchants, switched off or not, whose customers are to be reminded; by slug. */
  listRemindingPortals(): Promise<readonly Portal[]>;
}
