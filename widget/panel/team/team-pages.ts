/** The pages of who works here, of one's own account, and of what was done. */
export { accountPage } from './account.ts';
export { auditPage } from './audit.ts';
export { teamPage } from './team.ts';
