/**
 * The SAT's list of article 69-B of the CFF (Listado_Completo_69-B.csv: some lines of title, a header, then number, RFC, name,
 * situación and the dates of each notice; read 2026-11). Only RFC and situación are taken.
 */
import { parse } from 'csv-parse/sync';
import type { Lista69bRow } from '../../db/provider-store.ts';
import { parseRfc } from '../cfdi/rfc.ts';
import { decodeSavedText } from './saved-text.ts';

export type Lista69b = {
  /** One an RFC; the last of several stands. */
  readonly rows: readonly Lista69bRow[];
  /** Lines below the header that are not understood, by their number. */
  readonly unread: readonly number[];
};

const SITUACIONES = ['Presunto', 'Desvirtuado', 'Definitivo', 'Sentencia Favorable'] as const;

/** `undefined` for what is no such list. UTF-8, or windows-1252 as the SAT publishes it. */
export function readLista69b(bytes: Uint8Array): Lista69b | undefined {
  const lines = linesOf(decodeSavedText(bytes));
  const header = lines.findIndex(({ record }) => /^RFC$/i.test(record[1]?.trim() ?? ''));
  if (header < 0) return undefined;
  const rows = new Map<string, Lista69bRow>();
  const unread: number[] = [];
  for (const { record, info } of lines.slice(header + 1)) {
    const rfc = parseRfc(record[1] ?? '');
    const situacion = SITUACIONES.find((known) => known.toLowerCase() === record[3]?.trim().toLowerCase());
    if (rfc && situacion) rows.set(rfc, { rfc, situacion });
    else unread.push(info.lines);
  }
  return rows.size === 0 ? undefined : { rows: [...rows.values()], unread };
}

type Line = { readonly record: readonly string[]; readonly info: { readonly lines: number } };

function linesOf(text: string): readonly Line[] {
  try {
    const options = { bom: true, info: true, relax_column_count: true, relax_quotes: true, skip_empty_lines: true };
    return parse(text, options) as unknown as readonly Line[];
  } catch {
    return [];
  }
}
