/** Reads JSON whose numbers are amounts: each stays the text as which it was written, and never becomes a binary float. */

// Matches a string, which is left as it is, or a number.
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*/g;

/** Returns the value with every number as text and without nulls; `undefined` if it is not JSON. */
export function parseJsonText(text: string): unknown {
  try {
    JSON.parse(text);
    const quoted = text.replace(TOKEN, (token) => (token.startsWith('"') ? token : `"${token}"`));
    return JSON.parse(quoted, (_, value) => value ?? undefined);
  } catch {
    return undefined;
  }
}
