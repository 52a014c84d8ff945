/** The two cookies: the secret of a person's session, and for ten minutes after a step-up its proof. */
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { type Begun, STEP_UP_MS, type SteppedUp } from '../../accounts/sessions.ts';
import type { Services } from '../api/services.ts';

type Place = Pick<Services, 'publicUrl'>;
type Name = 'session' | 'proof';

/**
 * `__Host-`: set by this very host, over https, for all of it. On http only this machine itself is served, and browsers keep no secure cookie
 * there; on any other http address the cookie stays secure, so that a browser refuses it rather than sends it in the clear.
 */
function cookieOf({ publicUrl }: Place, what: Name) {
  const isLocal = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::|$)/.test(publicUrl);
  const common = { path: '/', httpOnly: true, sameSite: 'Strict' } as const;
  return isLocal
    ? { name: `autofactura-${what}`, options: { ...common, secure: false } }
    : { name: `__Host-autofactura-${what}`, options: { ...common, secure: true } };
}

/** The session's secret that the request carries. */
export function sessionSecretOf(c: Context, place: Place): string | undefined {
  return secretIn(c, place, 'session');
}

/** The proof that the request carries. */
export function proofOf(c: Context, place: Place): string | undefined {
  return secretIn(c, place, 'proof');
}

function secretIn(c: Context, place: Place, what: Name): string | undefined {
  const secret = getCookie(c, cookieOf(place, what).name);
  return secret !== undefined && /^[\w-]{43}$/.test(secret) ? secret : undefined;
}

/** Hands the secret to the browser, which keeps it until it is closed: when the session ends is the server's to say. */
export function handSession(c: Context, place: Place, { secret }: Pick<Begun, 'secret'>): void {
  const { name, options } = cookieOf(place, 'session');
  setCookie(c, name, secret, options);
  c.header('cache-control', 'no-store');
}

/** Hands the session's next secret to the browser, and the proof, which the browser itself forgets after ten minutes. */
export function handProof(c: Context, place: Place, { secret, proof }: SteppedUp): void {
  handSession(c, place, { secret });
  const { name, options } = cookieOf(place, 'proof');
  setCookie(c, name, proof, { ...options, maxAge: STEP_UP_MS / 1_000 });
}

/** Takes the cookies back. */
export function takeSession(c: Context, place: Place): void {
  for (const what of ['session', 'proof'] as const) {
    const { name, options } = cookieOf(place, what);
    deleteCookie(c, name, options);
  }
}
