/** The pages of the team, of a person's own account, and of the audit log. */
export { accountPage } from './account.ts';
export { auditPage } from './audit.ts';
export { teamPage } from './team.ts';
