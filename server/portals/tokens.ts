/**
 * Tokens in links, each of which opens one thing: a found sale for a day, a ticket's QR forever, one invoice, a look at one invoice for hours,
 * what a team was notified about for a month, or the unsubscribe page. They are opaque and not stored.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import type { Tenant } from '../merchants/tenant.ts';
import type { LookupField } from './portal.ts';

const DAY_MS = 86_400_000;

/**
 * `found` proves that the customer knew what a ticket says, `known` also something that it does not say; a `ticket` only proves that somebody
 * printed its QR. `guarded` only proves that something was found: `saleId` names up to eight sales, separated by commas, and opens none of them.
 */
export type SaleToken = {
  readonly kind: 'known' | 'found' | 'ticket' | 'guarded';
  readonly slug: string;
  readonly saleId: string;
};

/** What a search by these fields proves. The card's digits are on the voucher, a separate slip. */
export function provenBy(fields: readonly LookupField[]): 'known' | 'found' {
  return fields.some((field) => NOT_PRINTED.includes(field)) ? 'known' : 'found';
}

const NOT_PRINTED: readonly LookupField[] = ['email', 'cardLast4'];

/** The outcome of reading a sale token. `unknown` covers everything that this server did not sign. */
export type TokenOutcome =
  | { readonly kind: 'token'; readonly token: SaleToken }
  | { readonly kind: 'expired' }
  | { readonly kind: 'unknown' };

/** Who does not want reminders, from which merchant: the address as a keyed hash. */
export type Unsubscribing = { readonly tenant: Tenant; readonly hash: string };

/** What a merchant's team may look at: one invoice, request or sale, by its id. */
export type TeamLook = { readonly tenant: Tenant; readonly subject: string };

/** The outcome of reading a team token. `unknown` covers everything that this server did not sign. */
export type TeamLookOutcome =
  | { readonly kind: 'look'; readonly look: TeamLook; readonly until: number }
  | { readonly kind: 'expired' }
  | { readonly kind: 'unknown' };

/** Creates and verifies the tokens in links. Times are epoch milliseconds. */
export type Tokens = {
  saleToken(token: SaleToken, now: number): string;
  readSaleToken(text: string, now: number): TokenOutcome;
  /** Opens one invoice or one request, by its id. */
  accessToken(id: string): string;
  opens(id: string, token: string): boolean;
  /** Shows one invoice or one request to any holder until it expires, and changes nothing. Deterministic. */
  lookToken(id: string, until: number): string;
  /** Until when the token shows what has this id; `undefined` if it is expired, names something else or was not signed here. */
  readLookToken(id: string, token: string, now: number): number | undefined;
  /** Never expires, so that unsubscribing works from an old mail too. */
  unsubscribeToken(who: Unsubscribing): string;
  readUnsubscribeToken(text: string): Unsubscribing | undefined;
  /** Shows one thing to any holder until it expires. Deterministic. */
  teamToken(look: TeamLook, until: number): string;
  readTeamToken(text: string, now: number): TeamLookOutcome;
};

/** Tokens under keys derived from the operator's master key. */
export function createTokens(masterKey: KeyObject): Tokens {
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', masterKey, '', `autofactura ${purpose}`, 32));
  const saleKey = derive('sale-token');
  const accessKey = derive('access-token');
  const lookKey = derive('look-token');
  const unsubscribeKey = derive('unsubscribe-token');
  const teamKey = derive('team-token');
  const nonceKey = derive('nonce');
  // Deterministic, so that a retried mail has the same links.
  const nonceOf = (plain: string): Buffer => createHmac('sha256', nonceKey).update(plain).digest().subarray(0, NONCE);
  const accessToken = (id: string): string =>
    createHmac('sha256', accessKey).update(id).digest('base64url').slice(0, 32);
  return {
    saleToken: ({ kind, slug, saleId }, now) => {
      const expires = kind === 'ticket' ? 0 : now + DAY_MS;
      const plain = [kind, slug, saleId, String(expires)].join('|');
      return encrypt(saleKey, plain, kind === 'ticket' ? nonceOf(plain) : randomBytes(NONCE));
    },
    readSaleToken: (text, now) => {
      const plain = decrypt(saleKey, text);
      const [kind, slug, saleId, expires] = plain?.split('|') ?? [];
      if (!isSaleKind(kind) || !slug || !saleId) return { kind: 'unknown' };
      if (kind !== 'ticket' && Number(expires) < now) return { kind: 'expired' };
      return { kind: 'token', token: { kind, slug, saleId } };
    },
    accessToken,
    opens: (id, token) => {
      const expected = Buffer.from(accessToken(id));
      const given = Buffer.from(token);
      return expected.length === given.length && timingSafeEqual(expected, given);
    },
    lookToken: (id, until) => {
      const plain = [id, String(until)].join('|');
      return encrypt(lookKey, plain, nonceOf(plain));
    },
    readLookToken: (id, token, now) => {
      const [named, until] = decrypt(lookKey, token)?.split('|') ?? [];
      return named === id && Number(until) >= now ? Number(until) : undefined;
    },
    unsubscribeToken: ({ tenant, hash }) => {
      const plain = [tenant.world, tenant.merchantId, hash].join('|');
      return encrypt(unsubscribeKey, plain, nonceOf(plain));
    },
    readUnsubscribeToken: (text) => {
      const [world, merchantId, hash] = decrypt(unsubscribeKey, text)?.split('|') ?? [];
      if ((world !== 'test' && world !== 'live') || !merchantId || !hash) return undefined;
      return { tenant: { merchantId, world }, hash };
    },
    teamToken: ({ tenant, subject }, until) => {
      const plain = [tenant.world, tenant.merchantId, subject, String(until)].join('|');
      return encrypt(teamKey, plain, nonceOf(plain));
    },
    readTeamToken: (text, now) => {
      const [world, merchantId, subject, until] = decrypt(teamKey, text)?.split('|') ?? [];
      if ((world !== 'test' && world !== 'live') || !merchantId || !subject) return { kind: 'unknown' };
      if (!(Number(until) >= now)) return { kind: 'expired' };
      return { kind: 'look', look: { tenant: { merchantId, world }, subject }, until: Number(until) };
    },
  };
}

const SALE_KINDS: readonly string[] = ['known', 'found', 'ticket', 'guarded'] satisfies readonly SaleToken['kind'][];

function isSaleKind(kind: string | undefined): kind is SaleToken['kind'] {
  return kind !== undefined && SALE_KINDS.includes(kind);
}

const NONCE = 12;
const TAG = 16;

function encrypt(key: Buffer, plain: string, nonce: Buffer): string {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, sealed, cipher.getAuthTag()]).toString('base64url');
}

function decrypt(key: Buffer, text: string): string | undefined {
  const bytes = Buffer.from(text, 'base64url');
  if (bytes.length <= NONCE + TAG || bytes.length > 400) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE));
  decipher.setAuthTag(bytes.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
