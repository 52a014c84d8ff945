/** The secrets of an endpoint: one that signs, and while it is being rotated the one before as well. */
import { randomBytes } from 'node:crypto';
import type { WebhookSecret } from '../news.ts';

const PREFIX = 'whsec_';
/** Standard Webhooks: 24 to 64. */
const BYTES = 32;
/** Time for a receiver to learn the new one. */
const OVERLAP_MS = 24 * 3_600_000;

/** A new secret of 256 bits, as its owner is shown it once. */
export function newWebhookSecret(): WebhookSecret {
  return { secret: `${PREFIX}${randomBytes(BYTES).toString('base64')}` };
}

/** The new one first; the one that signed so far signs for a day more, and any before it no longer. */
export function rotateSecret(secrets: readonly WebhookSecret[], now: number): readonly WebhookSecret[] {
  const before = secrets.find(({ until }) => until === undefined);
  return [newWebhookSecret(), ...(before ? [{ secret: before.secret, until: now + OVERLAP_MS }] : [])];
}

/** Those that sign now, the newest first; at most two. */
export function liveSecrets(secrets: readonly WebhookSecret[], now: number): readonly string[] {
  return secrets
    .filter(({ until }) => until === undefined || now < until)
    .slice(0, 2)
    .map(({ secret }) => secret);
}
