/** A forgotten password: mails a reset link, if this server has a carrier of its own. */
import { createRoute, z } from '@hono/zod-openapi';
import { normalEmail } from '../../accounts/account.ts';
import { forgottenPassword } from '../../accounts/forgotten.ts';
import { resetMail } from '../../delivery/mail/reset-mail.ts';
import { Problem } from '../../problems/problem.ts';
import { createApi, jsonBody, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { emailWire } from './account-wire.ts';
import { assertOwnOrigin } from './own-origin.ts';
import { mailLinkIf } from './send-account-mail.ts';

const forgotten = createRoute({
  ...{ tags: ['Accounts'], method: 'post', path: '/auth/forgotten-password' },
  summary: 'Mail a link to reset a password',
  description:
    'The link works once, within an hour. The answer is the same for an address without an account. At most three are sent per hour and address. A server that sends no mail answers 409 `no-account-mail`; use `autofactura account reset` there.',
  request: jsonBody(z.strictObject({ email: emailWire })),
  responses: { 202: { description: 'The mail is on its way, if there is such an account.' }, ...REFUSAL },
});

/** `POST /auth/forgotten-password`. */
export function forgottenRoutes(services: Services) {
  const { now, store } = services.invoicing;
  const { accounts } = store;
  const api = createApi();
  api.openapi(forgotten, async (c) => {
    assertOwnOrigin(c, services, 'body');
    if (!services.serverCarrier) throw new Problem('no-account-mail');
    const email = normalEmail(c.req.valid('json').email);
    const isKnown = async () => (await accounts.findPerson(email)) !== undefined;
    await mailLinkIf(services, c, { email, what: 'reset' }, isKnown, async (envelope) => {
      const reset = await forgottenPassword(accounts, email, now());
      if (!reset) return undefined;
      const { token, hasSecondFactor } = reset;
      return resetMail({ ...envelope, url: services.links.panel.resetPassword(token), hasSecondFactor });
    });
    return c.body(null, 202);
  });
  return api;
}
