import fc from 'fast-check';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import { type AlertMail, alertMail } from '../../../server/delivery/mail/alert-mail.ts';
import { invoiceMail } from '../../../server/delivery/mail/invoice-mail.ts';
import { createMailbox } from '../../../server/delivery/mail/mailbox.ts';
import { mailboxPage, mailPage } from '../../../server/delivery/mail/mailbox-page.ts';
import type { Mail } from '../../../server/delivery/mail/mailer.ts';
import { reminderMail } from '../../../server/delivery/mail/reminder-mail.ts';
import { smtpMessage } from '../../../server/delivery/mail/smtp.ts';
import { nameWithoutLinks } from '../../../server/delivery/mail/values.ts';
import { CAFE, CAFE_INVOICE, CAFE_REMINDER } from './mails.ts';

type Node = DefaultTreeAdapterMap['node'];

/** What breaks out of headers, tags, attributes, styles and comments, among anything else. */
const nasty = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom('\r\n', '\n', '\r', '\0', '\u2028', '\u202e', '\ud800', '<', '>', '"', "'", '&', '`', '$&'),
        fc.constantFrom(
          '</p>',
          '<!--',
          '-->',
          '</style>',
          '<script>',
          ']]>',
          ' onload=',
          'javascript:',
          '&lt;',
          '{total}',
        ),
        fc.constantFrom(
          '\r\nBcc: eva@malo.mx',
          '\r\n\r\n<h1>',
          'https://malo.mx/',
          'www.malo.mx',
          '=?utf-8?q?=0d=0a?=',
        ),
        fc.string({ unit: 'grapheme' }),
      ),
      { maxLength: 8 },
    )
    .map((parts) => parts.join('')),
);

const words = fc.record({
  ...{ comercio: nasty, nombre: nasty, serieFolio: nasty, total: nasty, uuid: nasty, url: nasty, subject: nasty },
  ...{ message: nasty, email: nasty, phone: nasty, colour: nasty, logo: nasty, line: nasty },
});

type Words = typeof words extends fc.Arbitrary<infer T> ? T : never;

const PLAIN: Words = {
  ...{
    comercio: 'Café',
    nombre: 'ANA',
    serieFolio: 'A-1',
    total: '$1.00',
    uuid: 'u',
    url: 'https://a.mx/',
    subject: 's',
  },
  ...{ message: 'm', email: 'a@a.mx', phone: '55', colour: '#112233', logo: '', line: 'l' },
};

function mails(input: Words): readonly Mail[] {
  const { comercio, nombre, serieFolio, total, uuid, url, subject, message, email, phone, colour, logo } = input;
  const basis = {
    ...CAFE,
    merchant: { tradeName: comercio },
    portal: { theme: { primary: colour, accent: colour, logo }, contact: { email, phone } },
  };
  const lines: AlertMail['lines'] = [{ text: input.line, url }, { text: input.line }];
  const purchases = [serieFolio, input.line];
  const invoice = { serieFolio, purchases, total, uuid, nombre, links: { pdf: url, xml: `https://a.mx/${url}` } };
  return [
    invoiceMail({ ...CAFE_INVOICE, ...basis, invoice, texts: { subject, message } }),
    alertMail({ ...basis, isTrial: true, lines, url: `https://a.mx/${url}` }),
    reminderMail({
      ...{
        ...CAFE_REMINDER,
        ...basis,
        sale: { folio: serieFolio, total },
        lastDay: input.line,
        deadline: input.line,
        note: input.line,
      },
      ...{ url, unsubscribeUrl: `https://a.mx/${url}` },
    }),
  ];
}

/** Its elements with the names of their attributes; what a message, a missing contact or link may leave out or repeat aside. */
function skeleton(html: string): ReadonlySet<string> {
  const found = new Set<string>();
  const walk = (node: Node): void => {
    if ('tagName' in node) found.add(`${node.tagName} ${node.attrs.map(({ name }) => name).join(' ')}`);
    else if (node.nodeName === '#comment') found.add('#comment');
    if ('childNodes' in node) node.childNodes.forEach(walk);
  };
  walk(parse(html));
  return found;
}

const KNOWN = new Set(mails({ ...PLAIN, message: 'a\nb' }).flatMap(({ html }) => [...skeleton(html)]));
/** Its inline styles, whatever the colours. */
function styles(html: string): readonly string[] {
  return [...html.matchAll(/style="([^"]*)"/g)].map(([, style = '']) => style.replace(/#[\da-f]{6}\b/g, '#'));
}

const STYLES = mails(PLAIN).flatMap(({ html }) => styles(html));
const HEADERS = new Set(
  'from to reply-to subject message-id date mime-version content-type auto-submitted list-unsubscribe list-unsubscribe-post'.split(
    ' ',
  ),
);

function headerValues({ to, from, replyTo, subject, headers, attachments }: Mail): readonly string[] {
  const names = attachments.map(({ filename }) => filename);
  return [to, from.name, from.address, replyTo ?? '', subject, ...Object.values(headers ?? {}), ...names];
}

describe('whatever anybody wrote', () => {
  it('no header of a mail has a second line, nor a mark that would end it', () => {
    fc.assert(
      fc.property(words, (input) => {
        for (const mail of mails(input))
          for (const value of headerValues(mail)) expect(value).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });

  it('the message on the wire has the headers that it should have, each once', async () => {
    await fc.assert(
      fc.asyncProperty(words, async (input) => {
        for (const mail of mails(input)) {
          const message = (await new MailComposer(smtpMessage(mail, input.line)).compile().build()).toString('utf8');
          const lines = message.slice(0, message.indexOf('\r\n\r\n')).split(/\r\n(?![ \t])/);
          const names = lines.map((line) => line.slice(0, line.indexOf(':')).toLowerCase());
          expect(names.filter((name) => !HEADERS.has(name))).toEqual([]);
          expect(new Set(names).size).toBe(names.length);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('its HTML has no element, attribute or comment that ours has not', () => {
    fc.assert(
      fc.property(words, (input) => {
        for (const { html } of mails(input)) expect([...skeleton(html)].filter((part) => !KNOWN.has(part))).toEqual([]);
      }),
    );
  });

  it('its links are of the web, and its styles are ours', () => {
    fc.assert(
      fc.property(words, (input) => {
        for (const { html } of mails(input)) {
          for (const [, url] of html.matchAll(/href="([^"]*)"/g)) expect(url).toMatch(/^(?:https?:\/\/|mailto:|tel:)/);
          for (const style of styles(html)) expect(STYLES).toContain(style);
        }
      }),
    );
  });

  it('the mailbox shows it as text', async () => {
    const mailbox = createMailbox(() => 0);
    const signal = new AbortController().signal;
    const at = { language: 'es-MX', base: '/demo/mail', home: '/demo/' } as const;
    for (const mail of mails(PLAIN)) await mailbox.send(mail, mail.subject, signal);
    const pages = () => [mailboxPage(mailbox.list(), at), ...mailbox.list().map((entry) => mailPage(entry, at))];
    const known = new Set(pages().flatMap((page) => [...skeleton(page)]));
    await fc.assert(
      fc.asyncProperty(words, async (input) => {
        for (const [index, mail] of mails(input).entries()) await mailbox.send(mail, `${input.line}${index}`, signal);
        const [list, ...shown] = [
          mailboxPage(mailbox.list(), at),
          ...mailbox
            .list()
            .slice(0, 3)
            .map((e) => mailPage(e, at)),
        ];
        for (const page of [list ?? '', ...shown])
          expect([...skeleton(page)].filter((part) => !known.has(part))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('a customer’s name carries nothing that a mail program would make a link of', () => {
    fc.assert(
      fc.property(nasty, fc.domain(), fc.webUrl(), (text, domain, url) => {
        const shown = nameWithoutLinks(`${text} ${domain} ${url}${text}`);
        expect(shown).not.toMatch(/:\/\/|www\.\w|[a-z\d]\.[a-z]{2}|\w@\w|[\r\n]/i);
      }),
    );
  });
});
