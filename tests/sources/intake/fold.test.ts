import { describe, expect, it } from 'vitest';
import type { Fact } from '../../../server/sources/intake/fact.ts';
import { iepsOf, ivaOf } from '../../../server/sources/intake/product-map.ts';
import {
  COFFEE,
  CUP,
  FREELANCER,
  fold,
  line,
  linesOf,
  order,
  PHARMACY,
  POSTAGE,
  paid,
  RESTAURANT,
  refund,
  SERVICE,
  SHOPIFY,
  saleOf,
  setup,
  WOO,
} from './fold-orders.ts';

describe('an order becomes a sale', () => {
  it('from Shopify, with its keys, its coupon by line and its shipping', () => {
    const card = paid('card', { payment: { method: 'card', funding: 'debit' }, cardLast4: '4242' });
    expect(fold('shopify', [SHOPIFY, card])).toEqual({
      kind: 'sale',
      flags: [],
      body: expect.objectContaining({ folio: '1001', cardLast4: '4242' }),
      wire: {
        folio: '1001',
        date: '2026-11-20T18:32:00-06:00',
        moneda: 'MXN',
        total: '573.30',
        pricesIncludeTax: true,
        estado: 'pagada',
        formaPago: '28',
        email: 'ana@example.com',
        cardLast4: '4242',
        conceptos: [
          {
            ...COFFEE,
            noIdentificacion: 'CAFE-500',
            descripcion: 'Café en grano 500 g',
            cantidad: '2',
            valorUnitario: '189.00',
            descuento: '37.80',
          },
          {
            ...CUP,
            noIdentificacion: 'TAZA-01',
            descripcion: 'Taza de cerámica',
            cantidad: '1',
            valorUnitario: '149.00',
            descuento: '14.90',
          },
          { ...POSTAGE, descripcion: 'Envío nacional', cantidad: '1', valorUnitario: '99.00' },
        ],
      },
    });
  });

  it('with its coupon on the whole order', () => {
    const whole = order({ total: '90.00', descuento: '10.00', lines: [line('x', 'Taza', '100.00')] });
    expect(saleOf('shopify', [whole])).toMatchObject({ total: '90.00', descuento: '10.00' });
  });

  it('from WooCommerce, with its taxes added to its prices', () => {
    expect(saleOf('woocommerce', [WOO, paid('bacs')])).toMatchObject({
      pricesIncludeTax: false,
      total: '1099.98',
      formaPago: '03',
    });
  });

  it('with a negative fee as a discount on the whole', () => {
    const lines = [line('a', 'Silla', '1000.00'), line('f', 'Socio', '-100.00', { kind: 'fee' })];
    expect(saleOf('woocommerce', [order({ total: '900.00', lines })])).toMatchObject({ descuento: '100.00' });
    expect(linesOf('woocommerce', [order({ total: '900.00', lines })])).toEqual(['1 Silla 1000.00']);
  });

  it('from a freelancer on Stripe without lines, as one line by the defaults', () => {
    expect(saleOf('stripe', [FREELANCER, paid('card')]).conceptos).toEqual([
      { ...SERVICE, descripcion: 'Compra pi-77', cantidad: '1', valorUnitario: '11600.00' },
    ]);
    expect(linesOf('stripe', [FREELANCER], setup({ pricesIncludeTax: false }))).toEqual(['1 Compra pi-77 11600.00']);
  });

  it('with the freelancer’s withholdings on top of what was paid', () => {
    const isr = { tipo: 'retencion', impuesto: '001', tipoFactor: 'Tasa', tasaOCuota: '0.100000' } as const;
    const ret = { tipo: 'retencion', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.106667' } as const;
    const by = setup({ impuestos: [ivaOf('0.16'), isr, ret] });
    // 10,000.00 + 1,600.00 IVA − 1,000.00 ISR − 1,066.67 IVA.
    expect(linesOf('stripe', [order({ total: '9533.33' })], by)[0]).toMatch(/^1 Compra 1001 1(1600\.00|1599\.99)/);
  });

  it('from a pharmacy with lines of 0 and of 16 %', () => {
    expect(linesOf('manual', [PHARMACY, paid('cash')])).toHaveLength(3);
  });

  it('from a restaurant, with the tip stored separately', () => {
    expect(saleOf('pull', [RESTAURANT, paid('card', { importe: '400.20' })])).toMatchObject({
      total: '348.00',
      propina: '52.20',
    });
  });

  it('without a line of zero quantity, and with the free one', () => {
    const lines = [
      line('a', 'Taza', '348.00'),
      line('b', 'Quitado', '99.00', { cantidad: '0' }),
      line('c', 'Regalo', '0'),
    ];
    expect(linesOf('shopify', [order({ lines })])).toEqual(['1 Taza 348.00', '1 Regalo 0']);
  });

  it('in another currency with its rate, which pesos do not have', () => {
    const usd = order({ moneda: 'USD', tipoCambio: '18.4213', total: '20.00' });
    expect(saleOf('stripe', [usd])).toMatchObject({ tipoCambio: '18.4213' });
    expect(saleOf('stripe', [order({ tipoCambio: '1' })])).not.toHaveProperty('tipoCambio');
    // That of the DOF is looked up when the sale is stored.
    expect(saleOf('stripe', [order({ moneda: 'USD' })])).not.toHaveProperty('tipoCambio');
  });

  it('from its newest version; of equal versions always the same one', () => {
    const newer = order({ version: 1_795_200_000_001, total: '100.00' });
    expect(saleOf('stripe', [newer, order({})]).total).toBe('100.00');
    const other = order({ total: '200.00' });
    expect(saleOf('stripe', [order({}), other])).toEqual(saleOf('stripe', [other, order({})]));
  });
});

describe('the form of payment', () => {
  it('is that of the larger of two payments, with the digits of that one', () => {
    const cash = paid('cash', { paymentKey: 'p1', importe: '99.00' });
    const card = paid('card', {
      paymentKey: 'p2',
      importe: '249.00',
      payment: { method: 'card', funding: 'credit' },
      cardLast4: '1881',
    });
    expect(saleOf('shopify', [order({}), cash, card])).toMatchObject({ formaPago: '04', cardLast4: '1881' });
    const { importe: _, ...whole } = cash;
    expect(saleOf('shopify', [order({}), card, whole])).toMatchObject({ formaPago: '01' });
    expect(saleOf('shopify', [order({}), card, whole])).not.toHaveProperty('cardLast4');
  });

  it('is what the newest version of a payment says, completed by what only an older one knew', () => {
    const card = paid('card', { payment: { method: 'card', funding: 'debit' }, cardLast4: '4242' });
    const later = paid('card', { version: 2, email: 'ana@example.com' });
    expect(saleOf('stripe', [order({}), later, card])).toMatchObject({
      formaPago: '28',
      cardLast4: '4242',
      email: 'ana@example.com',
    });
    expect(saleOf('stripe', [order({}), card, paid('oxxo', { version: 3 })])).toMatchObject({ formaPago: '01' });
  });

  it('is flagged if it was only assumed', () => {
    const flags = (facts: readonly Fact[], by = setup()) => fold('stripe', facts, by);
    expect(flags([order({}), paid('card')])).toMatchObject({
      flags: ['forma-pago-assumed'],
      wire: { formaPago: '04' },
    });
    expect(flags([order({})])).toMatchObject({ flags: ['forma-pago-assumed'], wire: { formaPago: '04' } });
    expect(flags([order({})], setup({ formaPago: '28' }))).toMatchObject({ flags: [], wire: { formaPago: '28' } });
    expect(flags([order({ estado: 'pendiente' })])).toMatchObject({ flags: [], wire: { formaPago: '99' } });
  });

  it('comes with the order’s e-mail, otherwise a payment’s, and an invalid one is left out', () => {
    const payments = [paid('card', { email: 'ana@example.com' }), paid('card', { paymentKey: 'a', importe: '1.00' })];
    expect(saleOf('stripe', [order({}), ...payments]).email).toBe('ana@example.com');
    expect(saleOf('stripe', [order({ email: 'luis@example.com' }), ...payments]).email).toBe('luis@example.com');
    expect(saleOf('stripe', [order({ email: 'sin correo' }), ...payments]).email).toBe('ana@example.com');
    expect(saleOf('stripe', [order({ email: '' }), paid('card', { cardLast4: 'XXXX' })])).not.toHaveProperty('email');
    expect(saleOf('stripe', [order({}), paid('card', { cardLast4: 'XXXX' })])).not.toHaveProperty('cardLast4');
  });
});

describe('an order does not become a sale if it', () => {
  it('misses its total by more than rounding: both figures are reported', () => {
    const wrong = order({ total: '350.00', lines: [line('d', 'Desayuno', '174.00', { cantidad: '2' })] });
    const fault = {
      code: 'sale-inconsistent',
      pointer: '/total',
      params: { total: '350.00', sum: '348.00', difference: '2.00' },
    };
    expect(fold('shopify', [wrong])).toEqual({ kind: 'problem', faults: [fault] });
    expect(fold('shopify', [wrong, refund('50.00')])).toEqual({ kind: 'problem', faults: [fault] });
  });

  it('misses its total, except that a cancelled one is cancelled even so', () => {
    const wrong = order({ total: '350.00', estado: 'cancelada', lines: [line('d', 'Desayuno', '174.00')] });
    expect(linesOf('shopify', [wrong])).toEqual(['1 Compra 1001 350.00']);
    expect(saleOf('shopify', [{ ...wrong, estado: 'pagada' }, refund('350.00')]).estado).toBe('cancelada');
  });

  it('was free', () => {
    expect(fold('shopify', [order({ total: '0.00', lines: [line('a', 'Muestra', '0.00')] })])).toEqual({
      kind: 'problem',
      faults: [{ code: 'nothing-to-invoice', pointer: '/total' }],
    });
  });

  it('has invalid amounts, wherever they are', () => {
    const facts = [
      order({}),
      paid('card', { importe: '1e3' }),
      refund('-5.00', { refundKey: 'a/b', lines: [{ key: 'l', cantidad: 'x', importe: '5' }] }),
    ];
    expect(fold('stripe', facts)).toMatchObject({
      faults: [
        { code: 'amount-malformed', pointer: '/pagos/ch_1/importe' },
        { code: 'amount-malformed', pointer: '/refunds/a~1b/importe' },
        { code: 'amount-malformed', pointer: '/refunds/a~1b/lines/0/cantidad' },
      ],
    });
    expect(fold('stripe', [order({ total: '348,00' })])).toMatchObject({ faults: [{ pointer: '/total' }] });
  });

  it('is of a product whose keys are wrong', () => {
    const by = { ...setup(), products: { 'sku:VINO': { ...CUP, impuestos: [iepsOf('0.27'), ivaOf('0.16')] } } };
    expect(fold('shopify', [order({ lines: [line('a', 'Vino', '348.00', { sku: 'VINO' })] })], by)).toEqual({
      kind: 'problem',
      faults: [{ code: 'tax-unknown', pointer: '/conceptos/0/impuestos/0' }],
    });
  });
});
