/**
 * The client reference under which a PAC knows a document. It is derived, not random, so that a database restored from a backup asks for
 * the same stamp again.
 */
import { createHash } from 'node:crypto';
import type { Holding } from './claim.ts';
import type { Invoice } from './invoice.ts';

/** 40 lowercase hexadecimal characters from merchant, world, sales, generation and, where it does not hold the sales, what it is for. */
export function clientRefOf(
  invoice: Pick<Invoice, 'merchantId' | 'world' | 'saleIds' | 'generation' | 'holding'>,
): string {
  const subject = [
    invoice.merchantId,
    invoice.world,
    [...invoice.saleIds].sort().join(','),
    String(invoice.generation),
    ...purposeOf(invoice.holding),
  ];
  return createHash('sha256').update(subject.join('|')).digest('hex').slice(0, 40);
}

/** Distinguishes two documents about the same sales. */
function purposeOf(holding: Holding): readonly string[] {
  if (holding.kind === 'sales') return [];
  return [holding.kind === 'successor' ? `successor of ${holding.of}` : holding.once];
}
