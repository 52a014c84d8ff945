/** An account with Facturama, which stamps with it and also queries the register with it. */
import { z } from 'zod';

/** The user and password of HTTP Basic; a colon in the user would end it there (RFC 7617). */
export const FACTURAMA_CREDENTIALS = z.strictObject({
  user: z
    .string()
    .max(200)
    .regex(/^[^:]+$/),
  password: z.string().min(1).max(200),
});

/** Its two hosts, each with accounts of its own (wire-contracts 6, read 2026-11). */
export const FACTURAMA_HOSTS = {
  test: 'https://apisandbox.facturama.mx',
  live: 'https://api.facturama.mx',
} as const;

/** An account, and where and how long to wait for its answers. */
export type FacturamaOptions = {
  readonly credentials: z.output<typeof FACTURAMA_CREDENTIALS>;
  readonly baseUrl: string;
  /** How long a call may take before it counts as not answered. */
  readonly timeoutMs: number;
};

/** The Authorization header that every call carries. */
export function facturamaBasic({ user, password }: FacturamaOptions['credentials']): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}
