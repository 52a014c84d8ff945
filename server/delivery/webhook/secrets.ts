/** The signing secrets of an endpoint: the current one and, during a rotation, the previous one as well. */
import { randomBytes } from 'node:crypto';
import type { WebhookSecret } from '../news.ts';

const PREFIX = 'whsec_';
/** Standard Webhooks allows 24 to 64 bytes. */
const BYTES = 32;
/** How long a receiver has to switch to the new secret. */
const OVERLAP_MS = 24 * 3_600_000;

/** Creates a secret of 256 bits, which its owner is shown once. */
export function newWebhookSecret(): WebhookSecret {
  return { secret: `${PREFIX}${randomBytes(BYTES).toString('base64')}` };
}

/** Rotates the secrets: the new one comes first, the previous one signs for another day, and older ones stop signing. */
export function rotateSecret(secrets: readonly WebhookSecret[], now: number): readonly WebhookSecret[] {
  const before = secrets.find(({ until }) => until === undefined);
  return [newWebhookSecret(), ...(before ? [{ secret: before.secret, until: now + OVERLAP_MS }] : [])];
}

/** The secrets that sign now, newest first; at most two. */
export function liveSecrets(secrets: readonly WebhookSecret[], now: number): readonly string[] {
  return secrets
    .filter(({ until }) => until === undefined || now < until)
    .slice(0, 2)
    .map(({ secret }) => secret);
}
