/** A name for a webhook's body that has none it can be read from: the same body again has the same. */
import { createHash } from 'node:crypto';

/** `sha256:` and 32 hex digits of the body's digest. */
export function bodyId(body: string): string {
  return `sha256:${createHash('sha256').update(body, 'utf8').digest('hex').slice(0, 32)}`;
}
