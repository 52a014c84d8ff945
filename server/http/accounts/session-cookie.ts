/** The one cookie: the secret of a person's session. */
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Begun } from '../../accounts/sessions.ts';
import type { Services } from '../api/services.ts';

type Place = Pick<Services, 'publicUrl'>;

/**
 * `__Host-`: set by this very host, over https, for all of it. On http only this machine itself is served, and browsers keep no secure cookie
 * there; on any other http address the cookie stays secure, so that a browser refuses it rather than sends it in the clear.
 */
function cookieOf({ publicUrl }: Place) {
  const isLocal = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::|$)/.test(publicUrl);
  const common = { path: '/', httpOnly: true, sameSite: 'Strict' } as const;
  return isLocal
    ? { name: 'autofactura-session', options: { ...common, secure: false } }
    : { name: '__Host-autofactura-session', options: { ...common, secure: true } };
}

/** The secret that the request carries. */
export function sessionSecretOf(c: Context, place: Place): string | undefined {
  const secret = getCookie(c, cookieOf(place).name);
  return secret !== undefined && /^[\w-]{43}$/.test(secret) ? secret : undefined;
}

/** Hands the secret to the browser, which keeps it until it is closed: when the session ends is the server's to say. */
export function handSession(c: Context, place: Place, { secret }: Pick<Begun, 'secret'>): void {
  const { name, options } = cookieOf(place);
  setCookie(c, name, secret, options);
  c.header('cache-control', 'no-store');
}

/** Takes the cookie back. */
export function takeSession(c: Context, place: Place): void {
  const { name, options } = cookieOf(place);
  deleteCookie(c, name, options);
}
