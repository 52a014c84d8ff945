import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { describe, expect, it } from 'vitest';
import { invoiceMail } from '../../../server/delivery/mail/invoice-mail.ts';
import { createMailbox, type Mailbox } from '../../../server/delivery/mail/mailbox.ts';
import { mailboxPage, mailPage } from '../../../server/delivery/mail/mailbox-page.ts';
import { CAFE_INVOICE } from './mails.ts';

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

const at = Date.UTC(2026, 10, 20, 18);
const signal = new AbortController().signal;
const PAGE = { language: 'es-MX', base: '/demo/mail', home: '/demo/' } as const;

async function filled(count: number): Promise<Mailbox> {
  const mailbox = createMailbox(() => at);
  for (let index = 1; index <= count; index += 1) {
    const invoice = { ...CAFE_INVOICE.invoice, serieFolio: `A-${index}` };
    await mailbox.send(invoiceMail({ ...CAFE_INVOICE, invoice }), `msg_${index}`, signal);
  }
  return mailbox;
}

function elements(node: Node, name: string): readonly Element[] {
  const inside = 'childNodes' in node ? node.childNodes.flatMap((child) => elements(child, name)) : [];
  return 'tagName' in node && node.tagName === name ? [node, ...inside] : inside;
}

const attribute = (element: Element | undefined, name: string): string | undefined =>
  element?.attrs.find((attribute) => attribute.name === name)?.value;

describe('the mailbox of the demo', () => {
  it('keeps one mail per key, the newest first, and the last 200', async () => {
    const mailbox = await filled(205);
    expect(mailbox.list()).toHaveLength(200);
    expect(mailbox.list()[0]?.mail.subject).toContain('A-205');
    expect(mailbox.list().at(-1)?.mail.subject).toContain('A-6');
    const again = await mailbox.send(invoiceMail(CAFE_INVOICE), 'msg_205', signal);
    expect(again).toEqual({ kind: 'taken', receipt: mailbox.list()[0]?.id });
    expect(mailbox.list()).toHaveLength(200);
    expect(mailbox.find(mailbox.list()[3]?.id ?? '')?.mail.subject).toContain('A-202');
    expect(mailbox.find('nothing')).toBeUndefined();
    expect(await mailbox.testConnection(signal)).toEqual({ kind: 'works' });
  });

  it('lists what arrived, after the way back to the demo', async () => {
    const mailbox = await filled(2);
    const links = elements(parse(mailboxPage(mailbox.list(), PAGE)), 'a').map((link) => attribute(link, 'href'));
    expect(links).toEqual(['/demo/', ...mailbox.list().map(({ id }) => `/demo/mail/${id}`)]);
    expect(mailboxPage([], PAGE)).toContain('Aún no hay correos.');
  });

  it('shows a mail with its images, its text, its headers and its files', async () => {
    const [entry] = (await filled(1)).list();
    if (!entry) throw new Error('no mail');
    const page = mailPage(entry, PAGE);
    const tree = parse(page);
    const [frame] = elements(tree, 'iframe');
    expect(attribute(frame, 'sandbox')).toBe('allow-popups allow-popups-to-escape-sandbox');
    const { html, text } = entry.mail;
    const shown = attribute(frame, 'srcdoc') ?? '';
    expect(shown).toContain('src="data:image/png;base64,');
    expect(shown.replace(/data:[^"]+/, 'cid:logo@autofactura')).toBe(html);
    expect(page).toContain(text.split('\n')[0]);
    expect(page).toContain('Auto-Submitted: auto-generated');
    const files = elements(tree, 'a').filter((link) => attribute(link, 'download'));
    expect(files.map((link) => attribute(link, 'href'))).toEqual(
      [0, 1].map((i) => `/demo/mail/${entry.id}/attachments/${i}`),
    );
    expect(elements(tree, 'script')).toEqual([]);
  });
});
