/** What a PAC's refusal means, whatever form it comes in: who can correct it, at which field, and what they read. */
import { PAC_FAULTS } from './pac-faults.ts';
import { type Fixes, merchant, type ReceptorField, type SatFault } from './sat-fault.ts';
import { SAT_FAULTS, satCodeIn } from './sat-faults.ts';
import type { Words } from './words.ts';

/** A refusal as the adapter returns it; a refused cancellation's code is `cancel:{code}`. */
export type PacRefusal = {
  readonly code: string;
  readonly satCode?: string;
  /** The PAC's own words. */
  readonly message: string;
  /** Whose code it is: `finkok`, `sw`, … */
  readonly pac?: string;
};

/** A PAC's refusal in our own terms. */
export type RefusalMeaning = {
  readonly fixes: Fixes;
  /** The receptor's field to correct; always present if the customer can correct it. */
  readonly field?: ReceptorField;
  /** Never contains the PAC's own words. */
  readonly detail: Words;
  /** The code by which it was recognised, as spelled in the tables. */
  readonly code: string;
  /** Whether a table has the code; if none has, the PAC's own words are the operator's only clue. */
  readonly known: boolean;
};

/** Refusals that never reached a PAC: there was nothing to seal with, or a catalogue does not have it in force. */
const OWN: Readonly<Record<string, SatFault>> = {
  'csd-none': merchant(
    'No hay un Certificado de Sello Digital para timbrar. Súbelo en tu configuración.',
    'There is no Certificado de Sello Digital to stamp with. Upload it in your settings.',
  ),
  'csd-expired': merchant(
    'Tu Certificado de Sello Digital venció. Tramita otro en el SAT y súbelo en tu configuración.',
    'Your Certificado de Sello Digital has expired. Get a new one from the SAT and upload it in your settings.',
  ),
  'postal-code-not-in-force': merchant(
    'El código postal de la sucursal ya no está vigente en el catálogo del SAT. Cámbialo en la sucursal.',
    'The branch’s postal code is no longer in force in the SAT’s catalogue. Change it at the branch.',
  ),
  'clave-not-in-force': merchant(
    'Una clave de producto ya no está vigente en el catálogo del SAT. Corrígela en la venta.',
    'A product key is no longer in force in the SAT’s catalogue. Correct it in the sale.',
  ),
};

const UNKNOWN: Words = {
  'es-MX': 'Por ahora no se pudo completar; quien puede resolverlo ya tiene el aviso.',
  en: 'It could not be completed for now; the person who can resolve it has been notified.',
};

/**
 * The SAT's code comes first, wherever the refusal has it; then the PAC's own; then the ones all PACs share. An unknown code of the SAT stays
 * unknown, because the PAC's code around it says less.
 */
export function refusalMeaning(refusal: PacRefusal): RefusalMeaning {
  const { code, satCode = '', message } = refusal;
  const sat = satCodeIn(`${satCode} ${code} ${message}`);
  const keys = sat === undefined ? ownKeys(refusal) : [sat];
  for (const key of keys) {
    const row = rowOf(key);
    if (row) return { ...row, code: key, known: true };
  }
  return { fixes: 'operator', detail: UNKNOWN, code: sat ?? code, known: false };
}

function ownKeys({ code, pac }: PacRefusal): readonly string[] {
  const bare = code.replace(/^cancel:/, '');
  const own = pac === undefined ? [] : [`${pac}:${bare}`];
  // A folio's status is the SAT's, whichever PAC returns it.
  return bare === code ? [...own, code] : [code, ...own, bare];
}

// Own properties only: `constructor` is not a code.
function rowOf(key: string): SatFault | undefined {
  if (Object.hasOwn(SAT_FAULTS, key)) return SAT_FAULTS[key];
  if (Object.hasOwn(PAC_FAULTS, key)) return PAC_FAULTS[key];
  return Object.hasOwn(OWN, key) ? OWN[key] : undefined;
}
