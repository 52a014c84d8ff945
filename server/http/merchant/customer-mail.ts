/** The mail that a portal's customers get with their invoice: shown as it would look, and sent to the merchant as a test. */
import { randomBytes } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import { headerText, type MailAddress, parseMailAddress } from '../../delivery/mail/address.ts';
import { withLogo } from '../../delivery/mail/frame.ts';
import { invoiceMail } from '../../delivery/mail/invoice-mail.ts';
import type { Mail } from '../../delivery/mail/mailer.ts';
import { mailTextsOf, type Portal } from '../../portals/portal.ts';
import { Problem } from '../../problems/problem.ts';
import { addressOf } from '../api/address.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { merchantOf, tenantOf } from '../portal/portal-context.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';
import { ownPortal } from './own-portal.ts';

const params = z.object({ slug: z.string().max(80) });
const draft = {
  language: z.enum(['es-MX', 'en']),
  subject: z.string().trim().max(150, 'text-too-long').optional(),
  message: z.string().trim().max(2_000, 'text-too-long').optional(),
};
const previewWire = z
  .strictObject(draft)
  .openapi('MailDraft', { description: 'Texts that you leave out are the portal’s own; empty ones are the defaults.' });
const shownWire = z.object({ from: z.string(), subject: z.string(), html: z.string(), text: z.string() });
const trialWire = z.strictObject({ ...draft, to: z.string().max(254) }).openapi('MailTrial');
const sentWire = z.object({
  status: z.enum(['sent', 'no-carrier', 'refused', 'unavailable']),
  reason: z.string().optional().openapi({ description: 'What the carrier said.' }),
});

const about = { tags: ['Settings'] };
const preview = merchantRoute('settings:read', {
  ...{ ...about, method: 'post', path: '/portals/{slug}/mail/preview', summary: 'Preview the customer’s mail' },
  request: { params, ...jsonBody(previewWire) },
  responses: { 200: jsonAnswer(shownWire, 'As it would arrive, about an invoice that does not exist.'), ...REFUSAL },
});
const trial = merchantRoute('settings:write', {
  ...{ ...about, method: 'post', path: '/portals/{slug}/mail/test', summary: 'Send a test of the customer’s mail' },
  description:
    'At most 20 a day, and 10 to one address. Its subject says that it is a test, and it has no invoice attached.',
  request: { params, ...jsonBody(trialWire) },
  responses: { 200: jsonAnswer(sentWire, 'What happened to it.'), ...REFUSAL },
});

const SEND_MS = 15_000;
const TRIAL = { 'es-MX': '[Prueba]', en: '[Test]' } as const;

type Draft = z.output<typeof previewWire>;

/** The routes that preview the mail of a portal’s customers and send a test of it. */
export function customerMailRoutes(services: Services) {
  const api = createMerchantApi(services);
  api.openapi(preview, async (c) => {
    const portal = await ownPortal(services, c.req.valid('param').slug, c.get('principal').tenant);
    const sender = (await services.carriers(tenantOf(portal)))?.sender ?? NOBODY;
    const mail = await example(services, portal, c.req.valid('json'), { to: NOBODY, sender });
    const { subject, html, text, from } = mail;
    return c.json({ from: from.name, subject, html: withLogo(html, portal.settings.theme), text }, 200);
  });
  api.openapi(trial, async (c) => {
    const { to: written, ...asked } = c.req.valid('json');
    const portal = await ownPortal(services, c.req.valid('param').slug, c.get('principal').tenant);
    const to = parseMailAddress(written);
    if (!to) throw new Problem('malformed-request', { faults: [{ code: 'email-malformed', pointer: '/to' }] });
    const carrier = await services.carriers(tenantOf(portal));
    if (!carrier) return c.json({ status: 'no-carrier' as const }, 200);
    await services.limits.countMailTrial({
      ...{ tenant: tenantOf(portal), by: c.get('principal').id, address: addressOf(c, services.trustProxy), to },
    });
    const mail = await example(services, portal, asked, { to, sender: carrier.sender });
    const key = `trial_${randomBytes(12).toString('hex')}`;
    // Its words are whatever somebody typed, and it goes to whomever they chose: it must not pass for a mail about an invoice.
    const marked = { ...mail, subject: headerText(`${TRIAL[asked.language]} ${mail.subject}`) };
    const reply = await carrier.mailer.send(marked, key, AbortSignal.timeout(SEND_MS));
    if (reply.kind === 'taken') return c.json({ status: 'sent' as const }, 200);
    const status = reply.kind === 'refused' ? ('refused' as const) : ('unavailable' as const);
    return c.json({ status, reason: reply.reason }, 200);
  });
  return api;
}

/** In the reserved domain, so it belongs to nobody; it is only shown. */
const NOBODY = parseMailAddress('cliente@example.com') as MailAddress;

/** About an invoice that does not exist, and therefore without files; the test world's banner says that it does not count. */
async function example(
  services: Services,
  portal: Portal,
  { language, subject, message }: Draft,
  ends: { readonly to: MailAddress; readonly sender: MailAddress },
): Promise<Mail> {
  const { settings } = portal;
  const own = mailTextsOf(settings, language);
  const page = services.links.page(portal);
  const mail = invoiceMail({
    ...{ ...ends, merchant: await merchantOf(services, portal), portal: settings, noun: settings.noun },
    ...{ world: 'test', language, texts: { subject: subject ?? own?.subject, message: message ?? own?.message } },
    invoice: {
      ...{ serieFolio: `${settings.serie}-1042`, uuid: '6F1D7B52-4C0A-4E5E-9F7C-1B7F6C0D9A11', purchases: ['1042'] },
      ...{ total: '$348.00 MXN', nombre: 'ANA LOPEZ PEREZ', links: { pdf: page, xml: page } },
    },
    xml: new Uint8Array(),
  });
  return { ...mail, attachments: mail.attachments.filter(({ contentId }) => contentId !== undefined) };
}
