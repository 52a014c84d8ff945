/** The port to merchants' portals. */
import type { Portal } from './portal.ts';

/** Storage of portals and of the slugs they have or had. Every method is one durable transaction. */
export interface PortalStore {
  /** Inserts or replaces by slug; a slug that another portal has or had is refused with `taken`. */
  putPortal(portal: Portal): Promise<'put' | 'taken'>;
  /** Inserts; `taken` for a slug that any portal has, or that another merchant's had. */
  addPortal(portal: Portal): Promise<'added' | 'taken'>;
  /**
   * Changes its slug. The old one still finds it until its merchant gives it to another of its portals; no other merchant can ever get it.
   */
  renamePortal(portal: Pick<Portal, 'slug' | 'merchantId'>, to: string): Promise<'renamed' | 'taken' | 'unknown'>;
  /** By its slug, or by one that it had before: `slug` in the answer is the present one. */
  getPortal(slug: string): Promise<Portal | undefined>;
  /** A merchant's portals of both worlds, by slug. */
  listPortals(merchantId: string): Promise<readonly Portal[]>;
  /** The portals of all merchants, switched off or not, whose customers are to be reminded; by slug. */
  listRemindingPortals(): Promise<readonly Portal[]>;
}
