import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { headerText, namedAddress, parseMailAddress } from '../../../server/delivery/mail/address.ts';
import { address } from './mails.ts';

describe('an address', () => {
  it.each([
    ['ana@example.com', 'ana@example.com'],
    ["o'neill+factura@sub.example.com.mx", "o'neill+factura@sub.example.com.mx"],
    ['Ana.Lopez@EXAMPLE.com', 'Ana.Lopez@example.com'],
    ['ventas@cafetería.mx', 'ventas@xn--cafetera-i2a.mx'],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
  ])('%s', (text, parsed) => {
    expect(parseMailAddress(text)).toBe(parsed);
  });

  it.each([
    '',
    'ana',
    '@example.com',
    'ana@',
    'ana@localhost',
    'ana@[127.0.0.1]',
    'ana@127.0.0.1',
    'ana@-example.com',
    'ana@example..com',
    'ana.@example.com',
    '.ana@example.com',
    'an..a@example.com',
    'ana@example.com,eva@example.com',
    'ana@example.com;eva@example.com',
    'ana@example.com eva@example.com',
    'ana@eva@example.com',
    'Ana <ana@example.com>',
    '"ana"@example.com',
    'ana(comentario)@example.com',
    'ana@example.com(comentario)',
    'ana@example.com\r\nBcc: eva@example.com',
    'ana@exam\nple.com',
    'ana\t@example.com',
    'ana@example.com\0',
    'ana@example\u200b.com',
    'aná@example.com',
    `${'a'.repeat(65)}@example.com`,
    `ana@${'a'.repeat(64)}.com`,
    `ana@${`${'a'.repeat(60)}.`.repeat(5)}com`,
  ])('is not %j', (text) => {
    expect(parseMailAddress(text)).toBeUndefined();
  });

  it('has nothing in it that ends a header or begins another address, whatever it was made of', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.emailAddress()), (text) => {
        const parsed = parseMailAddress(text);
        if (parsed !== undefined) expect(parsed).toMatch(/^[\x21-\x7e]+$/);
        if (parsed !== undefined) expect(parsed).not.toMatch(/[(),:;<>[\]\\"]|@.*@/);
      }),
    );
  });
});

describe('a name before an address', () => {
  it.each([
    ['Café Jacaranda', '"Café Jacaranda" <a@b.mx>'],
    ['La "Milpa", S.A.', '"La \\"Milpa\\", S.A." <a@b.mx>'],
    ['x\\', '"x\\\\" <a@b.mx>'],
    ['x\r\nBcc: eva@example.com', '"x Bcc: eva@example.com" <a@b.mx>'],
    [' \r\n ', 'a@b.mx'],
  ])('%j is written so that it stays one name', (name, named) => {
    expect(namedAddress(headerText(name), address('a@b.mx'))).toBe(named);
  });
});
