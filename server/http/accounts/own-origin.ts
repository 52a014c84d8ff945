/** Checks which page made a request: a change by cookie must come from one of our own pages. */
import type { Context } from 'hono';
import { Problem } from '../../problems/problem.ts';
import type { Services } from '../api/services.ts';

const LOOPBACK = /^(http:\/\/)(?:localhost|127\.0\.0\.1|\[::1\])(?=:|$)/;

/**
 * Throws `foreign-origin` for a change requested by another site's page. A request without an origin is refused too if a cookie authenticates
 * it; a program that signs in has no origin to send.
 */
export function assertOwnOrigin(c: Context, { publicUrl }: Pick<Services, 'publicUrl'>, by: 'cookie' | 'body'): void {
  if (['GET', 'HEAD'].includes(c.req.method)) return;
  const origin = c.req.header('origin');
  if (origin === undefined && by === 'body') return;
  if (origin === undefined || sameOn(origin) !== sameOn(new URL(publicUrl).origin)) throw new Problem('foreign-origin');
}

/** Treats all names of this machine as one, since a person may type one and the configuration use another. */
function sameOn(origin: string): string {
  return origin.replace(LOOPBACK, '$1localhost');
}
