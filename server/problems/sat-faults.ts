/** The SAT's matrix of errors of CFDI 4.0: what each code means and who can correct it. The PACs' own codes are in `pac-faults.ts`. */
import type { SatFault } from './sat-fault.ts';
import { COMPROBANTE_FAULTS } from './sat-faults-comprobante.ts';
import { CONCEPTO_FAULTS } from './sat-faults-conceptos.ts';
import { IMPUESTO_FAULTS } from './sat-faults-impuestos.ts';
import { RECEPTOR_FAULTS } from './sat-faults-receptor.ts';

/** Every code of the matrix by its canonical spelling, `CFDI40101` … `CFDI140227` (matriz de errores CFDI 4.0, 2024-12-13). */
export const SAT_FAULTS: Readonly<Record<string, SatFault>> = {
  ...COMPROBANTE_FAULTS,
  ...RECEPTOR_FAULTS,
  ...CONCEPTO_FAULTS,
  ...IMPUESTO_FAULTS,
};

/**
 * Finds the SAT's code anywhere in a PAC's text, in its canonical spelling: PACs write `CFDI40224` for `CFDI140224` and the
 * reverse, and wrap codes in their own. A known code is preferred; `undefined` if there is none.
 */
export function satCodeIn(text: string): string | undefined {
  const codes = Array.from(text.matchAll(/CFDI[ -]?(\d{5,6})(?!\d)/gi), (match) => canonical(match[1] as string));
  return codes.find((code) => code in SAT_FAULTS) ?? codes[0];
}

function canonical(digits: string): string {
  const spellings = [digits, `1${digits}`, digits.replace(/^1(?=\d{5}$)/, '')];
  return `CFDI${spellings.find((spelling) => `CFDI${spelling}` in SAT_FAULTS) ?? digits}`;
}
