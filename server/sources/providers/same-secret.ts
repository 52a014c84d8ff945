/** Compares secrets in a time that says nothing of them, their length included. */
import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether two texts are the same. */
export function isSameSecret(a: string, b: string): boolean {
  return timingSafeEqual(digest(a), digest(b));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}
