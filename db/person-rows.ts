/** People as rows. */
import type { Person } from '../server/accounts/account.ts';
import { present } from './rows.ts';

/** The row of a person. */
export function toPersonRow(person: Person) {
  return { emailProvenAt: null, ...person };
}

/** The person of a row. */
export function fromPersonRow(row: Omit<Person, 'emailProvenAt'> & { readonly emailProvenAt: number | null }): Person {
  return present(row) as Person;
}
