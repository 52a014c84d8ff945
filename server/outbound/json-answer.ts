/** Reads the JSON of a provider's answer; each adapter's schema interprets it. */

/** `undefined` for what is not JSON: a proxy's page, half an answer, nothing. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
