import { createSecretKey } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createTokens, type SaleToken } from '../../server/portals/tokens.ts';

const NOW = Date.UTC(2026, 10, 22, 18);
const DAY = 86_400_000;
const keyOf = (byte: number) => createSecretKey(Buffer.alloc(32, byte));
const tokens = createTokens(keyOf(7));

const FOUND: SaleToken = { kind: 'found', slug: 'cafe-jacaranda', saleId: 'sale_0123456789abcdef01234567' };
const TICKET: SaleToken = { ...FOUND, kind: 'ticket' };
const INVOICE = 'inv_0123456789abcdef01234567';

describe('the token of a sale', () => {
  it.each([FOUND, TICKET])('of kind $kind is read back with the portal and the sale that it opens', (token) => {
    expect(tokens.readSaleToken(tokens.saleToken(token, NOW), NOW)).toEqual({ kind: 'token', token });
  });

  it('names its portal, so that another portal can refuse it', () => {
    const text = tokens.saleToken({ ...FOUND, slug: 'el-yunque' }, NOW);
    expect(tokens.readSaleToken(text, NOW)).toMatchObject({ token: { slug: 'el-yunque' } });
  });

  it('of a search lasts a day, any number of uses', () => {
    const text = tokens.saleToken(FOUND, NOW);
    expect([0, 1, DAY].map((later) => tokens.readSaleToken(text, NOW + later).kind)).toEqual([
      'token',
      'token',
      'token',
    ]);
    expect(tokens.readSaleToken(text, NOW + DAY + 1)).toEqual({ kind: 'expired' });
  });

  it('of a ticket never expires', () => {
    const text = tokens.saleToken(TICKET, NOW);
    expect(tokens.readSaleToken(text, NOW + 20 * 365 * DAY)).toEqual({ kind: 'token', token: TICKET });
  });

  it('shows nothing of what it opens, is never the same twice, and fits an address', () => {
    const texts = [tokens.saleToken(FOUND, NOW), tokens.saleToken(FOUND, NOW)];
    expect(texts[0]).not.toBe(texts[1]);
    for (const text of texts) {
      expect(text).toMatch(/^[A-Za-z0-9_-]{40,400}$/);
      expect(Buffer.from(text, 'base64url').toString('latin1')).not.toMatch(/cafe|sale_|found/);
    }
  });

  it('with any of its bytes changed opens nothing', () => {
    const bytes = Buffer.from(tokens.saleToken(TICKET, NOW), 'base64url');
    for (const at of bytes.keys()) {
      const tampered = Buffer.from(bytes);
      tampered.writeUInt8((bytes.readUInt8(at) ^ 1) & 0xff, at);
      expect(tokens.readSaleToken(tampered.toString('base64url'), NOW), `byte ${at}`).toEqual({ kind: 'unknown' });
    }
  });

  it('cut short, lengthened, of another key or of no key opens nothing', () => {
    const text = tokens.saleToken(TICKET, NOW);
    const foreign = createTokens(keyOf(8)).saleToken(TICKET, NOW);
    for (const bad of [
      text.slice(0, -4),
      text.slice(4),
      `${text}AAAA`,
      foreign,
      '',
      'a',
      'A'.repeat(5000),
      '🎟️',
      tokens.accessToken(INVOICE),
    ])
      expect(tokens.readSaleToken(bad, NOW)).toEqual({ kind: 'unknown' });
  });
});

describe('the access token of an invoice', () => {
  it('opens it, today and after a restart', () => {
    expect(tokens.opens(INVOICE, createTokens(keyOf(7)).accessToken(INVOICE))).toBe(true);
  });

  it('opens nothing else, nor does anything else open it', () => {
    const token = tokens.accessToken(INVOICE);
    expect(tokens.opens('inv_other', token)).toBe(false);
    for (const bad of [
      '',
      token.slice(1),
      `${token}A`,
      token.toLowerCase(),
      createTokens(keyOf(8)).accessToken(INVOICE),
      'ñ'.repeat(16),
    ])
      expect(tokens.opens(INVOICE, bad)).toBe(false);
  });

  it('has 192 bits that nobody guesses', () => {
    expect(tokens.accessToken(INVOICE)).toMatch(/^[A-Za-z0-9_-]{32}$/);
  });
});

describe('the token of a look at an invoice', () => {
  const UNTIL = NOW + DAY / 2;
  const token = tokens.lookToken(INVOICE, UNTIL);

  it('says until when, today and after a restart, and nothing later', () => {
    const restarted = createTokens(keyOf(7));
    expect([NOW, UNTIL, UNTIL + 1].map((now) => restarted.readLookToken(INVOICE, token, now))).toEqual([
      ...[UNTIL, UNTIL],
      undefined,
    ]);
  });

  it('opens no other invoice, and is not the customer’s token, nor is that or a sale’s one of these', () => {
    expect(tokens.readLookToken('inv_other', token, NOW)).toBeUndefined();
    expect(tokens.opens(INVOICE, token)).toBe(false);
    for (const bad of [tokens.accessToken(INVOICE), tokens.saleToken(TICKET, NOW), `${token}AAAA`, ''])
      expect(tokens.readLookToken(INVOICE, bad, NOW)).toBeUndefined();
    expect(tokens.readLookToken(INVOICE, createTokens(keyOf(8)).lookToken(INVOICE, UNTIL), NOW)).toBeUndefined();
  });
});

describe('the token of somebody who wants no reminders', () => {
  const who = { tenant: { merchantId: 'mer_jacaranda', world: 'live' }, hash: 'o3Xv0m1rT2-kq_8' } as const;
  const text = tokens.unsubscribeToken(who);

  it('says of whom and by which hash, today and after a restart', () => {
    expect(createTokens(keyOf(7)).readUnsubscribeToken(text)).toEqual(who);
  });

  it('shows nothing of it, and is the same in every making of one mail, as a ticket’s is', () => {
    expect(Buffer.from(text, 'base64url').toString('latin1')).not.toMatch(/mer_|live|o3Xv/);
    expect(tokens.unsubscribeToken(who)).toBe(text);
    expect(tokens.saleToken(TICKET, NOW + DAY)).toBe(tokens.saleToken(TICKET, NOW));
    expect(tokens.unsubscribeToken({ ...who, hash: 'other' }).slice(0, 16)).not.toBe(text.slice(0, 16));
  });

  it('changed, cut short, with another key or of another kind is not accepted', () => {
    const bytes = Buffer.from(text, 'base64url');
    for (const at of bytes.keys()) {
      const tampered = Buffer.from(bytes);
      tampered.writeUInt8((bytes.readUInt8(at) ^ 1) & 0xff, at);
      expect(tokens.readUnsubscribeToken(tampered.toString('base64url')), `byte ${at}`).toBeUndefined();
    }
    const foreign = createTokens(keyOf(8)).unsubscribeToken(who);
    for (const bad of [text.slice(4), `${text}AAAA`, foreign, '', 'A'.repeat(5000), tokens.saleToken(TICKET, NOW)])
      expect(tokens.readUnsubscribeToken(bad)).toBeUndefined();
    expect(tokens.readSaleToken(text, NOW)).toEqual({ kind: 'unknown' });
  });
});
