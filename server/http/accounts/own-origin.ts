/** Whose page a request was made by: what changes something by cookie comes from our own pages alone. */
import type { Context } from 'hono';
import { Problem } from '../../problems/problem.ts';
import type { Services } from '../api/services.ts';

const LOOPBACK = /^(http:\/\/)(?:localhost|127\.0\.0\.1|\[::1\])(?=:|$)/;

/**
 * Throws `foreign-origin` for a change that another site's page asks for. One that names no origin is refused too where a cookie speaks for
 * the caller; a program that signs in has none to name.
 */
export function assertOwnOrigin(c: Context, { publicUrl }: Pick<Services, 'publicUrl'>, by: 'cookie' | 'body'): void {
  if (['GET', 'HEAD'].includes(c.req.method)) return;
  const origin = c.req.header('origin');
  if (origin === undefined && by === 'body') return;
  if (origin === undefined || sameOn(origin) !== sameOn(new URL(publicUrl).origin)) throw new Problem('foreign-origin');
}

/** The names of this machine are one: a person types one, the configuration says another. */
function sameOn(origin: string): string {
  return origin.replace(LOOPBACK, '$1localhost');
}
