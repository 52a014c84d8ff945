import type { Panel } from '../page.ts';
import { ROLES } from './role-words.ts';

/** The roles that whoever is signed in may give: owners are made by owners alone. */
export function rolesToGive({ merchant }: Panel): readonly string[] {
  return merchant?.role === 'owner' ? ROLES : ROLES.filter((role) => role !== 'owner');
}
