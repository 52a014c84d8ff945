/** A person's own sessions and password. */
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { changePassword } from '../../accounts/accounts.ts';
import { noteOf } from '../../accounts/doing.ts';
import { stepUp } from '../../accounts/sessions.ts';
import { Problem } from '../../problems/problem.ts';
import { jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { assertComplete, code, newPassword, password, sessionView, viewSession } from './account-wire.ts';
import { clientOf, createPersonApi, doingOf, type PersonVariables, personRoute } from './person-api.ts';
import { handProof, handSession, proofOf, takeSession } from './session-cookie.ts';

const tags = ['Accounts'];
const time = z.string().openapi({ format: 'date-time' });

const current = personRoute({
  ...{ tags, method: 'get', path: '/session', summary: 'Get the signed-in person and their merchants' },
  responses: { 200: jsonAnswer(sessionView, 'The session.'), ...REFUSAL },
});
const signOut = personRoute({
  ...{ tags, method: 'post', path: '/auth/sign-out', summary: 'Sign out' },
  responses: { 204: { description: 'The session was ended.' }, ...REFUSAL },
});
const again = personRoute({
  ...{ tags, method: 'post', path: '/auth/step-up', summary: 'Confirm your password (step up)' },
  description:
    'For ten minutes this unlocks keys, certificates, credentials, members and going live, which signing in alone does not. The proof is a separate cookie, and the session gets a new cookie.',
  request: jsonBody(z.strictObject({ password, code })),
  responses: { 200: jsonAnswer(z.object({ steppedUpUntil: time }), 'Both cookies are set.'), ...REFUSAL },
});
const change = personRoute({
  ...{ tags, method: 'post', path: '/auth/password', summary: 'Change your password' },
  description: 'Ends all your other sessions.',
  request: jsonBody(z.strictObject({ current: password, password: newPassword })),
  responses: { 200: jsonAnswer(sessionView, 'The password was changed, and a new session cookie is set.'), ...REFUSAL },
});
const list = personRoute({
  ...{ tags, method: 'get', path: '/sessions', summary: 'List your sessions, newest first' },
  responses: {
    200: jsonAnswer(
      z.object({
        sessions: z.array(
          z.object({
            ...{ id: z.string(), createdAt: time, expiresAt: time, isCurrent: z.boolean(), userAgent: z.string() },
            lastSeenAt: time.openapi({ description: 'Accurate to the minute.' }),
            address: z.string().openapi({ description: 'The network from which the session was started.' }),
          }),
        ),
      }),
      'The sessions.',
    ),
    ...REFUSAL,
  },
});
const end = personRoute({
  ...{ tags, method: 'delete', path: '/sessions/{id}', summary: 'End one of your sessions' },
  request: { params: z.object({ id: z.string().max(80) }) },
  responses: { 204: { description: 'The session was ended.' }, ...REFUSAL },
});

/** The routes of a signed-in person. */
export function sessionRoutes(services: Services) {
  const { store, now, log } = services.invoicing;
  const { accounts } = store;
  const api = createPersonApi(services);
  /** Verifies the password of the signed-in person, within the limits of signing in. */
  const tried = <T>(c: Context<PersonVariables>, attempt: () => Promise<T>): Promise<T> =>
    services.limits.tryPassword(c.get('open').person.email, clientOf(c, services).address, attempt);

  api.openapi(current, async (c) => c.json(await viewSession(services, c.get('open'), proofOf(c, services)), 200));
  api.openapi(signOut, async (c) => {
    const { session } = c.get('open');
    await accounts.endSession(session.personId, session.id, noteOf('sign-out', doingOf(c, services)));
    takeSession(c, services);
    return c.body(null, 204);
  });
  api.openapi(again, async (c) => {
    const open = c.get('open');
    const given = c.req.valid('json');
    const steppedUp = await tried(c, () => stepUp(services.codes, open, given, doingOf(c, services))).then(
      assertComplete,
    );
    handProof(c, services, steppedUp);
    return c.json({ steppedUpUntil: new Date(steppedUp.until).toISOString() }, 200);
  });
  api.openapi(change, async (c) => {
    const { person } = c.get('open');
    const begun = await tried(c, () => changePassword(accounts, person, c.req.valid('json'), doingOf(c, services)));
    log('account.password-changed', { person: person.id });
    handSession(c, services, begun);
    return c.json(await viewSession(services, { person, session: begun.stored.session }), 200);
  });
  api.openapi(list, async (c) => {
    const { session, person } = c.get('open');
    const sessions = await accounts.listSessions(person.id, now());
    const iso = (at: number): string => new Date(at).toISOString();
    const views = sessions.map(({ id, createdAt, expiresAt, lastSeenAt, address, userAgent }) => ({
      ...{ id, createdAt: iso(createdAt), expiresAt: iso(expiresAt), lastSeenAt: iso(lastSeenAt) },
      ...{ address, userAgent, isCurrent: id === session.id },
    }));
    return c.json({ sessions: views }, 200);
  });
  api.openapi(end, async (c) => {
    const { session } = c.get('open');
    const { id } = c.req.valid('param');
    const note = { ...noteOf('session-ended', doingOf(c, services)), target: id };
    if ((await accounts.endSession(session.personId, id, note)) === 'unknown') throw new Problem('unknown-resource');
    if (id === session.id) takeSession(c, services);
    return c.body(null, 204);
  });
  return api;
}
