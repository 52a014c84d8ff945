/**
 * An account with Facturapi, which both issues invoices and queries the SAT's register: its key, its host, and how a request presents
 * the key.
 */
import { z } from 'zod';
import type { World } from '../merchants/tenant.ts';
import { OtherWorld } from './provider.ts';

/** An organisation's secret key; the world it is of is in it (wire-contracts 7, read 2026-11). */
export const FACTURAPI_CREDENTIALS = z.strictObject({
  key: z.string().regex(/^sk_(?:test|live)_[\x21-\x7e]{1,200}$/),
});

/** Credentials validated by `FACTURAPI_CREDENTIALS`. */
export type FacturapiCredentials = z.output<typeof FACTURAPI_CREDENTIALS>;

/** The credentials of a world. Throws a ZodError for another shape, and `OtherWorld` for a key of the other world. */
export function facturapiCredentials(credentials: unknown, world: World): FacturapiCredentials {
  const parsed = FACTURAPI_CREDENTIALS.parse(credentials);
  if (!parsed.key.startsWith(`sk_${world}_`)) throw new OtherWorld();
  return parsed;
}

/** One host for both worlds; its version, `/v2`, is in the paths. */
export const FACTURAPI_HOST = 'https://www.facturapi.io';

/** The header that lets a request in (wire-contracts 7, read 2026-11). */
export function facturapiAuthorization({ key }: FacturapiCredentials): { readonly Authorization: string } {
  return { Authorization: `Bearer ${key}` };
}
