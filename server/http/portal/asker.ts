/**
 * By what a caller is known again who asks for an invoice a second time: the `Idempotency-Key` of the first time, or the same tokens,
 * which every search gives anew. A ticket's QR is the same for everybody who sees it, and proves nothing.
 */
import { createHash } from 'node:crypto';
import { z } from '@hono/zod-openapi';
import type { SaleToken } from '../../portals/tokens.ts';

/** The header of a request that may be repeated. */
export const idempotencyHeader = z.object({
  'idempotency-key': z.string().min(16).max(200).optional().openapi({
    description:
      'Random, new for each customer and kept by it. Whoever asks again with the same one is answered as the owner of the invoice; without it the tokens of the same search do.',
  }),
});

/** A sale's token as it was sent, with what it says. */
export type SentToken = { readonly text: string; readonly token: SaleToken };

/** Hex SHA-256 marks of this caller, kept with the invoice; none for who shows only a printed QR. */
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
