/** Secrets that are looked for where they must not be, in every form that a program may write them in. */

export type Canary = { readonly name: string; readonly bytes: Buffer };

/** Somewhere that a secret could have got to. */
export type Place = { readonly name: string; readonly bytes: Buffer };

export function canary(name: string, secret: string | Uint8Array): Canary {
  const bytes = Buffer.from(secret);
  if (bytes.length < 8) throw new Error(`${name} is too short to be found by`);
  return { name, bytes };
}

export const FORMS = ['raw', 'base64', 'base64url', 'hex', 'HEX', 'UTF-16', 'UTF-16BE', 'URL-encoded', 'JSON'] as const;
export type Form = (typeof FORMS)[number];

/** The bytes to look for. In base64 they depend on what stands before: there are three of them, without the characters that others share. */
export function formsOf({ bytes }: Canary, form: Form): readonly Buffer[] {
  const text = bytes.toString('utf8');
  switch (form) {
    case 'raw':
      return [bytes];
    case 'base64':
    case 'base64url':
      return [0, 1, 2].map((before) => Buffer.from(inBase64(bytes, before, form)));
    case 'hex':
      return [Buffer.from(bytes.toString('hex'))];
    case 'HEX':
      return [Buffer.from(bytes.toString('hex').toUpperCase())];
    case 'UTF-16':
      return [Buffer.from(text, 'utf16le')];
    case 'UTF-16BE':
      return [Buffer.from(text, 'utf16le').swap16()];
    case 'URL-encoded':
      return [Buffer.from(encodeURIComponent(text))];
    case 'JSON':
      return [Buffer.from(JSON.stringify(text).slice(1, -1))];
  }
}

function inBase64(bytes: Buffer, before: number, form: 'base64' | 'base64url'): string {
  const whole = Buffer.concat([Buffer.alloc(before), bytes])
    .toString(form)
    .replace(/=+$/, '');
  const start = Math.ceil((before * 8) / 6);
  const end = Math.floor(((before + bytes.length) * 8) / 6);
  return whole.slice(start, end);
}

/** Every canary that is in a place, as `name, form, place`. */
export function findCanaries(canaries: readonly Canary[], places: readonly Place[]): readonly string[] {
  return canaries.flatMap((each) =>
    FORMS.flatMap((form) =>
      places
        .filter(({ bytes }) => formsOf(each, form).some((wanted) => bytes.includes(wanted)))
        .map((place) => `${each.name}, ${form}, in ${place.name}`),
    ),
  );
}
