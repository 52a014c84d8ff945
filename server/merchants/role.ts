/** What each role may do at a merchant. */
import { SCOPES, type Scope } from './merchant.ts';

/** The roles a person can have at a merchant, the most powerful first. */
export const ROLES = ['owner', 'admin', 'cashier', 'accountant', 'read-only'] as const;

/** A person's role at one merchant; somebody may have different roles at different merchants. */
export type Role = (typeof ROLES)[number];

const READS: readonly Scope[] = ['sales:read', 'invoices:read', 'settings:read'];

/** An owner differs from an admin in one respect: only an owner adds, changes or removes owners. */
const SCOPES_OF: Readonly<Record<Role, readonly Scope[]>> = {
  owner: SCOPES,
  admin: SCOPES,
  cashier: ['sales:read', 'sales:write', 'invoices:read'],
  accountant: [...READS, 'invoices:write', 'audit:read'],
  'read-only': READS,
};

/** The scopes that a role has in both worlds. */
export function scopesOf(role: Role): readonly Scope[] {
  return SCOPES_OF[role];
}
