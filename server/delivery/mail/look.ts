/** The layout of our mails: tables and inline styles for programs that support nothing else, and more for those that do. */

import { contrast, hexColour, readableOn } from '../../portals/colour.ts';
import type { Language } from '../../problems/problem.ts';
import { Markup, markup, NOTHING } from '../../text/markup.ts';
import { EDGE, GROUNDS, SHEET, STYLES } from './styles.ts';

/** What a mail shows around its words. */
export type MailFrame = {
  readonly language: Language;
  readonly title: string;
  readonly comercio: string;
  /** The `cid:` of the merchant's logo; without one, their name is shown. */
  readonly logo?: string;
  /** A banner above everything else, for what must not be overlooked. */
  readonly banner?: string;
  readonly parts: readonly Markup[];
  /** Why this mail was sent, and what to do if it should not have been. */
  readonly footer: Markup;
};

/** A link that is drawn as a button. */
export type MailButton = {
  readonly label: string;
  readonly url: string;
  /** The background colour; without one the button is an outline. */
  readonly primary?: string;
};

const TABLE = new Markup('table role="presentation" cellpadding="0" cellspacing="0" border="0"');

/** The whole HTML document of a mail. */
export function mailHtml({ language, title, comercio, logo, banner, parts, footer }: MailFrame): string {
  const name = markup`<p class="ink" style="${STYLES.name}">${comercio}</p>`;
  const image = markup`<img src="cid:${logo ?? ''}" alt="${comercio}" height="48" border="0" style="${STYLES.logo}">`;
  const rows = [
    ...(banner === undefined ? [] : [row('banner', markup`${banner}`)]),
    row('head', logo === undefined ? name : image),
    ...parts.filter((part) => part !== NOTHING).map((part) => row('part', part)),
    row('foot', markup`<p class="quiet line" style="${STYLES.footer}">${footer}</p>`),
  ];
  const card = markup`<${TABLE} class="card" width="100%" style="${STYLES.card}">\n${rows}</table>`;
  const around = markup`<tr><td align="center" style="${STYLES.around}">\n${card}\n</td></tr>`;
  return markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="supported-color-schemes" content="light dark">
<title>${title}</title>
<style>${new Markup(SHEET)}</style>
</head>
<body class="page" style="${STYLES.body}">
<${TABLE} class="page" width="100%" style="${STYLES.page}">${around}</table>
</body>
</html>
`.html;
}

function row(style: 'banner' | 'head' | 'part' | 'foot', content: Markup): Markup {
  return markup`<tr><td class="pad" align="left" style="${STYLES[style]}">${content}</td></tr>\n`;
}

/** Formats text as typed: an empty line separates paragraphs, and line breaks stay. */
export function paragraphs(text: string): Markup {
  const blocks = text.trim().split(/\n\s*\n/);
  const lines = (block: string): readonly Markup[] =>
    block.split('\n').map((line, index) => (index === 0 ? markup`${line}` : markup`<br>${line}`));
  return markup`${blocks.map((block) => paragraph(markup`${lines(block)}`))}`;
}

/** A paragraph of text and links. */
export function paragraph(content: Markup): Markup {
  return markup`<p class="ink" style="${STYLES.paragraph}">${content}</p>`;
}

/** A labelled value: the label in small type, then an amount in large type or an id in a typeface that distinguishes 0 from O. */
export function datum(label: string, value: string, kind: 'large' | 'code'): Markup {
  const what = markup`<p class="quiet" style="${STYLES.label}">${label}</p>`;
  return markup`${what}<p class="ink" style="${STYLES[kind]}">${value}</p>`;
}

/** Buttons, side by side or stacked on a phone. A URL that is not http(s) is left out. */
export function buttons(list: readonly MailButton[]): Markup {
  const cells = list.filter(({ url }) => isWebUrl(url)).map(button);
  return cells.length === 0 ? NOTHING : markup`<${TABLE} class="wide"><tr>${cells}</tr></table>`;
}

function button({ label, url, primary }: MailButton): Markup {
  const brand = primary === undefined ? undefined : hexColour(primary);
  // A button with a background too close to the page's gets a border.
  const isSeen = brand !== undefined && GROUNDS.every((ground) => contrast(brand, ground) >= 3);
  const border = `border:1px solid ${isSeen ? brand : EDGE}`;
  const paint = brand === undefined ? STYLES.link : `color:${readableOn(brand)};background:${brand}`;
  const style = `${STYLES.button};${border};${paint}`;
  const ink = brand === undefined ? 'ink' : 'brand';
  const anchor = markup`<a class="${ink}" href="${url}" target="_blank" rel="noopener" style="${style}">${label}</a>`;
  return markup`<td class="stack" style="${STYLES.cell}">${anchor}</td>`;
}

/** A link within a sentence, in the colour of the sentence. */
export function link(label: string, url: string): Markup {
  if (!isWebUrl(url) && !/^(?:mailto|tel):/.test(url)) return markup`${label}`;
  return markup`<a class="ink" href="${url}" target="_blank" rel="noopener" style="${STYLES.link}">${label}</a>`;
}

function isWebUrl(url: string): boolean {
  return /^https?:\/\//.test(url);
}
