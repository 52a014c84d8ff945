import { describe, expect, it } from 'vitest';
import { formaPago } from '../../../server/catalogs/forma-pago.ts';
import type { PaymentHint } from '../../../server/sources/intake/fact.ts';
import { formaPagoOf, paymentDefaults } from '../../../server/sources/intake/payment-table.ts';
import type { SourceSettings } from '../../../server/sources/settings.ts';
import { SOURCE_TYPES, type SourceType } from '../../../server/sources/source.ts';

const DEFAULTS = { claveProdServ: '90101501', claveUnidad: 'E48', pricesIncludeTax: true };
const settings = (payments: Record<string, string> = {}, formaPago?: string): SourceSettings => ({
  defaults: { ...DEFAULTS, ...(formaPago && { formaPago }) },
  payments,
});
const paid = (type: SourceType, method: string, funding?: PaymentHint['funding'], set = settings()) => {
  const { formaPago, flag } = formaPagoOf(type, { method, ...(funding && { funding }) }, set);
  return flag ? `${formaPago} ${flag}` : formaPago;
};

describe('without a mapping by the merchant', () => {
  it.each<[SourceType, string, PaymentHint['funding'], string]>([
    ['stripe', 'card', 'credit', '04'],
    ['stripe', 'card', 'debit', '28'],
    ['stripe', 'card', 'prepaid', '28'],
    ['stripe', 'card', 'unknown', '04 assumed'],
    ['stripe', 'card', undefined, '04 assumed'],
    ['stripe', 'oxxo', undefined, '01'],
    ['stripe', 'customer_balance', undefined, '03'],
    ['mercado-pago', 'credit_card', undefined, '04'],
    ['mercado-pago', 'debit_card', undefined, '28'],
    ['mercado-pago', 'prepaid_card', undefined, '28'],
    ['mercado-pago', 'bank_transfer', undefined, '03'],
    ['mercado-pago', 'ticket', undefined, '01'],
    ['mercado-pago', 'atm', undefined, '01'],
    ['mercado-pago', 'account_money', undefined, '05 assumed'],
    ['mercado-pago', 'digital_currency', undefined, '31'],
    ['api', '28', undefined, '28'],
    ['conekta', 'card', 'credit', '04'],
    ['conekta', 'card', 'debit', '28'],
    ['conekta', 'cash', undefined, '01'],
    ['conekta', 'bank_transfer', undefined, '03'],
    ['conekta', 'spei', undefined, '03'],
    ['openpay', 'card', 'debit', '28'],
    ['openpay', 'store', undefined, '01'],
    ['openpay', 'bank_account', undefined, '03'],
    ['shopify', 'paypal', undefined, '31'],
    ['shopify', 'manual', undefined, '03'],
    ['shopify', 'Bank Deposit', undefined, '03'],
    ['woocommerce', 'cod', undefined, '01'],
    ['woocommerce', 'bacs', undefined, '03'],
    ['woocommerce', 'cheque', undefined, '02'],
    ['woocommerce', 'stripe', undefined, '04 assumed'],
    ['woocommerce', 'stripe', 'debit', '28'],
    ['woocommerce', 'woo-mercado-pago-ticket', undefined, '01'],
    ['woocommerce', 'kueski_pay', undefined, '04 unknown'],
    ['woocommerce', 'kueski_pay', 'debit', '28 assumed'],
  ])('%s %s %s is %s', (type, method, funding, expected) => {
    expect(paid(type, method, funding)).toBe(expected);
  });
});

describe('the merchant’s mapping', () => {
  it('comes first, and one for a funding comes before one for the method', () => {
    const own = settings({ 'stripe:card': '29', 'stripe:card:debit': '05' });
    expect([paid('stripe', 'card', 'credit', own), paid('stripe', 'card', 'debit', own)]).toEqual(['29', '05']);
  });

  it('applies only to its source', () => {
    expect(paid('conekta', 'card', 'debit', settings({ 'stripe:card': '29' }))).toBe('28');
  });

  it('settles what an accountant decides', () => {
    expect(paid('mercado-pago', 'account_money', undefined, settings({ 'mercado-pago:account_money': '31' }))).toBe(
      '31',
    );
  });

  it('may name a gateway as the shop writes it or as the table does', () => {
    expect(paid('shopify', 'bank deposit', undefined, settings({ 'shopify:bank_deposit': '01' }))).toBe('01');
    expect(paid('shopify', 'bank deposit', undefined, settings({ 'shopify:bank deposit': '01' }))).toBe('01');
  });

  it('for cards of unknown funding applies only to those, and an unknown gateway stays flagged', () => {
    const asked = settings({}, '28');
    expect([
      paid('stripe', 'card', 'unknown', asked),
      paid('stripe', 'card', 'credit', asked),
      paid('mercado-pago', 'account_money', undefined, asked),
      paid('woocommerce', 'kueski_pay', undefined, asked),
    ]).toEqual(['28', '04', '05 assumed', '28 unknown']);
  });
});

describe('the rows of the table for editing', () => {
  it.each(SOURCE_TYPES)('of %s are listed once each, with a form of the catalogue, and as it counts', (type) => {
    const rows = paymentDefaults(type);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
    for (const row of rows) {
      const [, method = '', funding] = row.key.split(':');
      expect(formaPago(row.formaPago)).toBeDefined();
      expect(paid(type, method, funding as PaymentHint['funding'])).toBe(
        row.assumed ? `${row.formaPago} assumed` : row.formaPago,
      );
    }
  });
});
