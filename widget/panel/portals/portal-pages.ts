/** The pages of the portals. */
export { portalPage } from './portal.ts';
export { portalsPage } from './portals.ts';
