/**
 * How a caller who requests an invoice a second time is recognized: by the same `Idempotency-Key`, or by the same tokens, which are new for
 * every search. The QR of a ticket is the same for everybody who sees it, and proves nothing.
 */
import { createHash } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import type { SaleToken } from '../../portals/tokens.ts';

/** The schema of the `Idempotency-Key` header. */
export const idempotencyHeader = z.object({
  'idempotency-key': z.string().min(16).max(200).optional().openapi({
    description:
      'A random key, which the client creates for each customer and keeps. A repetition with the same key is answered as the owner of the invoice; without a key, the tokens of the same search serve instead.',
  }),
});

/** A sale's token as it was sent, with its content. */
export type SentToken = { readonly text: string; readonly token: SaleToken };

/** The marks that identify this caller, hex SHA-256, stored with the invoice; none for a caller with only a printed QR. */
export function askersOf(idempotencyKey: string | undefined, sent: readonly SentToken[]): readonly string[] {
  const isFound = sent.length > 0 && sent.every(({ token }) => token.kind !== 'ticket');
  const texts = sent.map(({ text }) => text).toSorted();
  return [
    ...(idempotencyKey === undefined ? [] : [mark(`key ${idempotencyKey}`)]),
    ...(isFound ? [mark(`tokens ${texts.join(' ')}`)] : []),
  ];
}

function mark(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
