/** The pages of the portals. */
export { domainPage } from './domain.ts';
export { notificationsPage } from './notifications.ts';
export { portalPage } from './portal.ts';
export { portalsPage } from './portals.ts';
export { promotePage } from './promote.ts';
