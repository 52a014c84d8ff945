/** Cells of the spreadsheets that this system writes. */

// One ' more is written than there was, and one less is read, so that every text comes back.
const FORMULA = /^'*[=+\-@\t\r]/;

/** A cell, quoted where it must be. A text that a spreadsheet would take for a formula has a ' before it. */
export function cellOf(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Reverses `cellOf`. */
export function plainCell(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell.slice(1)) ? cell.slice(1) : cell;
}
