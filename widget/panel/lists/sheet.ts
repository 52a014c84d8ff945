/** A till's file as text: its rows and cells, which column is which, and the file with its columns under names that the API knows. */

/** A file of separated values: its delimiter, its header and its rows. */
export type Sheet = {
  readonly delimiter: string;
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Where the header begins in the text, and the number of lines above it. */
  readonly start: number;
  readonly above: number;
};

/** Above the header many programs print the name of the report or the shop. A sale needs three columns, so a header has as many names. */
const FEWEST_NAMES = 3;
const MOST_ABOVE = 20;

const DELIMITERS = [',', ';', '\t', '|'];

/** The text of a file: UTF-8 if it is valid, otherwise Windows-1252. */
export function decode(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** The header and the first `most` rows; cells in quotes may hold delimiters, quotes and line breaks. */
export function readSheet(text: string, most: number): Sheet {
  const { start, above } = headerOf(text);
  const body = text.slice(start);
  const delimiter = delimiterOf(body);
  const [names = [], ...rows] = cellsOf(body, delimiter, most + 1);
  return { delimiter, names, rows, start, above };
}

/** The first row with enough names; the first of all if none has. */
function headerOf(text: string): Pick<Sheet, 'start' | 'above'> {
  let start = 0;
  for (let above = 0; above < MOST_ABOVE && start < text.length; above++) {
    const rest = text.slice(start);
    const row = rest.slice(0, endOfRow(rest));
    if (splitRow(row, delimiterOf(row)).filter(Boolean).length >= FEWEST_NAMES) return { start, above };
    const [end = ''] = /^(?:\r\n|\n|\r)/.exec(rest.slice(row.length)) ?? [];
    start += row.length + end.length;
  }
  return { start: 0, above: 0 };
}

/** Why a file cannot be one of sales: it is a picture, a workbook or a letter rather than a table, or it has no rows. */
export function fileFault(text: string, { names, rows }: Sheet): 'not-csv' | 'no-rows' | undefined {
  if (!text.trim()) return 'no-rows';
  const isBinary = /[^\P{Cc}\t\r\n\f]/u.test(text.slice(0, 4_000));
  if (isBinary || names.filter(Boolean).length < FEWEST_NAMES) return 'not-csv';
  return rows.length ? undefined : 'no-rows';
}

/** The same file with a renamed header, without what is above it, and every other byte as it was. */
export function renamed(text: string, { delimiter, start }: Sheet, names: readonly string[]): string {
  const header = names.map(quoted).join(delimiter);
  const body = text.slice(start);
  return `${header}${body.slice(endOfRow(body))}`;
}

function delimiterOf(text: string): string {
  const header = text.slice(0, endOfRow(text));
  const counts = DELIMITERS.map((one) => header.split(one).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/** Where the first row ends: at a line break outside quotes. */
function endOfRow(text: string): number {
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const letter = text.charAt(at);
    if (letter === '"') isQuoted = !isQuoted;
    else if (!isQuoted && (letter === '\n' || letter === '\r')) return at;
  }
  return text.length;
}

function cellsOf(text: string, delimiter: string, most: number): string[][] {
  const rows: string[][] = [];
  let rest = text.replace(/^\uFEFF/, '');
  while (rest && rows.length < most) {
    const end = endOfRow(rest);
    const row = rest.slice(0, end);
    if (row.trim()) rows.push(splitRow(row, delimiter));
    rest = rest.slice(end).replace(/^\r?\n|^\r/, '');
  }
  return rows;
}

function splitRow(row: string, delimiter: string): string[] {
  const cells: string[] = [''];
  let isQuoted = false;
  for (const letter of row) {
    if (letter === '"') isQuoted = !isQuoted;
    if (letter === delimiter && !isQuoted) cells.push('');
    else cells[cells.length - 1] += letter;
  }
  return cells.map((cell) =>
    cell
      .trim()
      .replace(/^"([\s\S]*)"$/, '$1')
      .replaceAll('""', '"'),
  );
}

function quoted(name: string): string {
  return /["\s,;|]/.test(name) ? `"${name.replaceAll('"', '""')}"` : name;
}
