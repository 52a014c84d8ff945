import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { iepsOf, ivaOf, productFaults, productKeyOf } from '../../../server/sources/intake/product-map.ts';
import { readProductsCsv, writeProductsCsv } from '../../../server/sources/own-system/product-csv.ts';
import type { ProductKey, SourceDefaults } from '../../../server/sources/settings.ts';

const IVA_16 = ivaOf('0.16');
const WITHHELD = { tipo: 'retencion', impuesto: '001', tipoFactor: 'Tasa', tasaOCuota: '0.100000' } as const;
const POSTAGE: ProductKey = { claveProdServ: '78102203', claveUnidad: 'E48', unidad: 'Envío', impuestos: [IVA_16] };
const DEFAULTS: SourceDefaults = {
  claveProdServ: '01010101',
  claveUnidad: 'H87',
  impuestos: [IVA_16],
  pricesIncludeTax: true,
  formaPago: '28',
  branch: 'centro',
  shipping: POSTAGE,
};
const COFFEE: ProductKey = { claveProdServ: '50201706', claveUnidad: 'H87', impuestos: [ivaOf('0')] };
const CUPS: ProductKey = { claveProdServ: '52152002', claveUnidad: 'H87' };
const WINE: ProductKey = { claveProdServ: '50202203', claveUnidad: 'H87', impuestos: [iepsOf('0.265'), IVA_16] };
const PRODUCTS = { 'sku:CAFE-500': COFFEE, 'category:tazas': CUPS, 'category:cafe': WINE };

describe('the SAT keys of a line', () => {
  const keyOf = (line: object, defaults = DEFAULTS) => productKeyOf({ kind: 'product', ...line }, PRODUCTS, defaults);

  it('are those of its sku, otherwise of its category, otherwise the defaults', () => {
    expect(keyOf({ sku: 'CAFE-500', category: 'tazas' })).toEqual(COFFEE);
    expect(keyOf({ sku: 'TAZA-01', category: 'tazas' }).claveProdServ).toBe('52152002');
    expect(keyOf({ sku: 'OTRO' })).toEqual({ claveProdServ: '01010101', claveUnidad: 'H87', impuestos: [IVA_16] });
  });

  it('are those of shipping for a shipping line, and the defaults if there are none', () => {
    const { shipping: _, ...without } = DEFAULTS;
    expect(keyOf({ kind: 'shipping' })).toEqual(POSTAGE);
    expect(keyOf({ kind: 'shipping' }, without).claveProdServ).toBe('01010101');
    expect(keyOf({ kind: 'shipping', sku: 'CAFE-500' })).toEqual(COFFEE);
    expect(keyOf({ kind: 'fee' }).claveProdServ).toBe('01010101');
  });

  it('come with the default taxes if the mapping has no taxes, and with none if it has an empty list', () => {
    expect(keyOf({ category: 'tazas' })).toEqual({ ...CUPS, impuestos: [IVA_16] });
    const untaxed = { 'sku:A': { ...CUPS, impuestos: [] }, 'sku:B': { ...CUPS, objetoImp: '01' } };
    expect(productKeyOf({ kind: 'product', sku: 'A' }, untaxed, DEFAULTS)).toEqual({
      ...CUPS,
      objetoImp: '01',
      impuestos: [],
    });
    expect(productKeyOf({ kind: 'product', sku: 'B' }, untaxed, DEFAULTS)).toEqual({ ...CUPS, objetoImp: '01' });
  });

  it.each([
    ['0.16', '0.160000'],
    ['0.08', '0.080000'],
    ['0', '0.000000'],
  ])('come with the IVA that the order states, %s, whatever the mapping says', (iva, tasaOCuota) => {
    expect(keyOf({ sku: 'CAFE-500', iva }).impuestos).toEqual([{ ...IVA_16, tasaOCuota }]);
  });

  it('are exempt if the order says so, and keep their IEPS', () => {
    const exento = { tipo: 'traslado', impuesto: '002', tipoFactor: 'Exento' };
    expect(keyOf({ category: 'cafe', iva: 'exento' }).impuestos).toEqual([iepsOf('0.265'), exento]);
  });

  it('become subject to tax once the order taxes the line', () => {
    const products = { 'sku:B': { ...CUPS, objetoImp: '01' } };
    expect(productKeyOf({ kind: 'product', sku: 'B', iva: '0.16' }, products, DEFAULTS)).toEqual({
      ...CUPS,
      impuestos: [IVA_16],
    });
  });

  it('keep an invalid rate, so that the sale is refused', () => {
    expect(keyOf({ iva: 'dieciséis' }).impuestos).toEqual([{ ...IVA_16, tasaOCuota: 'dieciséis' }]);
  });
});

describe('a product is valid if a sale of it is', () => {
  it.each<[string, object, string[]]>([
    ['as it should be', {}, []],
    ['with what is withheld', { impuestos: [IVA_16, WITHHELD] }, []],
    ['seven digits', { claveProdServ: '5020170' }, ['malformed /claveProdServ']],
    ['fuel, that needs a complement', { claveProdServ: '15101514' }, ['needs-complement /claveProdServ']],
    ['a unit of nobody', { claveUnidad: 'ZZX' }, ['clave-unknown /claveUnidad']],
    ['a rate of nobody', { impuestos: [ivaOf('0.15')] }, ['tax-unknown /impuestos/0']],
    ['taxes of what bears none', { objetoImp: '01' }, ['objeto-imp-mismatch /objetoImp']],
  ])('%s', (_, changes, faults) => {
    const found = productFaults({ ...COFFEE, ...changes }).map(({ code, pointer }) => `${code} ${pointer}`);
    expect(found).toEqual(faults);
  });
});

describe('the product mapping as a spreadsheet', () => {
  const HEADER = 'sku,category,claveProdServ,claveUnidad,unidad,objetoImp,iva,ieps\r\n';
  const faultsOf = (text: string) =>
    readProductsCsv(text).faults.map(
      ({ line, faults }) => `${line}: ${faults.map(({ code, pointer }) => `${code} ${pointer}`).join(', ')}`,
    );

  it('is read by sku and by category, with its taxes', () => {
    const text = `\ufeff${HEADER}CAFE-500,,50201706,H87,,,0,\n,tazas,52152002,H87,,,,\n,cafe,50202203,H87,,,0.16,0.265\n`;
    expect(readProductsCsv(text)).toEqual({ products: PRODUCTS, faults: [] });
  });

  it('reports for each line what is wrong in which column, and keeps the others', () => {
    const text = [
      HEADER.trim(),
      ',,50201706,H87,,,0,',
      'A,,,H87,,,0,',
      'B,,50201706,,,,0.15,',
      'C,,50202203,H87,,,,0.265',
      'D,,50202203,H87,,,0.16,0.27',
      'E,,50201706,H87,,01,0.16,',
      'F,,50201706,H87,,,0,',
      'F,,50201706,H87,,,0.16,',
    ].join('\n');
    expect(faultsOf(text)).toEqual([
      '2: required /sku',
      '3: required /claveProdServ',
      '4: required /claveUnidad',
      '5: required /iva',
      '6: tax-unknown /ieps',
      '7: objeto-imp-mismatch /objetoImp',
      '9: malformed /sku',
    ]);
    expect(Object.keys(readProductsCsv(text).products)).toEqual(['sku:F']);
  });

  it('is a fault of its line if it is unreadable', () => {
    expect(faultsOf(`${HEADER}A,,50201706\n`)).toEqual(['2: row-malformed ']);
    expect(readProductsCsv('')).toEqual({ products: {}, faults: [] });
  });

  it('never has a cell that begins as a formula', () => {
    const text = writeProductsCsv({
      'sku:=HYPERLINK("http://x")': COFFEE,
      'sku:-1': COFFEE,
      'category:@cafés': { ...COFFEE, unidad: '+1' },
    });
    expect(text).toBe(
      `${HEADER}` +
        ",'@cafés,50201706,H87,'+1,,0,\r\n" +
        "'-1,,50201706,H87,,,0,\r\n" +
        '"\'=HYPERLINK(""http://x"")",,50201706,H87,,,0,\r\n',
    );
    expect(text.split(/[,\r\n]+/).filter((cell) => /^"?[=+\-@]/.test(cell))).toEqual([]);
  });

  it('has one more column if no other can express the taxes', () => {
    const products = { 'sku:DIS': { ...CUPS, impuestos: [IVA_16, WITHHELD] }, 'sku:DEP': { ...CUPS, impuestos: [] } };
    expect(writeProductsCsv(products)).toContain('ieps,impuestos');
    expect(readProductsCsv(writeProductsCsv(products))).toEqual({ products, faults: [] });
  });

  it('is read back unchanged', () => {
    const name = fc
      .array(fc.constantFrom(...'=+-@\'"a,1 ñ\n;'), { minLength: 1, maxLength: 8 })
      .map((letters) => letters.join('').trim())
      .filter((text) => text !== '');
    const product = fc.record({
      key: fc.constantFrom('sku', 'category'),
      name,
      is: fc.constantFrom(COFFEE, CUPS, WINE),
    });
    fc.assert(
      fc.property(fc.array(product, { maxLength: 8 }), (rows) => {
        const products = Object.fromEntries(rows.map(({ key, name, is }) => [`${key}:${name}`, is]));
        expect(readProductsCsv(writeProductsCsv(products))).toEqual({ products, faults: [] });
      }),
    );
  });
});
