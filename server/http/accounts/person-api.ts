/** Routes of a person who has signed in, whichever merchant they look at. */
import { createRoute, type RouteConfig } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { OpenSession } from '../../accounts/account-store.ts';
import { type Client, openSession, steppedUpUntil } from '../../accounts/sessions.ts';
import { Problem } from '../../problems/problem.ts';
import { addressOf } from '../api/address.ts';
import { type ApiVariables, createApi } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { assertOwnOrigin } from './own-origin.ts';
import { sessionSecretOf } from './session-cookie.ts';

/** What such a route finds in its context. */
export type PersonVariables = { Variables: ApiVariables['Variables'] & { open: OpenSession } };

/** Describes a route that takes a session and nothing else. */
export function personRoute<P extends string, R extends Omit<RouteConfig, 'path'> & { path: P }>(route: R) {
  return createRoute({ ...route, security: [{ session: [] as string[] }] });
}

/** A router for such routes: a handler finds the session and its person as `c.get('open')`. */
export function createPersonApi(services: Services) {
  const guard = createMiddleware<PersonVariables>(async (c, next) => {
    c.set('open', await sessionOf(services, c));
    await next();
  });
  return createApi<PersonVariables>(undefined, () => guard);
}

/** The session of the cookie. Throws `signed-out`, `foreign-origin`, `too-many-requests`. */
export async function sessionOf(services: Services, c: Context): Promise<OpenSession> {
  const { store, now } = services.invoicing;
  const secret = sessionSecretOf(c, services);
  const open = secret === undefined ? undefined : await openSession(store.accounts, secret, now());
  if (!open) throw new Problem('signed-out');
  assertOwnOrigin(c, services, 'cookie');
  await services.limits.countKeyUse(open.session.id);
  return open;
}

/** Throws `step-up-needed` unless the password was given in the last ten minutes. */
export function assertSteppedUp({ session }: OpenSession, now: number): void {
  if (steppedUpUntil(session, now) === undefined) throw new Problem('step-up-needed');
}

/** Where a request comes from, as its session shows it. */
export function clientOf(c: Context, { trustProxy }: Services): Client {
  return { address: addressOf(c, trustProxy), userAgent: c.req.header('user-agent') ?? '' };
}
