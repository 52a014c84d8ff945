import type { Panel } from '../page.ts';
import { ROLES } from './role-words.ts';

/** The roles that the signed-in person can give: only owners make owners. */
export function rolesToGive({ merchant }: Panel): readonly string[] {
  return merchant?.role === 'owner' ? ROLES : ROLES.filter((role) => role !== 'owner');
}
