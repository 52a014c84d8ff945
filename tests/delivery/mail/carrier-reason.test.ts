import { expect, it } from 'vitest';
import { carrierReason } from '../../../server/delivery/mail/mailer.ts';

it('a reason repeats no address, whatever encloses it', () => {
  expect(carrierReason('550 5.1.1 <ana@example.com>: Recipient address rejected')).toBe(
    '550 5.1.1 <…>: Recipient address rejected',
  );
  expect(carrierReason("no such user (ana.maria+compras@correo.example.mx),\r\n 'ana@example.com'")).toBe(
    "no such user (…), '…'",
  );
});

it.each([
  ['one word', 'a'.repeat(1_000_000)],
  ['blanks', `554${' '.repeat(1_000_000)}no`],
  ['at signs', '@'.repeat(1_000_000)],
  ['addresses', 'ana@example.com '.repeat(62_500)],
])('a carrier’s answer of 1 MB of %s is cut within 100 ms', (_, text) => {
  const started = performance.now();
  expect(carrierReason(text).length).toBeLessThanOrEqual(200);
  expect(performance.now() - started).toBeLessThan(100);
});
