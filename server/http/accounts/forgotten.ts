/** A forgotten password: a link by mail, where this server has a carrier of its own. */
import { createRoute, z } from '@hono/zod-openapi';
import { normalEmail } from '../../accounts/account.ts';
import { newResetToken } from '../../accounts/accounts.ts';
import { parseMailAddress } from '../../delivery/mail/address.ts';
import type { Carrier } from '../../delivery/mail/carriers.ts';
import { resetMail } from '../../delivery/mail/reset-mail.ts';
import { type Language, Problem } from '../../problems/problem.ts';
import { createApi, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { emailWire } from './account-wire.ts';
import { assertOwnOrigin } from './own-origin.ts';
import { clientOf } from './person-api.ts';

const SEND_WITHIN_MS = 30_000;

const forgotten = createRoute({
  ...{ tags: ['Accounts'], method: 'post', path: '/auth/forgotten-password' },
  summary: 'Have a link to set another password sent by mail',
  description:
    'Works once, for an hour. The answer is the same for an address that nobody has. Three an hour and address are sent. Without a carrier of this server: 409 `no-account-mail`; there is `autofactura account reset`.',
  request: jsonBody(z.strictObject({ email: emailWire })),
  responses: { 202: { description: 'On its way, if there is such an account.' }, ...REFUSAL },
});

/** `POST /auth/forgotten-password`. */
export function forgottenRoutes(services: Services) {
  const api = createApi();
  api.openapi(forgotten, async (c) => {
    assertOwnOrigin(c, services, 'body');
    const carrier = services.serverCarrier;
    if (!carrier) throw new Problem('no-account-mail');
    const email = normalEmail(c.req.valid('json').email);
    const { address } = clientOf(c, services);
    // After the answer: how long it takes would say whether there is such an account.
    if (await services.limits.mayMailLink(email, address))
      sendLink(services, carrier, email, languageOf(c)).catch(() =>
        services.invoicing.log('account.reset-not-mailed', {}),
      );
    return c.body(null, 202);
  });
  return api;
}

async function sendLink(services: Services, { mailer, sender }: Carrier, email: string, language: Language) {
  const { store, now } = services.invoicing;
  const to = parseMailAddress(email);
  if (to === undefined) return;
  const token = await newResetToken(store.accounts, email, now());
  if (token === undefined) return;
  const url = `${services.publicUrl}/panel/reset-password?token=${token}`;
  const person = await store.accounts.findPerson(email);
  const factor = person && (await store.accounts.findSecondFactor(person.id));
  const mail = resetMail({ to, sender, language, url, hasSecondFactor: factor?.confirmedAt !== undefined });
  const reply = await mailer.send(mail, `reset-${now()}-${email}`, AbortSignal.timeout(SEND_WITHIN_MS));
  if (reply.kind !== 'taken') services.invoicing.log('account.reset-not-mailed', { reason: reply.reason });
}
