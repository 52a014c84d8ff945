/** A person's own name and address. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { normalEmail } from '../../accounts/account.ts';
import { noteOf } from '../../accounts/doing.ts';
import { changeEmailNow, confirmEmail, newEmailToken } from '../../accounts/own-details.ts';
import { confirmEmailMail, emailChangedMail } from '../../delivery/mail/address-mails.ts';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { emailWire, personName, token } from './account-wire.ts';
import { assertOwnOrigin } from './own-origin.ts';
import { createPersonApi, doingOf, guardedPersonRoute } from './person-api.ts';
import { mailLinkIf, sendAccountMail } from './send-account-mail.ts';

const tags = ['Accounts'];

const rename = guardedPersonRoute({
  ...{ tags, method: 'post', path: '/auth/name', summary: 'Change your name' },
  request: jsonBody(z.strictObject({ name: personName })),
  responses: { 204: { description: 'Changed.' }, ...REFUSAL },
});
const move = guardedPersonRoute({
  ...{ tags, method: 'post', path: '/auth/email', summary: 'Change the e-mail that you sign in with' },
  description:
    'A server that sends mail asks the new address to confirm within a day, and then notifies the old one; the answer is the same for an address that is taken. At most three are sent per hour and address. A server that sends no mail changes it at once.',
  request: jsonBody(z.strictObject({ email: emailWire })),
  responses: {
    200: jsonAnswer(z.object({ changed: z.boolean() }), 'Changed, or will be once the new address is confirmed.'),
    ...REFUSAL,
  },
});
const confirm = createRoute({
  ...{ tags, method: 'post', path: '/auth/confirm-email', summary: 'Confirm a new e-mail' },
  request: jsonBody(z.strictObject({ token })),
  responses: { 204: { description: 'Sign in with the new one from now on.' }, ...REFUSAL },
});

/** The routes by which a person changes their name and address. */
export function ownDetailRoutes(services: Services) {
  const { accounts } = services.invoicing.store;
  const api = createPersonApi(services);
  api.openapi(rename, async (c) => {
    await accounts.rename(c.get('open').person.id, c.req.valid('json').name, noteOf('renamed', doingOf(c, services)));
    return c.body(null, 204);
  });
  api.openapi(move, async (c) => {
    const { person } = c.get('open');
    const email = normalEmail(c.req.valid('json').email);
    const doing = doingOf(c, services);
    if (!services.serverCarrier) {
      await changeEmailNow(accounts, person, email, doing);
      return c.json({ changed: true }, 200);
    }
    const isFree = async () => (await accounts.findPerson(email)) === undefined;
    await mailLinkIf(services, c, { email, what: 'confirm-email' }, isFree, async (envelope) => {
      const mailed = await newEmailToken(accounts, person, email, doing.now);
      return mailed === undefined ? undefined : confirmEmailMail(envelope, services.links.panel.confirmEmail(mailed));
    });
    return c.json({ changed: false }, 200);
  });
  return api;
}

/** `POST /auth/confirm-email`, which needs only the link: it may be opened where nobody is signed in. */
export function confirmEmailRoutes(services: Services) {
  const { accounts } = services.invoicing.store;
  const api = createApi();
  const notifyOldAddress = (c: Context, email: string) =>
    void sendAccountMail(services, { email, language: languageOf(c), what: 'email-changed' }, emailChangedMail);
  api.openapi(confirm, async (c) => {
    assertOwnOrigin(c, services, 'body');
    const { personId, before } = await confirmEmail(accounts, c.req.valid('json').token, doingOf(c, services));
    services.invoicing.log('account.email-changed', { person: personId });
    notifyOldAddress(c, before);
    return c.body(null, 204);
  });
  return api;
}
