import { describe, expect, it } from 'vitest';
import { clientRefOf } from '../../server/invoicing/client-ref.ts';

const INVOICE = {
  merchantId: 'mer_1',
  world: 'live',
  saleIds: ['sale_a', 'sale_b'],
  generation: 1,
  holding: { kind: 'sales' },
} as const;

describe('the reference a PAC knows a document by', () => {
  it('is derived, not drawn: a restored backup asks for the same stamp', () => {
    expect(clientRefOf(INVOICE)).toBe(clientRefOf({ ...INVOICE }));
    expect(clientRefOf(INVOICE)).toMatch(/^[0-9a-f]{40}$/);
  });

  it('stays as it is from release to release', () => {
    expect(clientRefOf(INVOICE)).toBe('9aaafb8560fed4d8915fe6c7deffc33146800fd6');
  });

  it('is the same for the sales in any order', () => {
    const saleIds = ['sale_b', 'sale_a'];
    expect(clientRefOf({ ...INVOICE, saleIds })).toBe(clientRefOf(INVOICE));
    expect(saleIds).toEqual(['sale_b', 'sale_a']);
  });

  it.each([
    { merchantId: 'mer_2' },
    { world: 'test' as const },
    { saleIds: ['sale_a'] },
    { generation: 2 },
    { holding: { kind: 'successor' as const, of: 'inv_1' } },
    { holding: { kind: 'none' as const, once: 'refund:ref_1' } },
  ])('differs for %j', (change) => {
    expect(clientRefOf({ ...INVOICE, ...change })).not.toBe(clientRefOf(INVOICE));
  });
});
