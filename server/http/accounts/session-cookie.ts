/** The cookies: the secret of a session, the proof of a step-up (ten minutes), and the secret of a passkey sign-in (five minutes). */
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { type Begun, STEP_UP_MS, type SteppedUp } from '../../accounts/sessions.ts';
import type { Services } from '../api/services.ts';

const BROWSER_S = 5 * 60;

type Place = Pick<Services, 'publicUrl'>;
type Name = 'session' | 'proof' | 'browser';

/**
 * The cookie's name and options. `__Host-` means that exactly this host set it, over https, for all paths. Over http only loopback is served,
 * where browsers store no secure cookie; on any other http address the cookie stays secure, so that a browser refuses it rather than send it
 * unencrypted.
 */
function cookieOf({ publicUrl }: Place, what: Name) {
  const isLocal = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::|$)/.test(publicUrl);
  const common = { path: '/', httpOnly: true, sameSite: 'Strict' } as const;
  return isLocal
    ? { name: `autofactura-${what}`, options: { ...common, secure: false } }
    : { name: `__Host-autofactura-${what}`, options: { ...common, secure: true } };
}

/** Reads the session's secret from the request. */
export function sessionSecretOf(c: Context, place: Place): string | undefined {
  return secretIn(c, place, 'session');
}

/** Reads the step-up proof from the request. */
export function proofOf(c: Context, place: Place): string | undefined {
  return secretIn(c, place, 'proof');
}

/** Reads the secret that identifies a browser without a session while it signs in with a passkey. */
export function browserSecretOf(c: Context, place: Place): string | undefined {
  return secretIn(c, place, 'browser');
}

/** Gives a browser without a session a secret, to which the challenge for its passkey is bound. */
export function handBrowserSecret(c: Context, place: Place, secret: string): void {
  const { name, options } = cookieOf(place, 'browser');
  setCookie(c, name, secret, { ...options, maxAge: BROWSER_S });
  c.header('cache-control', 'no-store');
}

function secretIn(c: Context, place: Place, what: Name): string | undefined {
  const secret = getCookie(c, cookieOf(place, what).name);
  return secret !== undefined && /^[\w-]{43}$/.test(secret) ? secret : undefined;
}

/** Sets the session's cookie, which the browser keeps until it is closed; the server decides when the session ends. */
export function handSession(c: Context, place: Place, { secret }: Pick<Begun, 'secret'>): void {
  const { name, options } = cookieOf(place, 'session');
  setCookie(c, name, secret, options);
  c.header('cache-control', 'no-store');
}

/** Sets the session's new secret and the proof, which the browser deletes after ten minutes. */
export function handProof(c: Context, place: Place, { secret, proof }: SteppedUp): void {
  handSession(c, place, { secret });
  const { name, options } = cookieOf(place, 'proof');
  setCookie(c, name, proof, { ...options, maxAge: STEP_UP_MS / 1_000 });
}

/** Deletes both cookies. */
export function takeSession(c: Context, place: Place): void {
  for (const what of ['session', 'proof'] as const) {
    const { name, options } = cookieOf(place, what);
    deleteCookie(c, name, options);
  }
}
