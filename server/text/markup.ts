/** HTML for mails and snippets: everything that is not our own markup is escaped, without exception. */

/** Only made by `markup`. */
export class Markup {
  readonly html: string;

  constructor(html: string) {
    this.html = html;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A template whose values are escaped; markup, and lists of it, are inserted as they are. */
export function markup(parts: TemplateStringsArray, ...values: (string | Markup | readonly Markup[])[]): Markup {
  const html = parts.map((part, index) => {
    const value = values[index];
    return part + (value === undefined ? '' : htmlOf(value));
  });
  return new Markup(html.join(''));
}

/** No markup, in a place that may have some. */
export const NOTHING = new Markup('');

function htmlOf(value: string | Markup | readonly Markup[]): string {
  if (value instanceof Markup) return value.html;
  if (typeof value !== 'string') return value.map(({ html }) => html).join('');
  // XML and HTML know no other control characters than tab and line ends.
  const visible = value.replace(/[^\P{Cc}\t\n\r]|\p{Cs}/gu, '');
  return visible.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
