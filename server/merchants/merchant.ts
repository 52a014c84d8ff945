/** Who sells: a taxpayer with a trade name, its branches, its API keys. */
import type { World } from './tenant.ts';

/** A taxpayer that issues invoices. One merchant exists in both worlds; what it sells and issues belongs to one of them. */
export type Merchant = {
  readonly id: string;
  /** The name customers know. */
  readonly tradeName: string;
  readonly rfc: string;
  /** As in the SAT's register: capitals, without the capital regime (CFDI40139). */
  readonly nombre: string;
  readonly regimenFiscal: string;
  readonly contact: { readonly email?: string; readonly phone?: string };
};

/** A place of sale of a merchant, real or online. Every merchant has at least one. */
export type Branch = {
  readonly merchantId: string;
  /** The word sales name it by: `centro`. */
  readonly code: string;
  readonly name: string;
  /** LugarExpedicion of what it sells; its time zone follows from it. */
  readonly codigoPostal: string;
};

/** Every permission that an API key can carry. The names are part of the public API. */
export const SCOPES = [
  'sales:read',
  'sales:write',
  'invoices:read',
  'invoices:write',
  'csd:write',
  'settings:read',
  'settings:write',
  'keys:read',
  'keys:write',
  'members:read',
  'members:write',
  'audit:read',
] as const;

/** One permission of an API key. */
export type Scope = (typeof SCOPES)[number];

/** An API key without its secret. A key without `expiresAt` does not expire. */
export type ApiKey = {
  readonly id: string;
  readonly merchantId: string;
  readonly world: World;
  readonly scopes: readonly Scope[];
  /** The name that its owner gave it. */
  readonly name?: string;
  /** Epoch milliseconds, like the other times. */
  readonly createdAt?: number;
  readonly expiresAt?: number;
  readonly revokedAt?: number;
  /** To the minute: a use within a minute of the recorded one is not written. */
  readonly lastUsedAt?: number;
};

/** Whether it opens anything at `now`. */
export function isLive({ expiresAt, revokedAt }: ApiKey, now: number): boolean {
  return revokedAt === undefined && (expiresAt === undefined || now < expiresAt);
}
