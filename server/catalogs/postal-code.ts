/** What follows from a postal code: whether it can exist, its state, time zone and border stimulus. */
import { borderZoneOf } from './border-time.ts';
import { ESTADO_CLAVES, ESTADO_RUNS, EXISTING_RUNS, FRONTERA_RUNS, ZONE_RUNS, ZONES } from './postal-ranges.ts';

/** An IANA time zone of Mexico. */
export type Zone = (typeof ZONES)[number];

/** Five digits within a range where codes exist. A true is not a proof: only the loaded catalogue knows each code. */
export function postalCodeExists(codigoPostal: string): boolean {
  return valueAt(EXISTING_RUNS, codigoPostal) === 1;
}

/** Its state in c_Estado (`NLE`); `undefined` for something that is not a postal code or has no state. */
export function estadoOf(codigoPostal: string): string | undefined {
  return ESTADO_CLAVES[valueAt(ESTADO_RUNS, codigoPostal) ?? 0] || undefined;
}

/** The zone whose local time a CFDI issued there has (cfdi-rules 8.2); `undefined` for something that is not a postal code. */
export function zoneOf(codigoPostal: string): Zone | undefined {
  const index = valueAt(ZONE_RUNS, codigoPostal);
  return index === undefined ? undefined : (borderZoneOf(codigoPostal) ?? ZONES[index]);
}

/** The zone of a place of issue: as `zoneOf`, central time for a code that no table has. */
export function issueZone(codigoPostal: string): Zone {
  return zoneOf(codigoPostal) ?? 'America/Mexico_City';
}

/** c_CodigoPostal's «Estímulo Franja Fronteriza»: 0 none, 1 north, 2 south; 0 for something that is not a postal code. */
export function estimuloFronteraOf(codigoPostal: string): 0 | 1 | 2 {
  const value = valueAt(FRONTERA_RUNS, codigoPostal);
  return value === 1 || value === 2 ? value : 0;
}

/** The value of the last run that starts at or before the code. */
function valueAt(runs: readonly number[], codigoPostal: string): number | undefined {
  if (!/^\d{5}$/.test(codigoPostal)) return undefined;
  const code = Number(codigoPostal);
  let low = 0;
  let high = runs.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs[middle * 2] ?? 0) <= code) low = middle + 1;
    else high = middle;
  }
  return runs[low * 2 - 1];
}
