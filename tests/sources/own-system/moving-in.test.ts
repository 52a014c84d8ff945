import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folioKey, keysOf } from '../../../server/sales/lookup.ts';
import type { SaleBody } from '../../../server/sales/sale.ts';
import { parseSale } from '../../../server/sales/sale-wire.ts';
import type { SubmittedLine } from '../../../server/sources/intake/submitted-sale.ts';
import { readFacturapiReceipts } from '../../../server/sources/own-system/moving-in/facturapi.ts';
import { readGigstackReceipts } from '../../../server/sources/own-system/moving-in/gigstack.ts';
import type { Json } from '../fixtures/fixture.ts';
import { BREAD, CAFE, COURSE, exported, gist, submitted } from '../fixtures/moving-in.ts';

/** A submitted sale that becomes a sale as it stands. */
function bodyOf(line: SubmittedLine & { readonly kind: 'submitted' }): SaleBody {
  const outcome = parseSale(line.sale);
  if (outcome.kind === 'faults') throw new Error(JSON.stringify([outcome.faults, line.sale]));
  return outcome.body;
}

const facturapi = (receipt: Json) => readFacturapiReceipts(JSON.stringify([receipt]));
const gigstack = (receipt: Json) => readGigstackReceipts(JSON.stringify([receipt]));

/** The café's receipt with something else in its first item. */
function cafe(item: Json, product: Json = {}): Json {
  const [first, ...rest] = CAFE.items as readonly Json[];
  return { ...CAFE, items: [{ ...first, ...item, product: { ...(first?.product as Json), ...product } }, ...rest] };
}

function course(item: Json, changes: Json = {}): Json {
  const [only] = COURSE.items as readonly Json[];
  return { ...COURSE, ...changes, items: [{ ...only, ...item }] };
}

describe("a café's receipts from Facturapi", () => {
  it('are submitted while they are open, skipped once invoiced or canceled, and a bad one stops no other', () => {
    expect(gist(readFacturapiReceipts(exported('facturapi-receipts.json')))).toEqual([
      '1 r9YqYarL: 198.50',
      '2 Tz0oIl1K: 100.00',
      '3 bN4mQ7xW: invoiced',
      '4 hJ2kPs8V: canceled',
      '5 gC5dXw3R: amount-malformed /items/0/product/price',
    ]);
  });

  it('come with all that an invoice needs', () => {
    const body = bodyOf(submitted(facturapi(CAFE)));
    expect(body).toMatchObject({ date: '2026-11-20T15:02:11.482Z', moneda: 'MXN', formaPago: '28', estado: 'pagada' });
    expect(body).toMatchObject({ pricesIncludeTax: true });
    expect(body.conceptos).toMatchObject([
      { claveProdServ: '90101501', noIdentificacion: 'LECH-01', cantidad: '2', valorUnitario: '62.00' },
      { unidad: 'Pieza', descuento: '10.50', impuestos: [{ impuesto: '002', tasaOCuota: '0.000000' }] },
    ]);
    expect(submitted(facturapi(BREAD)).sale.email).toBe('lucia.mendez@example.com');
  });

  it('are found by the key of the ticket, in lower case and with spaces', () => {
    for (const [receipt, typed] of [
      [CAFE, ' r9yq yarl '],
      [BREAD, 'tzoo-il1k'],
    ] as const)
      expect(keysOf(bodyOf(submitted(facturapi(receipt)))).folioKey).toBe(folioKey(typed));
  });

  it('are found by the end of their link where the key is not there', () => {
    const { key: _, ...receipt } = CAFE;
    expect(submitted(facturapi(receipt)).folio).toBe('r9YqYarL');
  });

  it('lose nothing to binary floats: a long price is rounded once, a residue is nothing', () => {
    const [line] = bodyOf(submitted(facturapi(BREAD))).conceptos;
    expect(line).toMatchObject({ valorUnitario: '28.735632' });
    expect(bodyOf(submitted(facturapi(cafe({ discount: 1.4210854715202004e-14 })))).conceptos[0]).not.toHaveProperty(
      'descuento',
    );
    expect(submitted(facturapi({ ...CAFE, total: 198.49999999999997 })).sale.total).toBe('198.50');
    const large = `[{"key":"k","status":"open","date":"2026-11-20T15:02:11Z","total":900719925474099.13}]`;
    expect(submitted(readFacturapiReceipts(large)).sale.total).toBe('900719925474099.13');
  });

  it('are all submitted with their taxes inside where only some prices include them', () => {
    const items = [...(CAFE.items as readonly Json[]), ...(BREAD.items as readonly Json[])];
    const body = bodyOf(submitted(facturapi({ ...CAFE, items, total: 298.5 })));
    expect(body.pricesIncludeTax).toBe(true);
    expect(body.conceptos.map(({ valorUnitario }) => valorUnitario)).toEqual(['62.00', '85.00', '33.333333']);
  });

  it('leave out what they do not say, for the source to say it', () => {
    const { payment_form: _, currency: __, ...receipt } = cafe({}, { product_key: '', unit_key: null, taxes: null });
    const { sale } = submitted(facturapi(receipt));
    expect(sale).not.toHaveProperty('formaPago');
    expect(sale.moneda).toBe('MXN');
    expect(bodyOf(submitted(facturapi(cafe({}, { tax_included: null })))).pricesIncludeTax).toBe(true);
    expect(submitted(facturapi({ ...CAFE, date: null })).sale.date).toBe(CAFE.created_at);
    const [line] = sale.conceptos as readonly Json[];
    expect(submitted(facturapi({ ...CAFE, customer: { email: 'no tiene' } })).sale).not.toHaveProperty('email');
    for (const field of ['claveProdServ', 'claveUnidad', 'impuestos']) expect(line).not.toHaveProperty(field);
  });

  it('in another currency carry what it was worth', () => {
    const { sale } = submitted(facturapi({ ...CAFE, currency: 'USD', exchange: 18.4567 }));
    expect(sale).toMatchObject({ moneda: 'USD', tipoCambio: '18.4567' });
    expect(submitted(facturapi(CAFE)).sale).not.toHaveProperty('tipoCambio');
  });

  it.each<[string, Json, string]>([
    ['a local tax', cafe({}, { local_taxes: [{ type: 'ISH', rate: 0.03 }] }), '/items/0/product/local_taxes'],
    ['a third party', cafe({ third_party: { tax_id: 'MIC920101HN7' } }), '/items/0/third_party'],
    ['a cuenta predial', cafe({ property_tax_account: ['0102030405'] }), '/items/0/property_tax_account'],
  ])('are not submitted without %s, which no sale here carries', (_, receipt, pointer) => {
    const params = { clave: '90101501', complement: expect.any(String) };
    expect(facturapi(receipt)).toMatchObject([
      { kind: 'faults', folio: 'r9YqYarL', faults: [{ code: 'needs-complement', pointer, params }] },
    ]);
  });

  it.each<[string, Json, string]>([
    ['a status nobody knows', { ...CAFE, status: 'draft' }, 'malformed /status'],
    ['the name of something every object has', { ...CAFE, status: 'constructor' }, 'malformed /status'],
    ['no status', { ...CAFE, status: null }, 'required /status'],
    ['no total', { ...CAFE, total: null }, 'required /total'],
    ['no date', { ...CAFE, date: null, created_at: null }, 'required /date'],
    ['a date of no calendar', { ...CAFE, date: '2026-02-30' }, 'date-without-offset /date'],
    ['a price below nothing', cafe({}, { price: -1 }), 'amount-malformed /items/0/product/price'],
    ['no description', cafe({}, { description: null }), 'required /items/0/product/description'],
    [
      'IVA on a part of the price',
      cafe({}, { taxes: [{ type: 'IVA', rate: 0.16, base: 40 }] }),
      'malformed /items/0/product/taxes/0/base',
    ],
    [
      'a cuota of other units than its pieces',
      cafe({}, { taxes: [{ type: 'IEPS', factor: 'Cuota', rate: 1.6451, base: 3 }] }),
      'malformed /items/0/product/taxes/0/base',
    ],
    [
      'IEPS on another base',
      cafe({}, { taxes: [{ type: 'IEPS', rate: 0.08, ieps_mode: 'break_down' }] }),
      'malformed /items/0/product/taxes/0/ieps_mode',
    ],
  ])('with %s are faults of their place', (_, receipt, fault) => {
    expect(gist(facturapi(receipt))).toEqual([`1 r9YqYarL: ${fault}`]);
  });

  it.each([106.896552, 53.448276])('whose tax says it is on all of the price, %s, are submitted', (base) => {
    const { conceptos } = bodyOf(submitted(facturapi(cafe({}, { taxes: [{ type: 'IVA', rate: 0.16, base }] }))));
    expect(conceptos[0]?.impuestos).toEqual([
      { tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' },
    ]);
  });

  it('whose cuota is on its pieces are submitted', () => {
    const cuota = { type: 'IEPS', factor: 'Cuota', rate: 1.6451, base: 2 };
    const { conceptos } = bodyOf(submitted(facturapi(cafe({}, { taxes: [cuota] }))));
    expect(conceptos[0]?.impuestos).toMatchObject([{ tipoFactor: 'Cuota', tasaOCuota: '1.645100', base: '2' }]);
  });

  it('made in its test mode say so', () => {
    expect(submitted(facturapi({ ...CAFE, livemode: false })).isTest).toBe(true);
    expect(submitted(facturapi(CAFE))).not.toHaveProperty('isTest');
  });
});

describe('what a receipt of Facturapi adds up to', () => {
  const IVA = { type: 'IVA', factor: 'Tasa', withholding: false };
  const TAXES = [
    [{ ...IVA, rate: 0.16 }],
    [{ ...IVA, rate: 0.08 }],
    [{ ...IVA, rate: 0 }],
    [{ ...IVA, factor: 'Exento', rate: 0 }],
    [
      { ...IVA, type: 'IEPS', rate: 0.265 },
      { ...IVA, rate: 0.16 },
    ],
    [
      { ...IVA, rate: 0.16 },
      { ...IVA, type: 'ISR', rate: 0.1, withholding: true },
      { ...IVA, rate: 0.106667, withholding: true },
    ],
  ];
  const item = fc.record({
    quantity: fc.integer({ min: 1, max: 12 }),
    centavos: fc.integer({ min: 100, max: 900_000 }),
    off: fc.integer({ min: 0, max: 99 }),
    taxes: fc.constantFrom(...TAXES),
    tax_included: fc.boolean(),
  });
  const millionths = (rate: number) => BigInt(Math.round(rate * 1e6));

  /** In 10⁻²⁰: what is paid for an item by the words of Facturapi's OpenAPI, as exact as it comes. */
  function paid({ quantity, centavos, off, taxes, tax_included }: Item): bigint {
    const rate = (type: string, withheld: boolean) =>
      millionths(taxes.find((tax) => tax.type === type && tax.withholding === withheld)?.rate ?? 0);
    const amount = BigInt(quantity * centavos - off) * 10n ** 6n;
    const [ieps, iva] = [10n ** 6n + rate('IEPS', false), 10n ** 6n + rate('IVA', false)];
    if (tax_included) return amount * 10n ** 12n;
    return amount * (ieps * iva - rate('ISR', true) * 10n ** 6n - ieps * rate('IVA', true));
  }
  type Item = {
    readonly quantity: number;
    readonly centavos: number;
    readonly off: number;
    readonly taxes: (typeof TAXES)[number];
    readonly tax_included: boolean;
  };

  it('is a sale as it stands, with any mixture of taxes, discounts and prices with and without them', () => {
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 8 }), (drawn) => {
        // What is withheld out of a price that includes its taxes, Facturapi does not document.
        const items = drawn.map((each) => (each.taxes.length === 3 ? { ...each, tax_included: false } : each));
        const total = items.map(paid).reduce((sum, each) => sum + each, 0n);
        const centavos = (total + 5n * 10n ** 17n) / 10n ** 18n;
        const body = bodyOf(
          submitted(
            facturapi({
              ...CAFE,
              total: Number(centavos) / 100,
              items: items.map(({ quantity, centavos: price, off, taxes, tax_included }) => ({
                quantity,
                discount: off / 100,
                product: {
                  ...{ description: 'Lechero', product_key: '90101501', unit_key: 'E48', taxability: '02' },
                  ...{ price: price / 100, tax_included, taxes },
                },
              })),
            }),
          ),
        );
        expect(keysOf(body).totalCentavos).toBe(Number(centavos));
      }),
    );
  });
});

describe("a school's receipts from gigstack", () => {
  it('are submitted while nobody invoiced them, which an invoice and a closed window are', () => {
    expect(gist(readGigstackReceipts(exported('gigstack-receipts.json')))).toEqual([
      '1 receipt_8fKq2LmZx0: 1102.00',
      '2 receipt_1234567890: 1160.00',
      '3 receipt_inv: invoiced',
      '4 receipt_exp: invoiced',
      '5 receipt_can: canceled',
      '6 receipt_twice: invoiced',
    ]);
  });

  it('come with all that an invoice needs, and are found by the id of their link', () => {
    const body = bodyOf(submitted(gigstack(COURSE)));
    expect(body).toMatchObject({ date: '2026-11-20T18:00:00Z', formaPago: '03', pricesIncludeTax: false });
    expect(body).toMatchObject({ email: 'lucia.mendez@example.com' });
    expect(body.conceptos).toMatchObject([{ cantidad: '2', valorUnitario: '500.00', descuento: '50.00' }]);
    expect(keysOf(body).folioKey).toBe(folioKey('Receipt 8fkq2lmzx0'));
  });

  it('say their date in seconds, in milliseconds, as Firestore or as a text', () => {
    for (const created_at of [1795197600, 1795197600000, { _seconds: 1795197600 }, '2026-11-20T18:00:00Z'])
      expect(submitted(gigstack({ ...COURSE, created_at })).sale.date).toBe('2026-11-20T18:00:00Z');
  });

  it('have a price with taxes where its taxes say they are inside it', () => {
    const taxes = [{ type: 'iva', rate: 0.16, inclusive: true }];
    expect(bodyOf(submitted(gigstack(course({ taxes }, { total: 950 })))).pricesIncludeTax).toBe(true);
    const withheld = [...taxes, { type: 'ISR', rate: 0.1, withholding: true }];
    expect(submitted(gigstack(course({ taxes: withheld }))).sale.pricesIncludeTax).toBe(true);
    const half = [...taxes, { type: 'IEPS', rate: 0.08, inclusive: false }];
    expect(gist(gigstack(course({ taxes: half })))).toEqual(['1 receipt_8fKq2LmZx0: malformed /items/0/taxes']);
  });

  it('of a service are named by what it is called where nothing describes it', () => {
    const { description: _, ...only } = (COURSE.items as readonly [Json])[0];
    const { sale } = submitted(gigstack({ ...COURSE, items: [{ ...only, name: 'Curso' }] }));
    expect(sale.conceptos).toMatchObject([{ descripcion: 'Curso' }]);
    expect(gist(gigstack({ ...COURSE, items: [only] }))[0]).toContain('required /items/0/description');
  });

  it('that were refunded are canceled, and in part are for the merchant to look at', () => {
    expect(gist(gigstack({ ...COURSE, total_refunded: 1102 }))).toEqual(['1 receipt_8fKq2LmZx0: canceled']);
    expect(gist(gigstack({ ...COURSE, total_refunded: 100 }))).toEqual([
      '1 receipt_8fKq2LmZx0: malformed /total_refunded',
    ]);
  });
});
