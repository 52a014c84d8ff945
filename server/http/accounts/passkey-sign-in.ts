/** Signing in with a passkey: the browser offers those that it has, so no address has to be typed. */
import { createRoute, z } from '@hono/zod-openapi';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { askForPasskey, checkPasskey, passkeyPlace } from '../../accounts/passkeys.ts';
import { hashSecretToken, newSecretToken } from '../../accounts/secret-token.ts';
import { startSession } from '../../accounts/sessions.ts';
import { Problem } from '../../problems/problem.ts';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { sessionView, viewSession } from './account-wire.ts';
import { assertOwnOrigin } from './own-origin.ts';
import { assertionWire, optionsView, optionsWire } from './passkey-wire.ts';
import { clientOf, doingOf } from './person-api.ts';
import { browserSecretOf, handBrowserSecret, handSession, sessionSecretOf } from './session-cookie.ts';

const tags = ['Accounts'];

const begin = createRoute({
  ...{ tags, method: 'post', path: '/auth/passkey-sign-in/options', summary: 'Begin signing in with a passkey' },
  description: 'The challenge is bound to this browser by a cookie.',
  responses: { 200: jsonAnswer(optionsWire, 'The options for the browser: valid once, for five minutes.'), ...REFUSAL },
});
const enter = createRoute({
  ...{ tags, method: 'post', path: '/auth/passkey-sign-in', summary: 'Sign in with a passkey' },
  description: 'The device has verified its user, so no code is asked for.',
  request: jsonBody(z.strictObject({ response: assertionWire })),
  responses: { 200: jsonAnswer(sessionView, 'Signed in; the session is in the cookie.'), ...REFUSAL },
});

/** The routes by which a browser without a session gets one with a passkey. */
export function passkeySignInRoutes(services: Services) {
  const { store, now, log } = services.invoicing;
  const { accounts } = store;
  const desk = () => ({ store: accounts, place: passkeyPlace(services.publicUrl) });
  const api = createApi();
  api.openapi(begin, async (c) => {
    assertOwnOrigin(c, services, 'body');
    await services.limits.countChallenge(clientOf(c, services).address);
    const secret = newSecretToken();
    const asking = { purpose: 'sign-in', boundTo: hashSecretToken(secret), now: now() } as const;
    const options = await askForPasskey(desk(), asking);
    handBrowserSecret(c, services, secret);
    return c.json(optionsView(options), 200);
  });
  api.openapi(enter, async (c) => {
    assertOwnOrigin(c, services, 'body');
    const secret = browserSecretOf(c, services);
    if (secret === undefined) throw new Problem('passkey-refused');
    const doing = doingOf(c, services);
    const asking = { purpose: 'sign-in', boundTo: hashSecretToken(secret), now: doing.now } as const;
    const { response } = c.req.valid('json');
    const proven = await checkPasskey(desk(), response as AuthenticationResponseJSON, asking);
    const {
      person,
      stored,
      secret: cookie,
    } = await startSession(accounts, proven, doing, sessionSecretOf(c, services));
    log('account.signed-in', { person: person.id });
    handSession(c, services, { secret: cookie });
    return c.json(await viewSession(services, { person, session: stored.session }), 200);
  });
  return api;
}
