/** Sends this server's own mail about accounts. */
import { randomUUID } from 'node:crypto';
import type { Context } from 'hono';

import type { AccountEnvelope } from '../../delivery/mail/account-mail.ts';
import { parseMailAddress } from '../../delivery/mail/address.ts';
import type { Mail } from '../../delivery/mail/mailer.ts';
import type { Language } from '../../problems/problem.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { clientOf } from './person-api.ts';

const SEND_WITHIN_MS = 30_000;

/** Mails a link as `sendAccountMail` does. Returns whether it does: only if this server sends mail, and not too many were requested. */
export async function mailLink(
  services: Services,
  c: Context,
  { email, what }: { readonly email: string; readonly what: string },
  build: (envelope: AccountEnvelope) => Promise<Mail | undefined> | Mail,
): Promise<boolean> {
  if (!services.serverCarrier) return false;
  if (!(await services.limits.mayMailLink(email, clientOf(c, services).address))) return false;
  sendAccountMail(services, { email, language: languageOf(c), what }, build);
  return true;
}

/**
 * Sends a mail without making the caller wait, because the time it takes would reveal whether there is an account. `build` may find that
 * there is nothing to send. A failure is logged without the address.
 */
export function sendAccountMail(
  services: Services,
  { email, language, what }: { readonly email: string; readonly language: Language; readonly what: string },
  build: (envelope: AccountEnvelope) => Promise<Mail | undefined> | Mail,
): void {
  const { log } = services.invoicing;
  const send = async (): Promise<string | undefined> => {
    const to = parseMailAddress(email);
    const carrier = services.serverCarrier;
    if (to === undefined || !carrier) return 'no address or no carrier';
    const mail = await build({ to, sender: carrier.sender, language });
    if (mail === undefined) return undefined;
    const reply = await carrier.mailer.send(mail, `${what}-${randomUUID()}`, AbortSignal.timeout(SEND_WITHIN_MS));
    return reply.kind === 'taken' ? undefined : reply.reason;
  };
  send()
    .catch(() => 'failed')
    .then((reason) => reason !== undefined && log('account.not-mailed', { what, reason }));
}
