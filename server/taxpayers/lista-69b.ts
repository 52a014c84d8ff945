/**
 * The SAT's list of article 69-B of the CFF (Listado_Completo_69-B.csv: some lines of title, a header, then number, RFC, name,
 * situación and the dates of each notice; read 2026-11). Only RFC and situación are taken.
 */

import { parseRfc } from '../cfdi/rfc.ts';
import { linesOf, readDelimited } from '../text/delimited.ts';
import { scanCells } from '../text/scan-cells.ts';
import { decodeSavedText } from './saved-text.ts';
import type { Lista69bRow } from './taxpayer-store.ts';

/** The parsed list, and the lines that could not be parsed. */
export type Lista69b = {
  /** One row for each RFC; the last of several wins. */
  readonly rows: readonly Lista69bRow[];
  /** Lines below the header that are not understood, by their number. */
  readonly unread: readonly number[];
};

const SITUACIONES = ['Presunto', 'Desvirtuado', 'Definitivo', 'Sentencia Favorable'] as const;

/** `undefined` if it is not such a list. UTF-8, or windows-1252 as the SAT publishes it. */
export function readLista69b(bytes: Uint8Array): Lista69b | undefined {
  const text = decodeSavedText(bytes);
  const header = linesOf(text).findIndex((line) => /^RFC$/i.test(scanCells(line, ',').cells[1] ?? ''));
  if (header < 0) return undefined;
  const list = readDelimited(text, { delimiter: ',', line: header + 1, isRagged: true });
  const rows = new Map<string, Lista69bRow>();
  const unread: number[] = list.refused.map(({ line }) => line);
  for (const { line, cells } of list.rows) {
    const rfc = parseRfc(cells[1] ?? '');
    const situacion = SITUACIONES.find((known) => known.toLowerCase() === cells[3]?.trim().toLowerCase());
    if (rfc && situacion) rows.set(rfc, { rfc, situacion });
    else unread.push(line);
  }
  return rows.size === 0 ? undefined : { rows: [...rows.values()], unread };
}
