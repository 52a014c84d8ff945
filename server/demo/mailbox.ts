/** The demo's mailbox: every mail as it would arrive. */
import { Hono } from 'hono';
import type { Mailbox, MailboxEntry } from '../delivery/mail/mailbox.ts';
import { MAILBOX_POLICY, mailboxPage, mailPage } from '../delivery/mail/mailbox-page.ts';
import type { ApiVariables } from '../http/api/api.ts';
import { languageOf } from '../http/api/problems.ts';

const BASE = '/demo/mailbox';

/** Pages that list the mails and show each with its attachments. Mails come from the outside, so a strict content policy covers them. */
export function mailboxRoutes(mailbox: Mailbox) {
  const pages = new Hono<ApiVariables>();
  pages.use(`${BASE}/*`, async (c, next) => {
    await next();
    c.header('content-security-policy', MAILBOX_POLICY);
    c.header('x-content-type-options', 'nosniff');
  });
  pages.get(BASE, (c) => c.html(mailboxPage(mailbox.list(), { language: languageOf(c), base: BASE, home: '/demo/' })));
  pages.get(`${BASE}/:id`, (c) => {
    const entry = mailbox.find(c.req.param('id'));
    return entry ? c.html(mailPage(entry, { language: languageOf(c), base: BASE })) : c.notFound();
  });
  pages.get(`${BASE}/:id/attachments/:index`, (c) => {
    const file = fileOf(mailbox.find(c.req.param('id')), c.req.param('index'));
    if (!file) return c.notFound();
    const headers = {
      'content-type': file.contentType,
      'content-disposition': `attachment; filename="${file.filename.replace(/[^\w.-]/g, '_')}"`,
    };
    return c.body(Uint8Array.from(file.content), 200, headers);
  });
  return pages;
}

function fileOf(entry: MailboxEntry | undefined, index: string) {
  return /^\d{1,2}$/.test(index) ? entry?.mail.attachments[Number(index)] : undefined;
}
