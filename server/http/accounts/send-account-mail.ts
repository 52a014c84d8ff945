/** Sends this server's own mail about accounts. */
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';

import type { AccountEnvelope } from '../../delivery/mail/account-mail.ts';
import { parseMailAddress } from '../../delivery/mail/address.ts';
import type { Mail } from '../../delivery/mail/mailer.ts';
import type { MailedLink } from '../../limits/sign-in-limits.ts';
import type { Language } from '../../problems/problem.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { clientOf } from './person-api.ts';

/** Whoever invites somebody waits for it. */
const SEND_WITHIN_MS = 15_000;

/** To whom a link is mailed, and what it is for. */
type LinkMail = { readonly email: string; readonly what: MailedLink };

/** Mails a link as `sendAccountMail` does. Returns whether it does: only if this server sends mail, and not too many were requested. */
export async function mailLink(
  services: Services,
  c: Context,
  { email, what }: LinkMail,
  build: (envelope: AccountEnvelope) => Promise<Mail | undefined> | Mail,
): Promise<boolean> {
  if (!(await mayMailLink(services, c, { email, what }))) return false;
  void sendAccountMail(services, { email, language: languageOf(c), what }, build);
  return true;
}

/** Whether this server sends mail, and not too many links were requested from there or for that address. */
export async function mayMailLink(services: Services, c: Context, { email, what }: LinkMail): Promise<boolean> {
  const { limits, serverCarrier } = services;
  if (!serverCarrier || !(await limits.mayAskForLink(what, clientOf(c, services).address))) return false;
  return limits.mayMailLink(what, email);
}

/**
 * Like `mailLink`, where only some addresses get a mail. Whether this one does, and whether it had too many, is found out after the answer, so that
 * its time reveals nothing; an address that gets none spends none either.
 */
export async function mailLinkIf(
  services: Services,
  c: Context,
  { email, what }: LinkMail,
  isDue: () => Promise<boolean>,
  build: (envelope: AccountEnvelope) => Promise<Mail | undefined>,
): Promise<void> {
  const { limits, serverCarrier } = services;
  if (!serverCarrier || !(await limits.mayAskForLink(what, clientOf(c, services).address))) return;
  void sendAccountMail(services, { email, language: languageOf(c), what }, async (envelope) =>
    (await isDue()) && (await limits.mayMailLink(what, email)) ? build(envelope) : undefined,
  );
}

/**
 * Sends a mail, and answers whether it left. Nobody waits for that where the time it takes would reveal whether there is an account. `build` may find
 * that there is nothing to send. A failure is logged without the address.
 */
export function sendAccountMail(
  services: Services,
  { email, language, what }: { readonly email: string; readonly language: Language; readonly what: string },
  build: (envelope: AccountEnvelope) => Promise<Mail | undefined> | Mail,
): Promise<boolean> {
  const { log } = services.invoicing;
  const send = async (): Promise<string | undefined> => {
    // SQLite answers without a pause: what is looked up here would be before the answer.
    await new Promise((resolve) => setImmediate(resolve));
    const to = parseMailAddress(email);
    const carrier = services.serverCarrier;
    if (to === undefined || !carrier) return 'no address or no carrier';
    const mail = await build({ to, sender: carrier.sender, language });
    if (mail === undefined) return undefined;
    const reply = await carrier.mailer.send(mail, `${what}-${randomUUID()}`, AbortSignal.timeout(SEND_WITHIN_MS));
    return reply.kind === 'taken' ? undefined : reply.reason;
  };
  return send()
    .catch(() => 'failed')
    .then((reason) => {
      if (reason !== undefined) log('account.not-mailed', { what, reason });
      return reason === undefined;
    });
}
