/** Removes what our databases cannot store: NUL, which PostgreSQL refuses in text, and unpaired surrogates. */

/** The text without them. */
export function storableText(text: string): string {
  return text.replace(/\0|\p{Cs}/gu, '');
}

/** An escape of JSON: a pair of surrogates is a character and stays, and so does the text `\\u0000`, whose backslash is escaped. */
const ESCAPE = /\\u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|\\u(?:0000|[dD][89a-fA-F][\da-fA-F]{2})|\\./gs;
const UNSTORABLE = /^\\u(?:0000|[dD][89a-fA-F][\da-fA-F]{2})$/;

/** A JSON document whose texts and names have none. */
export function storableJson(json: string): string {
  const plain = json.includes('\0') ? json.replaceAll('\0', '') : json;
  return plain.includes('\\u') ? plain.replace(ESCAPE, (written) => (UNSTORABLE.test(written) ? '' : written)) : plain;
}

/** Does the same throughout a JSON value. */
export function storable<T>(value: T): T {
  const json = JSON.stringify(value);
  const kept = storableJson(json);
  return kept === json ? value : (JSON.parse(kept) as T);
}

/** JSON pointers of the texts and names that hold a NUL, in a document that is JSON. */
export function nulPointers(json: string): readonly string[] {
  const found: string[] = [];
  const open: (readonly [pointer: string, value: unknown])[] = [['', JSON.parse(json)]];
  // A stack of our own: the document may be as deep as it is long.
  for (let next = open.pop(); next; next = open.pop()) {
    const [pointer, value] = next;
    if (typeof value === 'string' && value.includes('\0')) found.push(pointer);
    if (typeof value !== 'object' || value === null) continue;
    for (const [name, each] of Object.entries(value)) {
      const step = `${pointer}/${storableText(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
      if (name.includes('\0')) found.push(step);
      open.push([step, each]);
    }
  }
  return found.sort();
}
