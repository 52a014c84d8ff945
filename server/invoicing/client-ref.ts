/** The reference a PAC knows a document by. Derived, not drawn: a database restored from a backup asks for the same stamp again. */
import { createHash } from 'node:crypto';
import type { Invoice } from './invoice.ts';

/** 40 lowercase hexadecimal characters from merchant, world, sales and generation. */
export function clientRefOf(invoice: Pick<Invoice, 'merchantId' | 'world' | 'saleIds' | 'generation'>): string {
  const subject = [
    invoice.merchantId,
    invoice.world,
    [...invoice.saleIds].sort().join(','),
    String(invoice.generation),
  ];
  return createHash('sha256').update(subject.join('|')).digest('hex').slice(0, 40);
}
