/** Sales told as JSON: one a line, or a list of them. */
import type { ToldLine, ToldSale } from './submitted-sale.ts';

/** Nothing in JSON of the merchant's own is for somebody else. */
type JsonLine = Exclude<ToldLine, { kind: 'skipped' }>;

/** Never throws: what is no sale's object is a fault of its line, of a list its place. */
export function readToldJson(text: string): readonly JsonLine[] {
  if (text.trimStart().startsWith('[')) {
    const list = parse(text);
    return Array.isArray(list) ? list.map((each, index) => toldLine(each, index + 1)) : [malformed(1)];
  }
  return text.split('\n').flatMap((raw, index) => (raw.trim() === '' ? [] : [toldLine(parse(raw), index + 1)]));
}

function toldLine(json: unknown, line: number): JsonLine {
  if (typeof json !== 'object' || json === null || Array.isArray(json) || !isShallow(json, DEEPEST)) {
    return malformed(line);
  }
  const sale = json as ToldSale;
  return { kind: 'told', line, ...(typeof sale.folio === 'string' && { folio: sale.folio }), sale };
}

/** A sale, its lines, a line, its taxes, a tax. What is deeper nobody could write down again. */
const DEEPEST = 5;

function isShallow(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((each) => isShallow(each, depth - 1));
}

function malformed(line: number): JsonLine {
  return { kind: 'faults', line, faults: [{ code: 'malformed', pointer: '' }] };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
