/** The count with which the reader of delimited text is checked: computed from the characters alone, without any of its code. */

type Span = { readonly line: number; readonly lastLine?: number };

/** Checks that every non-empty line below the header is part of exactly one row or refused. */
export function countsEveryLine(
  text: string,
  { delimiter, after }: { readonly delimiter: string; readonly after: number },
  rows: readonly Span[],
  refused: readonly Span[],
): boolean {
  const times = new Map<number, number>();
  for (const { line, lastLine = line } of [...rows, ...refused]) {
    for (let each = line; each <= lastLine; each += 1) times.set(each, (times.get(each) ?? 0) + 1);
  }
  const isOnce = [...times.values()].every((count) => count === 1);
  return isOnce && [...sayingLines(text, delimiter)].every((line) => line <= after || times.has(line));
}

const [CR, LF, QUOTE] = ['\r', '\n', '"'].map((mark) => mark.charCodeAt(0));

/** The numbers, from 1, of lines with anything except blanks, separators and quotes. */
export function* sayingLines(text: string, delimiter: string): Generator<number> {
  const separator = delimiter.charCodeAt(0);
  let line = 1;
  let says = false;
  for (let at = 0; at <= text.length; at += 1) {
    const code = text.charCodeAt(at);
    const isEnd = at === text.length || code === LF || (code === CR && text.charCodeAt(at + 1) !== LF);
    if (isEnd && says) yield line;
    if (isEnd) [line, says] = [line + 1, false];
    else says ||= code !== CR && code !== QUOTE && code !== separator && !isBlank(code);
  }
}

/** What `trim` takes away (ECMAScript's WhiteSpace), and a BOM. */
function isBlank(code: number): boolean {
  return code <= 0x20 || code === 0xa0 || (code > 0x7f && String.fromCharCode(code).trim() === '');
}
