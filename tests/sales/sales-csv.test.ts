import { describe, expect, it } from 'vitest';
import { readSalesCsv } from '../../server/sales/sales-csv.ts';

const HEADER = 'folio,date,total,formaPago,claveProdServ,descripcion,claveUnidad,cantidad,valorUnitario,iva';
const COFFEE = 'CJ-1042,2026-11-20T18:32:00-06:00,527.00,04,50201706,Café de altura,H87,2,189.00,0';
const MUG = 'CJ-1042,,,,52152101,Taza,H87,1,149.00,0.16';
const BREAKFAST = 'CJ-1043,2026-11-20T09:12:00-06:00,348.00,28,90101501,Desayuno,E48,2,174.00,0.16';

const csv = (...lines: readonly string[]): string => [HEADER, ...lines].join('\n');
const only = (text: string) => {
  const [sale, ...others] = readSalesCsv(text);
  expect(others).toEqual([]);
  return sale;
};
const faults = (text: string) => {
  const sale = only(text);
  return sale?.kind === 'faults' ? sale.faults.map(({ code, pointer }) => `${code} ${pointer}`) : [];
};
/** One breakfast with one more column. */
const withColumn = (name: string, value: string): string => `${HEADER},${name}\n${BREAKFAST},${value}`;

describe('a spreadsheet of sales', () => {
  it('has one row per concepto; rows of one folio are one sale, reported at its first line', () => {
    const sales = readSalesCsv(csv(COFFEE, BREAKFAST, MUG));
    expect(sales.map(({ kind, line }) => [kind, line])).toEqual([
      ['sale', 2],
      ['sale', 3],
    ]);
    expect(sales[0]).toMatchObject({
      body: {
        folio: 'CJ-1042',
        total: '527.00',
        conceptos: [
          { descripcion: 'Café de altura', objetoImp: '02', impuestos: [{ impuesto: '002', tasaOCuota: '0' }] },
          { descripcion: 'Taza', impuestos: [{ impuesto: '002', tasaOCuota: '0.16' }] },
        ],
      },
    });
  });

  it('may begin with a BOM, quote its texts, end its lines as Windows does and leave lines empty', () => {
    const text = `\ufeff${csv(BREAKFAST.replace('Desayuno', '" Desayuno, ""completo"" "'), '', '')}`.replaceAll(
      '\n',
      '\r\n',
    );
    expect(only(text)).toMatchObject({ kind: 'sale', body: { conceptos: [{ descripcion: 'Desayuno, "completo"' }] } });
  });

  it('a bad sale does not stop the others', () => {
    const sales = readSalesCsv(csv(COFFEE.replace('527.00', '999.00'), MUG, BREAKFAST));
    expect(sales.map(({ kind, line }) => [kind, line])).toEqual([
      ['faults', 2],
      ['sale', 4],
    ]);
  });

  it('a row that is not a sale’s is refused by its line, and nothing is thrown', () => {
    expect(readSalesCsv('')).toEqual([]);
    expect(readSalesCsv('a,b\n1,2,3')).toMatchObject([
      { kind: 'faults', line: 2, faults: [{ code: 'row-malformed' }] },
    ]);
    expect(readSalesCsv(`${HEADER}\n"CJ\n${BREAKFAST}`)).toMatchObject([
      { kind: 'faults', line: 2, faults: [{ code: 'quote-not-closed' }] },
      { kind: 'sale', line: 3 },
    ]);
  });
});

describe('taxes of a row', () => {
  const row = (iva: string): string => csv(BREAKFAST.replace(/0\.16$/, iva));

  it('exento, and none at all only with its objetoImp', () => {
    expect(only(row('Exento'))).toMatchObject({ body: { conceptos: [{ impuestos: [{ tipoFactor: 'Exento' }] }] } });
    expect(only(row(''))).toMatchObject({ kind: 'faults', faults: [{ code: 'untaxed-unsaid' }] });
    const text = csv(`${BREAKFAST.replace(/0\.16$/, '')},01`).replace('\n', ',objetoImp\n');
    expect(only(text)).toMatchObject({ body: { conceptos: [{ objetoImp: '01', impuestos: [] }] } });
  });

  it('a row can have both IEPS and IVA', () => {
    const impuestos = [
      { tipo: 'traslado', impuesto: '003', tipoFactor: 'Tasa', tasaOCuota: '0.265' },
      { tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.16' },
    ];
    expect(only(withColumn('ieps', '0.265'))).toMatchObject({ body: { conceptos: [{ impuestos }] } });
  });

  it.each(['16%', '16 %', 'IVA', 'no'])('%j is refused: a line never loses its tax unseen', (iva) => {
    expect(faults(row(iva))).toEqual(['amount-malformed /conceptos/0/impuestos/0/tasaOCuota']);
  });

  it('16 instead of 0.16 is not a rate of the catalogue', () => {
    expect(faults(row('16'))).toEqual(['tax-unknown /conceptos/0/impuestos/0']);
  });
});

describe('yes and no', () => {
  const NET = BREAKFAST.replace('174.00', '150.00');
  const priced = (value: string): string => `${HEADER},pricesIncludeTax\n${NET},${value}`;

  it.each(['no', 'false', 'FALSO', '0'])('%s: prices are without tax', (value) => {
    expect(only(priced(value))).toMatchObject({ kind: 'sale', body: { pricesIncludeTax: false } });
  });

  it.each(['sí', 'SI', 'true', 'VERDADERO', '1', 'yes', ''])('%j: taxes are inside', (value) => {
    expect(only(withColumn('pricesIncludeTax', value))).toMatchObject({
      kind: 'sale',
      body: { pricesIncludeTax: true },
    });
  });

  it('what is neither is refused', () => {
    expect(faults(withColumn('pricesIncludeTax', 'quizás'))).toEqual(['malformed /pricesIncludeTax']);
  });

  it('an advance payment stays one', () => {
    expect(only(withColumn('anticipo', 'sí'))).toMatchObject({ body: { anticipo: true } });
  });
});

it('tip, card, mail and the line’s discount have their columns', () => {
  const text = `${HEADER},propina,cardLast4,email,descuento\n${BREAKFAST.replace('348.00', '338.00')},52.20,4242,ana@example.com,10.00`;
  expect(only(text)).toMatchObject({
    kind: 'sale',
    body: { propina: '52.20', cardLast4: '4242', email: 'ana@example.com', conceptos: [{ descuento: '10.00' }] },
  });
});

describe('what no column can say is JSON, as on the wire', () => {
  const quoted = (value: unknown): string => `"${JSON.stringify(value).replaceAll('"', '""')}"`;

  it('the taxes of a line', () => {
    const impuestos = [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Exento' }];
    expect(only(withColumn('impuestos', quoted(impuestos)))).toMatchObject({
      kind: 'sale',
      body: { conceptos: [{ impuestos }] },
    });
  });

  it('several tenders: the largest counts', () => {
    const pagos = [
      { formaPago: '01', importe: '48.00' },
      { formaPago: '28', importe: '300.00' },
    ];
    const text = withColumn('pagos', quoted(pagos)).replace(',01,', ',,').replace(',04,', ',,');
    expect(only(text)).toMatchObject({ kind: 'sale', body: { formaPago: '28' } });
  });

  it('what is not JSON is refused at its place', () => {
    expect(faults(withColumn('impuestos', 'IVA'))).toEqual(['malformed /conceptos/0/impuestos']);
  });
});
