/** Accounts for anybody, on a server with open sign-up. */
import { createRoute, z } from '@hono/zod-openapi';
import { normalEmail } from '../../accounts/account.ts';
import { assertSignUpOpen, isSignUpOpen, newSignUpToken, signUp } from '../../accounts/sign-up.ts';
import { signUpMail } from '../../delivery/mail/address-mails.ts';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { emailWire, newPassword, personName, sessionView, token, viewSession } from './account-wire.ts';
import { assertOwnOrigin } from './own-origin.ts';
import { clientOf } from './person-api.ts';
import { mailLink } from './send-account-mail.ts';
import { handSession } from './session-cookie.ts';

const tags = ['Accounts'];

const ways = createRoute({
  ...{ tags, method: 'get', path: '/auth/sign-up', summary: 'Get whether signing up is open' },
  responses: { 200: jsonAnswer(z.object({ open: z.boolean() }), 'Whether signing up is open.'), ...REFUSAL },
});
const ask = createRoute({
  ...{ tags, method: 'post', path: '/auth/sign-up', summary: 'Mail a link to create an account' },
  description:
    'The link works once, within a day. The answer is the same for an address that has an account; its mail says so. At most three are sent per hour and address, and twenty per hour and network. 403 `sign-up-closed` unless AUTOFACTURA_SIGNUP=open, the server sends mail, and it has its first owner.',
  request: jsonBody(z.strictObject({ email: emailWire })),
  responses: { 202: { description: 'The mail is on its way.' }, ...REFUSAL },
});
const make = createRoute({
  ...{ tags, method: 'post', path: '/auth/accounts', summary: 'Create an account' },
  description: 'Takes the token of a link from a mail. The account has no merchant, but it can create one.',
  request: jsonBody(z.strictObject({ token, name: personName, password: newPassword })),
  responses: { 201: jsonAnswer(sessionView, 'Signed in; the session is in the cookie.'), ...REFUSAL },
});

/** The routes by which a stranger gets an account of their own. */
export function signUpRoutes(services: Services) {
  const { store, now, log } = services.invoicing;
  const { accounts } = store;
  const api = createApi();
  const deps = { store, signup: services.signup, sendsMail: services.serverCarrier !== undefined };

  api.openapi(ways, async (c) => c.json({ open: await isSignUpOpen(deps) }, 200));
  api.openapi(ask, async (c) => {
    assertOwnOrigin(c, services, 'body');
    await assertSignUpOpen(deps);
    const email = normalEmail(c.req.valid('json').email);
    await mailLink(services, c, { email, what: 'sign-up' }, async (envelope) => {
      const mailed = await newSignUpToken(accounts, email, now());
      const { panel } = services.links;
      const url = mailed === undefined ? panel.home() : panel.signUp(mailed);
      return signUpMail(envelope, url, mailed !== undefined);
    });
    return c.body(null, 202);
  });
  api.openapi(make, async (c) => {
    assertOwnOrigin(c, services, 'body');
    await assertSignUpOpen(deps);
    const { person, stored, secret } = await signUp(accounts, c.req.valid('json'), clientOf(c, services), now());
    log('account.signed-up', { person: person.id });
    handSession(c, services, { secret });
    return c.json(await viewSession(services, { person, session: stored.session }), 201);
  });
  return api;
}
