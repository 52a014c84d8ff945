/** How a session starts: the first owner's setup, an invitation, signing in, or a password reset. */
import { createRoute, z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { normalEmail } from '../../accounts/account.ts';
import { acceptInvitation, findInvitation, resetPassword, setUp } from '../../accounts/accounts.ts';
import { type Doing, noteOf } from '../../accounts/doing.ts';
import { assertStillInvited } from '../../accounts/members.ts';
import { type Begun, signIn } from '../../accounts/sessions.ts';
import { wasNotTried } from '../../limits/sign-in-limits.ts';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import {
  assertComplete,
  code,
  newPassword,
  password,
  personName,
  sessionView,
  token,
  viewSession,
} from './account-wire.ts';
import { assertOwnOrigin } from './own-origin.ts';
import { clientOf, doingOf } from './person-api.ts';
import { handSession, sessionSecretOf } from './session-cookie.ts';

const tags = ['Accounts'];
const began = jsonAnswer(sessionView, 'Signed in; the session is in the cookie.');

const setup = createRoute({
  ...{ tags, method: 'post', path: '/setup', summary: 'Create the first owner' },
  description:
    'Takes the token of the link that `serve` prints on an empty database, or that `autofactura setup-link` prints.',
  // The form of the name and address is checked together with the password, so that all faults are reported at once.
  request: jsonBody(
    z.strictObject({
      token,
      name: z.string().trim().max(120, 'text-too-long'),
      email: z.string().max(254, 'text-too-long'),
      password: newPassword,
    }),
  ),
  responses: { 201: began, ...REFUSAL },
});
const enter = createRoute({
  ...{ tags, method: 'post', path: '/auth/sign-in', summary: 'Sign in' },
  description:
    'A wrong password and an unknown address get the same answer. 401 `code-needed`: the password is right, and the code of the second step is missing.',
  request: jsonBody(z.strictObject({ email: z.string().max(254), password, code })),
  responses: { 200: began, ...REFUSAL },
});
const accept = createRoute({
  ...{ tags, method: 'post', path: '/auth/accept-invitation', summary: 'Accept an invitation' },
  description: 'Creates an account, or checks the password of the existing account of the invited address.',
  request: jsonBody(z.strictObject({ token, name: personName, password: newPassword, code })),
  responses: { 201: began, ...REFUSAL },
});
const reset = createRoute({
  ...{ tags, method: 'post', path: '/auth/reset-password', summary: 'Reset a password' },
  description:
    'Takes the token of a password reset link, by mail or from `autofactura account reset`. Ends every session and revokes the person’s other links. Leaves the second step as it is, unless this is the first link that proves the address of somebody who was invited: then it is removed, with all passkeys.',
  request: jsonBody(z.strictObject({ token, password: newPassword })),
  responses: { 204: { description: 'The password was changed. Sign in with the new one.' }, ...REFUSAL },
});

/** The routes by which a person without a session gets one. */
export function beginningRoutes(services: Services) {
  const { store, now, log } = services.invoicing;
  const { accounts } = store;
  const api = createApi();
  const begun = async (c: Context, { person, stored, secret }: Begun) => {
    handSession(c, services, { secret });
    return viewSession(services, { person, session: stored.session });
  };

  api.openapi(setup, async (c) => {
    assertOwnOrigin(c, services, 'body');
    const first = await setUp(accounts, c.req.valid('json'), clientOf(c, services), now());
    log('account.set-up', { person: first.person.id });
    return c.json(await begun(c, first), 201);
  });
  api.openapi(enter, async (c) => {
    assertOwnOrigin(c, services, 'body');
    const given = c.req.valid('json');
    const doing = doingOf(c, services);
    const signedIn = await services.limits
      .tryPassword(normalEmail(given.email), doing.client.address, () =>
        signIn(services.codes, given, doing, sessionSecretOf(c, services)),
      )
      .catch((refused) => {
        // Not awaited: only an address with an account has something to write, and the time would tell.
        if (!wasNotTried(refused))
          noteFailure(services, given.email, doing).catch(() => log('account.failure-not-noted', {}));
        throw refused;
      })
      .then(assertComplete);
    log('account.signed-in', { person: signedIn.person.id });
    return c.json(await begun(c, signedIn), 200);
  });
  api.openapi(accept, async (c) => {
    assertOwnOrigin(c, services, 'body');
    const given = c.req.valid('json');
    const doing = doingOf(c, services);
    const invitation = await findInvitation(accounts, given.token, now());
    await assertStillInvited(services.invoicing, invitation);
    const accepted = await services.limits
      .tryPassword(invitation.email, doing.client.address, () =>
        acceptInvitation(services.codes, invitation, given, doing),
      )
      .then(assertComplete);
    log('account.invitation-accepted', { person: accepted.person.id, merchant: invitation.merchantId });
    return c.json(await begun(c, accepted), 201);
  });
  api.openapi(reset, async (c) => {
    assertOwnOrigin(c, services, 'body');
    const given = c.req.valid('json');
    const person = await resetPassword(accounts, given.token, given.password, doingOf(c, services));
    log('account.password-reset', { person });
    return c.body(null, 204);
  });
  return api;
}

/** Writes a failed sign-in to the audit log of the account's merchants, up to a limit, so that nobody can fill the log by guessing. */
async function noteFailure({ invoicing, limits }: Services, email: string, doing: Doing): Promise<void> {
  const { accounts, audit } = invoicing.store;
  const person = await accounts.findPerson(normalEmail(email));
  if (person && (await limits.mayNoteFailure(person.id)))
    await audit.notePerson(person.id, noteOf('sign-in', doing, 401));
}
