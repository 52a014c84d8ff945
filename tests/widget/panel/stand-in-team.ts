/** Who works at the stand-in's shop, where they are signed in, and what they did. */
export const OWNER = { name: 'Lucía Robles', email: 'lucia@cafejacaranda.example' };
const DAY = 86_400_000;
const at = (days: number): string => new Date(Date.parse('2026-11-28T18:32:00-06:00') - days * DAY).toISOString();
export const MEMBERS = [
  { id: 'usr_1', ...OWNER, role: 'owner', since: at(90) },
  { id: 'usr_2', name: 'Beto Salas', email: 'beto@cafejacaranda.example', role: 'cashier', since: at(20) },
];
export const INVITATION = { id: 'ivt_1', email: 'contadora@despacho.example', role: 'accountant', expiresAt: at(-6) };
const AGENT =
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36';
const PHONE_AGENT =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1';
export const SESSIONS = [
  {
    id: 'ses_1',
    createdAt: at(1),
    expiresAt: at(-6),
    lastSeenAt: at(0),
    address: '189.203.7.1',
    userAgent: AGENT,
    isCurrent: true,
  },
  {
    id: 'ses_2',
    createdAt: at(3),
    expiresAt: at(-4),
    lastSeenAt: at(2),
    address: '201.141.9.9',
    userAgent: PHONE_AGENT,
    isCurrent: false,
  },
];
const did = (position: number, action: string, more: object = {}) => ({
  ...{
    position,
    at: at(9 - position),
    actor: 'usr_1',
    actorName: OWNER.name,
    action,
    status: 200,
    address: '189.203.7.1',
    seal: 'a',
  },
  ...more,
});
export const LOG = [
  did(5, 'POST /invoices/{id}/cancel', { target: 'inv_2', world: 'test', status: 0 }),
  did(4, 'POST /keys', { target: 'key_1', world: 'test', status: 201 }),
  did(3, 'step-up'),
  did(2, 'sign-in', { status: 401, address: '203.0.113.5' }),
  did(1, 'POST /sources', { actor: 'usr_9', actorName: undefined, world: 'test' }),
];

/** The only code that is right at the stand-in, and what it draws for an app. */
export const CODE = '492039';
const QR =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 5 5"><path fill="#fff" d="M0 0h5v5H0z"/><path d="M1 1h2v1h-2zM3 3h1v1h-1z"/></svg>';
const DRAWN = { key: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', uri: 'otpauth://totp/x', qr: QR };
export const RECOVERY_CODES = 'abcdefghjk'.split('').map((letter) => `k7q${letter}-m2xp-9vtr-b4hz-6wce-2jnf`);

export const WRONG_CODE = {
  status: 401,
  json: { status: 401, title: 'Ese código no es', detail: 'Ese código no es.', code: 'wrong-code' },
};

const PASSKEYS = [{ id: 'psk_1', name: 'Mi teléfono', createdAt: at(30), lastUsedAt: at(1) }];

/** What the server says of passkeys, and of the second step of whoever has `codesLeft`. */
export function secondFactorReply(
  has: { codesLeft?: number | undefined },
  { method, path, body }: { readonly method: string; readonly path: string; readonly body?: unknown },
): { readonly status?: number; readonly json: unknown } {
  if (path.startsWith('auth/passkeys')) return { json: { passkeys: PASSKEYS } };
  if (path === 'auth/second-factor' && method === 'POST') return { status: 201, json: DRAWN };
  if (path === 'auth/second-factor/confirm' && (body as { code?: string }).code !== CODE) return WRONG_CODE;
  if (method !== 'GET') has.codesLeft = method === 'DELETE' ? undefined : RECOVERY_CODES.length;
  if (method === 'POST') return { json: { recoveryCodes: RECOVERY_CODES } };
  return { json: { on: has.codesLeft !== undefined, since: at(3), recoveryCodesLeft: has.codesLeft ?? 0 } };
}
