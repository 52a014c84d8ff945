/** The names of régimen and uso by clave, in the customer's language. */
import * as english from '../../../server/catalogs/plain-names-en.ts';
import * as spanish from '../../../server/catalogs/plain-names-es.ts';
import { language } from '../texts.ts';

/** The uso with its clave, by which accountants know it: «Gastos en general (G03)». */
export function usoName(clave: string): string {
  return `${names().USO_NAMES[clave] ?? ''} (${clave})`;
}

/** The names for the lists and the review. */
export function names(): Pick<typeof spanish, 'REGIMEN_NAMES' | 'USO_NAMES'> {
  return language() === 'en' ? english : spanish;
}
