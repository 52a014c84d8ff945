/** Routes for a signed-in person, whichever merchant they are looking at. */
import { createRoute, type RouteConfig } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import type { OpenSession } from '../../accounts/account-store.ts';
import type { Doing, SessionClient } from '../../accounts/doing.ts';
import { openSession, steppedUpUntil } from '../../accounts/sessions.ts';
import { Problem } from '../../problems/problem.ts';
import { addressOf } from '../api/address.ts';
import { type ApiVariables, createApi } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { assertOwnOrigin } from './own-origin.ts';
import { proofOf, sessionSecretOf } from './session-cookie.ts';

/** The context of such a route. */
export type PersonVariables = { Variables: ApiVariables['Variables'] & { open: OpenSession } };

type Route<P extends string> = Omit<RouteConfig, 'path'> & { path: P };

/** Describes a route that needs only a session. */
export function personRoute<P extends string, R extends Route<P>>(route: R) {
  return createRoute({ ...route, security: [{ session: [] as string[] }] });
}

/** Describes a route that changes how the person signs in, which also needs a step-up. */
export function guardedPersonRoute<P extends string, R extends Route<P>>(route: R) {
  return personRoute({ ...route, 'x-step-up': true });
}

/** Creates a router for such routes. A handler reads the session and its person from `c.get('open')`. */
export function createPersonApi(services: Services) {
  const guard = (isGuarded: boolean) =>
    createMiddleware<PersonVariables>(async (c, next) => {
      const open = await sessionOf(services, c);
      if (isGuarded) assertSteppedUp(services, c, open);
      c.set('open', open);
      await next();
    });
  return createApi<PersonVariables>(undefined, (route) => guard(route['x-step-up'] === true));
}

/** Reads the session of the cookie. Throws `signed-out`, `foreign-origin` or `too-many-requests`. */
export async function sessionOf(services: Services, c: Context): Promise<OpenSession> {
  const { store, now } = services.invoicing;
  const secret = sessionSecretOf(c, services);
  const open = secret === undefined ? undefined : await openSession(store.accounts, secret, now());
  if (!open) throw new Problem('signed-out');
  assertOwnOrigin(c, services, 'cookie');
  await services.limits.countKeyUse(open.session.id);
  return open;
}

/** Throws `step-up-needed` unless the request carries the proof of a step-up in the last ten minutes. */
export function assertSteppedUp(services: Services, c: Context, { session }: OpenSession): void {
  if (steppedUpUntil(session, proofOf(c, services), services.invoicing.now()) === undefined)
    throw new Problem('step-up-needed');
}

/** Where and when a request's action on an account comes from, for the audit log. */
export function doingOf(c: Context, services: Services): Doing {
  return { client: clientOf(c, services), now: services.invoicing.now(), seal: services.seal };
}

/** The network and browser that a request comes from, as its session shows them. */
export function clientOf(c: Context, { trustProxy }: Services): SessionClient {
  return { address: addressOf(c, trustProxy), userAgent: c.req.header('user-agent') ?? '' };
}
