/** A file that a merchant exported from another service, in any form: a JSON document, JSON lines or a CSV. */
import type { Fault } from '../../../problems/problem.ts';
import { readDelimited } from '../../../text/delimited.ts';
import { plainLayout } from '../../../text/delimiter.ts';
import { parseJsonText } from './json-text.ts';

/** One receipt as its service writes it, with every number as text and nothing null. */
export type Receipt = Readonly<Record<string, unknown>>;

/** A receipt, or its fault, at the line where it begins; in a JSON document `line` counts the receipts, from 1. */
type Exported =
  | { readonly kind: 'receipt'; readonly line: number; readonly receipt: Receipt }
  | { readonly kind: 'faults'; readonly line: number; readonly faults: readonly Fault[] };

/**
 * The columns that may hold a field: their names, in lower case, without accents and with _ for blanks. The first field identifies a
 * receipt: a file without it is not from this service.
 */
export type Columns = readonly (readonly [field: string, ...names: string[]])[];

/** Whether a JSON value is an object. */
export function isReceipt(value: unknown): value is Receipt {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads every receipt of a file; in an API's answer they are its `data`. A CSV has a header. */
export function readExport(text: string, columns: Columns): readonly Exported[] {
  const plain = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  if (!/^\s*[[{]/.test(plain)) return readCsv(plain, columns);
  const lines = plain.split('\n').map((line) => line.trim());
  const isLines = lines.filter(Boolean).length > 1 && lines.every((line) => line === '' || line.startsWith('{'));
  if (!isLines) return receiptsIn(parseJsonText(plain)).map((value, index) => exported(value, index + 1));
  return lines.flatMap((line, index) =>
    line === '' ? [] : receiptsIn(parseJsonText(line)).map((value) => exported(value, index + 1)),
  );
}

/** Elements of a list may be pages, which are read in order; null elements are skipped. */
function receiptsIn(value: unknown): readonly unknown[] {
  const pages: readonly unknown[] = Array.isArray(value) ? value : [value];
  return pages.flatMap((page) => (isReceipt(page) && Array.isArray(page.data) ? page.data : [page]));
}

function exported(value: unknown, line: number): Exported {
  return isReceipt(value)
    ? { kind: 'receipt', line, receipt: value }
    : { kind: 'faults', line, faults: [{ code: 'malformed', pointer: '' }] };
}

function readCsv(text: string, columns: Columns): readonly Exported[] {
  const { header, rows, refused } = readDelimited(text, plainLayout(text));
  if (!header) return [];
  const fields = header.cells.map((cell) => fieldOf(cell, columns));
  const [[known] = ['']] = columns;
  if (!fields.some((field) => field?.name === known)) {
    return [{ kind: 'faults', line: 1, faults: [{ code: 'required', pointer: `/${known}` }] }];
  }
  const read = rows.map(({ line, cells }): Exported => ({ kind: 'receipt', line, receipt: rowOf(cells, fields) }));
  const faulty = refused.map(({ line, code }): Exported => ({ kind: 'faults', line, faults: [{ code, pointer: '' }] }));
  return [...read, ...faulty].sort((one, other) => one.line - other.line);
}

/** A column's field, and how far its name is from the service's own: 0 is the same name. */
type Field = { readonly name: string; readonly rank: number } | undefined;

function fieldOf(cell: string, columns: Columns): Field {
  const name = cell
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s.]+/g, '_');
  const names = columns.find((each) => each.includes(name));
  return names && { name: names[0], rank: names.indexOf(name) };
}

/** Empty cells are ignored; of two columns of one field, the one closer to its own name counts: «total», not «importe». */
function rowOf(cells: readonly string[], fields: readonly Field[]): Receipt {
  const row: Record<string, string> = {};
  const byRank = [...fields.entries()].sort(([, one], [, other]) => (one?.rank ?? 0) - (other?.rank ?? 0));
  for (const [index, field] of byRank) if (field !== undefined && cells[index]) row[field.name] ??= cells[index];
  return row;
}
