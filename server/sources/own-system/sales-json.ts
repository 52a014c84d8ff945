/** Reads sales submitted as JSON: one a line, or an array of them. */
import type { SubmittedLine, SubmittedSale } from '../intake/submitted-sale.ts';

/** A merchant's own JSON has no receipts to skip. */
type JsonLine = Exclude<SubmittedLine, { kind: 'skipped' }>;

/** Never throws: whatever is not a JSON object is a fault of its line, or of its place in the array. */
export function readSalesJson(text: string): readonly JsonLine[] {
  if (text.trimStart().startsWith('[')) {
    const list = parse(text);
    return Array.isArray(list) ? list.map((each, index) => submittedLine(each, index + 1)) : [malformed(1)];
  }
  return text.split('\n').flatMap((raw, index) => (raw.trim() === '' ? [] : [submittedLine(parse(raw), index + 1)]));
}

function submittedLine(json: unknown, line: number): JsonLine {
  if (typeof json !== 'object' || json === null || Array.isArray(json) || !isShallow(json, DEEPEST)) {
    return malformed(line);
  }
  const sale = json as SubmittedSale;
  return { kind: 'submitted', line, ...(typeof sale.folio === 'string' && { folio: sale.folio }), sale };
}

/** The deepest valid nesting is a sale, its lines, a line, its taxes and a tax. Deeper values could not be serialized again. */
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
