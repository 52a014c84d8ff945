/**
 * Openpay's callbacks are not signed: they carry the user and password with which the webhook was registered, by HTTP
 * Basic (assumed from public clients). That keeps strangers out; what a callback says is fetched again from Openpay before
 * it counts.
 */
import { isSameSecret } from '../webhook-body.ts';

const BASIC = /^Basic +([A-Za-z\d+/]+={0,2})$/i;

/** Returns the check that failed; `undefined` for the user and password of the account. */
export function basicFault(
  authorization: string | undefined,
  { user, password }: { readonly user: string; readonly password: string },
): string | undefined {
  if (!authorization) return 'Authorization: missing';
  const encoded = BASIC.exec(authorization.trim())?.[1];
  const given = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
  if (!given.includes(':')) return 'Authorization: malformed';
  return isSameSecret(given, `${user}:${password}`) ? undefined : 'Authorization: no match';
}
