/** Finds what separates the cells of a file: what the file declares, or the most frequent separator of its header. */
import { linesOf } from './delimited.ts';
import { scanCells } from './scan-cells.ts';

/** The recognised delimiters, the most common first. */
export const DELIMITERS: readonly string[] = [',', ';', '\t', '|'];

/** What Excel reads from, and some programs write into, the first line: `sep=;`. */
export function declaredDelimiter(text: string): string | undefined {
  return /^"?sep=([,;\t|])"?\s*$/i.exec(linesOf(text.slice(0, 64))[0] ?? '')?.[1];
}

/** Of a header, in characters. */
const ENOUGH_TO_TELL = 65_536;

/** The header if only `sep=` is above it: the first non-empty line, by its most frequent separator. */
export function plainLayout(text: string): { readonly delimiter: string; readonly line: number } {
  const declared = declaredDelimiter(text);
  const lines = linesOf(text);
  const from = declared === undefined ? 0 : 1;
  const found = lines.findIndex((line, index) => index >= from && line.trim() !== '');
  const line = found < 0 ? from : found;
  const start = (lines[line] ?? '').slice(0, ENOUGH_TO_TELL);
  const cellsOf = (delimiter: string) => scanCells(start, delimiter).cells.length;
  const best = DELIMITERS.reduce((most, each) => (cellsOf(each) > cellsOf(most) ? each : most));
  return { delimiter: declared ?? best, line: line + 1 };
}
