/** Reads JSON whose numbers are amounts: each is the text it was written as, and never a binary float. */

// A text, which is left as it is, or a number.
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** The value with every number as its text and without nulls; `undefined` if it is not JSON. */
export function parseJsonText(text: string): unknown {
  try {
    JSON.parse(text);
    const quoted = text.replace(TOKEN, (token) => (token.startsWith('"') ? token : `"${token}"`));
    return JSON.parse(quoted, (_, value) => value ?? undefined);
  } catch {
    return undefined;
  }
}
