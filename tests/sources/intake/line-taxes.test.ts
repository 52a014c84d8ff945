import { describe, expect, it } from 'vitest';
import type { DraftTax } from '../../../server/sources/intake/fact.ts';
import { lineTaxesOf } from '../../../server/sources/intake/line-taxes.ts';
import { iepsOf, ivaOf } from '../../../server/sources/intake/product-map.ts';
import { sessionLines } from '../../../server/sources/providers/stripe/lines.ts';
import { LINE_ITEM, SESSION } from '../../../server/sources/providers/stripe/shapes.ts';
import type { ProductKey } from '../../../server/sources/settings.ts';
import { fixture } from '../fixtures/fixture.ts';
import { line } from './fold-orders.ts';

const WINE: ProductKey = {
  claveProdServ: '50202203',
  claveUnidad: 'H87',
  impuestos: [ivaOf('0.16'), iepsOf('0.265')],
};

const read = (taxes: readonly DraftTax[], own?: ProductKey) =>
  lineTaxesOf(line('a', 'Vino tinto', '348.00', { taxes }), own);

describe('the taxes of a line', () => {
  it.each([
    [[{ name: 'IVA', rate: '0.16' }], [ivaOf('0.16')]],
    [[{ name: 'Impuesto', rate: '0.08' }], [ivaOf('0.08')]],
    [[{ name: 'VAT MX', rate: '0.16' }], [ivaOf('0.16')]],
    [[{ rate: '0' }], [ivaOf('0')]],
    [[{ rate: 'exento' }], [ivaOf('exento')]],
    [
      [
        { name: 'IEPS 26.5%', rate: '0.265' },
        { name: 'IVA 16%', rate: '0.16' },
      ],
      [iepsOf('0.265'), ivaOf('0.16')],
    ],
  ])('%j are carried over, each as what it is', (taxes, impuestos) => {
    expect(read(taxes)).toEqual({ kind: 'taxes', impuestos });
  });

  it.each([
    ['lodging-tax', [{ name: 'ISH', rate: '0.03' }]],
    [
      'lodging-tax',
      [
        { name: 'IVA', rate: '0.16' },
        { name: 'Imp. s/ Hospedaje', rate: '0.035' },
      ],
    ],
    ['line-without-tax', []],
    ['line-taxes-unclear', [{ rate: '0.16' }, { rate: '0.08' }]],
    [
      'line-taxes-unclear',
      [
        { name: 'IVA', rate: '0.16' },
        { name: 'IVA', rate: '0' },
      ],
    ],
    ['line-taxes-unclear', [{ name: 'IEPS', rate: '0.08' }]],
    ['line-taxes-unclear', [{ name: 'Retención ISR', rate: '0.1' }]],
    ['line-taxes-unclear', [{ name: 'Sales Tax', rate: '0.0825', isForeign: true as const }]],
    ['line-taxes-unclear', [{ name: 'IVA' }]],
  ])('make the sale wait with %s: %j', (code, taxes) => {
    expect(read(taxes)).toMatchObject({ kind: 'fault', code, params: { line: 'Vino tinto' } });
  });

  it('without names are those of their product if its rates are the same, and make the sale wait otherwise', () => {
    expect(read([{ rate: '0.265' }, { rate: '0.160' }], WINE)).toEqual({ kind: 'mapped' });
    expect(read([{ rate: '0.16' }, { rate: '0.08' }], WINE)).toMatchObject({ code: 'line-taxes-unclear' });
    expect(read([{ name: 'IVA' }], WINE)).toEqual({ kind: 'mapped' });
    expect(read([{ isForeign: true }], WINE)).toMatchObject({ code: 'line-taxes-unclear' });
  });

  it('that were not charged are what the product says if it bears none, and make the sale wait if it bears some', () => {
    for (const untaxed of [{ objetoImp: '01' }, { impuestos: [ivaOf('0')] }, { impuestos: [ivaOf('exento')] }])
      expect(read([], { claveProdServ: '50161509', claveUnidad: 'H87', ...untaxed })).toEqual({ kind: 'mapped' });
    expect(read([], WINE)).toMatchObject({ code: 'line-without-tax' });
    expect(read([], { claveProdServ: '50161509', claveUnidad: 'H87' })).toMatchObject({ code: 'line-without-tax' });
  });
});

describe('the taxes of a Stripe session', () => {
  const [coffee, cup] = (fixture('stripe-line-items').data as unknown[]).map((item) => LINE_ITEM.parse(item));
  const session = SESSION.parse(fixture('stripe-session'));
  const taxesOf = (change: object, shipping: object = {}) => {
    const changed = { ...cup, ...change } as NonNullable<typeof cup>;
    const shipped = { ...session, shipping_cost: { ...session.shipping_cost, ...shipping } } as typeof session;
    const { lines } = sessionLines(coffee ? [coffee, changed] : [], shipped, 'mxn');
    return lines.map(({ taxes }) => taxes);
  };
  const rate = { percentage: '16.00', country: 'MX', display_name: 'IVA' };

  it('are named with their countries, and shipping’s by the rate that yields its amount', () => {
    expect(taxesOf({})).toEqual([
      [{ name: 'IVA', rate: '0.00' }],
      [{ name: 'IVA', rate: '0.16' }],
      [{ name: 'IVA', rate: '0.16' }],
    ]);
    expect(taxesOf({}, { amount_tax: 0 })[2]).toEqual([]);
    expect(taxesOf({}, { amount_tax: 900 })[2]).toEqual([{}]);
  });

  it('on lodging and from another country are not mistaken for IVA', () => {
    const ish = {
      amount: 894,
      rate: { percentage: '3.00', country: 'MX', display_name: 'ISH' },
      taxability_reason: null,
    };
    const both = [{ amount: 4110, rate, taxability_reason: 'standard_rated' }, ish];
    expect(taxesOf({ taxes: both })[1]).toEqual([
      { name: 'IVA', rate: '0.16' },
      { name: 'ISH', rate: '0.03' },
    ]);
    const us = {
      amount: 2459,
      rate: { percentage: '8.25', country: 'US', display_name: 'Sales Tax' },
      taxability_reason: null,
    };
    expect(taxesOf({ taxes: [us] })[1]).toEqual([{ name: 'Sales Tax', rate: '0.0825', isForeign: true }]);
  });

  it('that Stripe says it does not collect do not count', () => {
    const none = { amount: 0, rate, taxability_reason: 'not_collecting' };
    expect(taxesOf({ taxes: [none] })[1]).toEqual([]);
  });
});
