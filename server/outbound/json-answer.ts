/** Reads the JSON a provider answers with; what it means is each adapter's schema. */

/** `undefined` for what is not JSON: a proxy's page, half an answer, nothing. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
