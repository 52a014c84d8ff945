import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readFacturapiReceipts } from '../../../server/sources/own-system/moving-in/facturapi.ts';
import { readGigstackReceipts } from '../../../server/sources/own-system/moving-in/gigstack.ts';
import { BREAD, CAFE, COURSE, exported, gist } from '../fixtures/moving-in.ts';

const FACTURAPI_CSV = exported('facturapi-receipts.csv');
const GIGSTACK_CSV = exported('gigstack-receipts.csv');

describe('a spreadsheet of receipts', () => {
  it('of Facturapi is read with semicolons, Spanish headers and a mark of its bytes', () => {
    expect(gist(readFacturapiReceipts(FACTURAPI_CSV))).toEqual([
      '2 r9YqYarL: 198.50',
      '3 Tz0oIl1K: 100.00',
      '5 bN4mQ7xW: invoiced',
      '6 hJ2kPs8V: canceled',
      '7 vM6tZq9B: invoiced',
      '8 gC5dXw3R: amount-malformed /total',
    ]);
  });

  it('of gigstack is read as its command line writes it, and a row of other columns is not guessed at', () => {
    expect(gist(readGigstackReceipts(GIGSTACK_CSV))).toEqual([
      '2 receipt_8fKq2LmZx0: 1102.00',
      '3 receipt_usd77: 58.50',
      '4 receipt_inv: invoiced',
      '5 ?: row-malformed ',
      '6 receipt_nodate: date-without-offset /created_at',
    ]);
  });

  it('knows a total with its taxes and no lines, and a day as its noon', () => {
    const [coffee, bread] = readFacturapiReceipts(FACTURAPI_CSV);
    expect(coffee).toEqual({
      kind: 'submitted',
      line: 2,
      folio: 'r9YqYarL',
      sale: {
        folio: 'r9YqYarL',
        date: '2026-11-20T12:00:00Z',
        moneda: 'MXN',
        total: '198.50',
        estado: 'pagada',
        formaPago: '28',
        pricesIncludeTax: true,
      },
    });
    expect(bread).toMatchObject({ sale: { date: '2026-11-20T17:40:00.000Z', email: 'lucia.mendez@example.com' } });
  });

  it.each([
    ['1,250.00', '1250.00'],
    ['$ 1,250', '1250.00'],
    ['1250,5', '1250.50'],
    ['1250.5', '1250.50'],
  ])('writes an amount as %s', (written, total) => {
    const csv = `id,status,total,created_at\nreceipt_1,open,"${written}",2026-11-20\n`;
    expect(gist(readGigstackReceipts(csv))).toEqual([`2 receipt_1: ${total}`]);
  });

  it('of anything else is one fault: it has no keys', () => {
    expect(gist(readFacturapiReceipts('sku,iva\nA,0.16\nB,0\n'))).toEqual(['1 ?: required /key']);
    expect(gist(readGigstackReceipts('<html>\n<p>Inicia sesión</p>'))).toEqual(['1 ?: required /id']);
    expect(readGigstackReceipts('')).toEqual([]);
  });

  it('may know a receipt by its link alone', () => {
    const csv = (url: string) => `url,status,total,created_at,self_invoice_url\n${url},open,58,2026-11-20,${url}\n`;
    const gigstack = csv('https://invoicing.gigstack.pro/autofactura?id=receipt_8fKq2LmZx0');
    expect(gist(readGigstackReceipts(gigstack))).toEqual(['2 receipt_8fKq2LmZx0: 58.00']);
    const facturapi = csv('https://factura.space/cafe-la-parroquia/r9YqYarL?utm=ticket');
    expect(gist(readFacturapiReceipts(facturapi))).toEqual(['2 r9YqYarL: 58.00']);
  });

  it('that breaks off still submits the rows before', () => {
    const csv = 'id,status,total,created_at\nreceipt_1,open,58,2026-11-20\nreceipt_2,open,"58\n';
    expect(gist(readGigstackReceipts(csv))).toEqual(['2 receipt_1: 58.00', '3 ?: quote-not-closed ']);
  });
});

describe('JSON of receipts', () => {
  it('is a list, a page, pages in a list, or one receipt, counted from 1', () => {
    const page = { page: 1, data: [CAFE, null, BREAD] };
    const both = ['1 r9YqYarL: 198.50', '2 Tz0oIl1K: 100.00'];
    for (const document of [[CAFE, BREAD], page, [{ data: [CAFE] }, { data: [BREAD] }]])
      expect(gist(readFacturapiReceipts(`\uFEFF${JSON.stringify(document, null, 2)}`))).toEqual(both);
    expect(gist(readFacturapiReceipts(JSON.stringify(CAFE)))).toEqual(both.slice(0, 1));
  });

  it('of a receipt a line says the line, and one that is cut stops no other', () => {
    const lines = [JSON.stringify(CAFE), '', JSON.stringify(BREAD).slice(0, 90), JSON.stringify(BREAD)];
    expect(gist(readFacturapiReceipts(`\uFEFF${lines.join('\r\n')}\r\n`))).toEqual([
      '1 r9YqYarL: 198.50',
      '3 ?: malformed ',
      '4 Tz0oIl1K: 100.00',
    ]);
  });

  it('that is none is a fault, not an error', () => {
    expect(gist(readFacturapiReceipts('[{"key": "r9YqYarL",'))).toEqual(['1 ?: malformed ']);
    expect(gist(readFacturapiReceipts('["r9YqYarL", 7]'))).toEqual(['1 ?: malformed ', '2 ?: malformed ']);
    for (const deep of ['['.repeat(200_000) + ']'.repeat(200_000), '[{"data":'.repeat(50_000)])
      expect(gist(readGigstackReceipts(deep))).toEqual(['1 ?: malformed ']);
    const odd = { ...CAFE, items: [{ product: { product_key: { toString: 1, valueOf: 1 }, local_taxes: [1] } }] };
    expect(gist(readFacturapiReceipts(JSON.stringify(odd)))[0]).toContain('malformed /items/0/product/product_key');
  });
});

describe('whatever a merchant uploads', () => {
  const files = [
    'facturapi-receipts.json',
    'facturapi-receipts.csv',
    'gigstack-receipts.json',
    'gigstack-receipts.csv',
  ];
  const anything = fc.oneof(
    fc.string(),
    fc.json(),
    fc
      .tuple(fc.constantFrom(...files.map(exported)), fc.nat(6000), fc.string({ maxLength: 4 }))
      .map(([file, at, noise]) =>
        // A file with something in its middle, or cut there.
        noise === '' ? file.slice(0, at) : file.slice(0, at) + noise + file.slice(at + noise.length),
      ),
  );

  it('comes to lines, and nothing is thrown', () => {
    fc.assert(
      fc.property(anything, (file) => {
        for (const each of [...readFacturapiReceipts(file), ...readGigstackReceipts(file)]) {
          expect(each.line).toBeGreaterThan(0);
          if (each.kind === 'faults') expect(each.faults).not.toEqual([]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never has its customers’ data in a fault', () => {
    const lines = [
      ...readFacturapiReceipts(FACTURAPI_CSV),
      ...readGigstackReceipts(JSON.stringify([{ ...COURSE, total: 'lucia@example.com' }])),
    ];
    expect(JSON.stringify(lines.filter(({ kind }) => kind === 'faults'))).not.toMatch(/lucia|Méndez/i);
  });
});
