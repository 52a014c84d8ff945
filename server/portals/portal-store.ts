/** The port to merchants' portals. */
import type { Portal } from './portal.ts';

/** Storage of portals and of the slugs they have or had. Every method is one durable transaction. */
export interface PortalStore {
  /** Inserts or replaces by slug; returns `taken` for a slug that another portal has or had. */
  putPortal(portal: Portal): Promise<'put' | 'taken'>;
  /** Inserts; returns `taken` for a slug that any portal has, or that another merchant's had. */
  addPortal(portal: Portal): Promise<'added' | 'taken'>;
  /**
   * Changes its slug. The old one still finds it until its merchant gives it to another of its portals, a live portal's to another live one; no other
   * merchant can ever get it.
   */
  renamePortal(portal: Pick<Portal, 'slug' | 'merchantId'>, to: string): Promise<'renamed' | 'taken' | 'unknown'>;
  /** Finds a portal by its slug, or by a former one; `slug` in the result is the current one. */
  getPortal(slug: string): Promise<Portal | undefined>;
  /** Lists the slugs that lead to a portal, which are its current and its former ones. */
  listSlugs(portal: Pick<Portal, 'slug'>): Promise<readonly string[]>;
  /** Lists a merchant's portals of both worlds, by slug. */
  listPortals(merchantId: string): Promise<readonly Portal[]>;
  /** Lists the portals of all merchants, enabled or not, that send reminders, by slug. */
  listRemindingPortals(): Promise<readonly Portal[]>;
}
