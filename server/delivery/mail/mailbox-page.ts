/** The pages of the demo's mailbox: the list of mails, and one mail as its reader sees it, in a frame without scripts. */
import type { Language, Words } from '../../problems/problem.ts';
import { Markup, markup, NOTHING } from '../../text/markup.ts';
import { namedAddress } from './address.ts';
import type { MailboxEntry } from './mailbox.ts';
import type { Mail } from './mailer.ts';
import { fill } from './values.ts';

/** The content security policy of the pages. A `srcdoc` frame inherits its page's policy, and mails have inline styles. */
export const MAILBOX_POLICY = [
  "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src data:",
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
].join('; ');

/** The language and the addresses that the pages use. */
export type MailboxPage = {
  readonly language: Language;
  /** The path of the list. A mail is at `{base}/{id}`, and an attachment at `{base}/{id}/attachments/{index}`. */
  readonly base: string;
  /** The start page of the demo. */
  readonly home: string;
};

const TEXTS = {
  title: { 'es-MX': 'Buzón de la demo', en: 'The demo’s mailbox' },
  lead: {
    'es-MX': 'Aquí llega cada correo que Autofactura enviaría. Ninguno sale de este servidor.',
    en: 'Every mail that Autofactura would send arrives here. None leaves this server.',
  },
  none: {
    'es-MX': 'Aún no hay correos. Genera una factura y vuelve.',
    en: 'No mail yet. Make an invoice and come back.',
  },
  home: { 'es-MX': 'La demo', en: 'The demo' },
  back: { 'es-MX': 'Todos los correos', en: 'All mails' },
  to: { 'es-MX': 'Para {to}', en: 'To {to}' },
  shown: { 'es-MX': 'El correo', en: 'The mail' },
  text: { 'es-MX': 'En texto', en: 'As text' },
  headers: { 'es-MX': 'Encabezados', en: 'Headers' },
  attachments: { 'es-MX': 'Adjuntos', en: 'Attachments' },
} as const satisfies Readonly<Record<string, Words>>;

/** Allows nothing but following links. */
const SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';

const STYLE = `
main { max-width: 44rem; }
h1, p { overflow-wrap: anywhere; }
iframe { display: block; box-sizing: border-box; width: 100%; height: 46rem; border: 1px solid; border-radius: 0.5rem; }
ul { list-style: none; margin: 0; padding: 0; }
.mails a { display: block; padding: 0.75rem 0; border-bottom: 1px solid; color: inherit; text-decoration: none; }
.mails a > * { display: block; overflow-wrap: anywhere; }
.files a { display: inline-block; padding: 0.75rem 0; overflow-wrap: anywhere; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; }
`;

/** The list of mails, newest first. */
export function mailboxPage(entries: readonly MailboxEntry[], { language, base, home }: MailboxPage): string {
  const items = entries.map(({ id, at, mail }) => {
    const to = fill(TEXTS.to[language], { to: mail.to });
    const words = markup`<strong>${mail.subject}</strong><span>${to}</span><span>${when(at, language)}</span>`;
    return markup`<li><a href="${base}/${id}">${words}</a></li>`;
  });
  const list = items.length === 0 ? markup`<p>${TEXTS.none[language]}</p>` : markup`<ul class="mails">${items}</ul>`;
  const title = TEXTS.title[language];
  const back = markup`<p><a href="${home}">← ${TEXTS.home[language]}</a></p>`;
  return page(language, title, markup`${back}<h1>${title}</h1><p>${TEXTS.lead[language]}</p>${list}`);
}

/** One mail: as it is displayed, its plain text, its headers and its attachments. */
export function mailPage({ id, at, mail }: MailboxEntry, { language, base }: Omit<MailboxPage, 'home'>): string {
  const files = mail.attachments.flatMap(({ filename, contentId }, index) =>
    contentId === undefined
      ? [markup`<li><a href="${base}/${id}/attachments/${String(index)}" download="${filename}">${filename}</a></li>`]
      : [],
  );
  const title = markup`<h2>${TEXTS.attachments[language]}</h2>`;
  const attached = files.length === 0 ? NOTHING : markup`${title}<ul class="files">${files}</ul>`;
  const to = fill(TEXTS.to[language], { to: mail.to });
  const headers = headerLines(mail).map(([name, value]) => `${name}: ${value}`);
  return page(
    language,
    mail.subject,
    markup`<p><a href="${base}">← ${TEXTS.back[language]}</a></p>
<h1>${mail.subject}</h1>
<p>${namedAddress(mail.from.name, mail.from.address)}<br>${to}<br>${when(at, language)}</p>
${attached}
<h2>${TEXTS.shown[language]}</h2>
<iframe title="${mail.subject}" sandbox="${SANDBOX}" srcdoc="${withImages(mail)}"></iframe>
<details><summary>${TEXTS.text[language]}</summary><pre>${mail.text}</pre></details>
<details><summary>${TEXTS.headers[language]}</summary><pre>${headers.join('\n')}</pre></details>`,
  );
}

function headerLines({ from, to, replyTo, subject, headers = {} }: Mail): readonly (readonly [string, string])[] {
  return [
    ['From', namedAddress(from.name, from.address)],
    ['To', to],
    ...(replyTo ? ([['Reply-To', replyTo]] as const) : []),
    ['Subject', subject],
    ...Object.entries(headers),
  ];
}

/** The HTML with its inline images in place. */
function withImages({ html, attachments }: Mail): string {
  return attachments.reduce((shown, { contentId, contentType, content }) => {
    if (contentId === undefined) return shown;
    return shown.replaceAll(
      `cid:${contentId}`,
      `data:${contentType};base64,${Buffer.from(content).toString('base64')}`,
    );
  }, html);
}

function when(at: number, language: Language): string {
  return new Date(at).toLocaleString(language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'America/Mexico_City',
  });
}

function page(language: Language, title: string, body: Markup): string {
  return markup`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Autofactura</title>
<link rel="stylesheet" href="/page.css">
<style>${new Markup(STYLE)}</style>
</head>
<body><main>${body}</main></body>
</html>
`.html;
}
