import { describe, expect, it } from 'vitest';
import { foldSale } from '../../server/sources/fold.ts';
import { decodeText } from '../../server/sources/spreadsheet/decode.ts';
import { readSpreadsheet } from '../../server/sources/spreadsheet/spreadsheet.ts';
import type { ToldLine } from '../../server/sources/told.ts';

const MEXICO = (): string => 'America/Mexico_City';
const CAFE = {
  claveProdServ: '90101501',
  claveUnidad: 'E48',
  unidad: 'Servicio',
  pricesIncludeTax: true,
  impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
} as const;
const PRODUCTS = {
  'sku:REF-600': {
    claveProdServ: '50202306',
    claveUnidad: 'H87',
    impuestos: [
      { tipo: 'traslado', impuesto: '003', tipoFactor: 'Tasa', tasaOCuota: '0.080000' },
      { tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' },
    ],
  },
  'category:Medicinas': {
    claveProdServ: '51101500',
    claveUnidad: 'H87',
    impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.000000' }],
  },
} as const;

const sheet = (...lines: readonly string[]): string => lines.join('\n');
const told = (text: string, zone = MEXICO): readonly ToldLine[] => readSpreadsheet(text, zone);
function only(text: string): Readonly<Record<string, unknown>> {
  const [line, ...others] = told(text);
  expect(others).toEqual([]);
  if (line?.kind !== 'told') throw new Error(JSON.stringify(line));
  return line.sale;
}
/** The sale that the source makes of it, or the faults. */
function made(text: string) {
  const fact = { kind: 'told', version: 1, sale: only(text) } as const;
  const folded = foldSale('csv', [fact], { settings: { defaults: CAFE, payments: {} }, products: PRODUCTS });
  if (folded.kind === 'problem') return folded.faults.map(({ code, pointer }) => `${code} ${pointer}`);
  return folded.kind === 'sale' ? { ...folded.wire, flags: folded.flags } : folded.kind;
}

describe('what a till exports', () => {
  it('a ticket a row, its whole in one line by the source’s defaults', () => {
    const text = sheet('Ticket,Fecha,Hora,Total,Forma de pago', 'T-204,20/11/2026,18:32,$348.00,Tarjeta de débito');
    expect(made(text)).toMatchObject({
      folio: 'T-204',
      date: '2026-11-20T18:32:00-06:00',
      total: '348.00',
      formaPago: '28',
      flags: [],
      conceptos: [
        {
          claveProdServ: '90101501',
          descripcion: 'Compra T-204',
          cantidad: '1',
          valorUnitario: '348.00',
          impuestos: CAFE.impuestos,
        },
      ],
    });
  });

  it('a line a row: products by sku and category, the rest by the defaults, IVA as the row says', () => {
    const text = sheet(
      'Pedido;Fecha;Importe total;Código;Producto;Departamento;Cantidad;Precio;IVA;Método de pago',
      '881;2026-11-19 09:05;215,00;REF-600;Refresco 600 ml;;2;20,00;;EFECTIVO',
      '881;;;;Paracetamol 500 mg;Medicinas;1;59,00;0%;',
      '881;;;;Cepillo dental;;1;116,00;16%;',
    );
    expect(made(text)).toMatchObject({
      folio: '881',
      total: '215.00',
      formaPago: '01',
      conceptos: [
        {
          claveProdServ: '50202306',
          noIdentificacion: 'REF-600',
          impuestos: [{ impuesto: '003' }, { impuesto: '002' }],
        },
        { claveProdServ: '51101500', impuestos: [{ impuesto: '002', tasaOCuota: '0.000000' }] },
        { claveProdServ: '90101501', claveUnidad: 'E48', impuestos: [{ tasaOCuota: '0.160000' }] },
      ],
    });
  });

  it('a concept without a price is all of its ticket', () => {
    expect(made(sheet('folio,fecha,concepto,total', 'R-9,20/11/2026,Consumo,"$1,234.50"'))).toMatchObject({
      total: '1234.50',
      conceptos: [{ descripcion: 'Consumo', cantidad: '1', valorUnitario: '1234.50' }],
    });
  });

  it('its own claves stand, and then only the taxes are the defaults’', () => {
    const text = sheet(
      'folio,fecha,total,claveProdServ,claveUnidad,concepto,precio',
      'R-9,20/11/2026,58,1010101,H87,Café,58',
    );
    expect(made(text)).toMatchObject({
      conceptos: [{ claveProdServ: '01010101', claveUnidad: 'H87', impuestos: [{ tasaOCuota: '0.160000' }] }],
    });
    expect(JSON.stringify(made(text))).not.toContain('Servicio');
  });

  it('untaxed is something to be said', () => {
    const text = sheet('folio,fecha,total,concepto,objetoImp', 'R-9,20/11/2026,58,Donativo,1');
    expect(made(text)).toMatchObject({ conceptos: [{ objetoImp: '01' }] });
    expect(JSON.stringify(made(text))).not.toContain('tasaOCuota');
  });

  it('how it was paid, unless it says so, is only assumed', () => {
    expect(made(sheet('folio,fecha,total', 'R-9,20/11/2026,58'))).toMatchObject({
      formaPago: '04',
      flags: ['forma-pago-assumed'],
    });
  });

  it('a cancelled ticket is cancelled, one on account is still to be paid', () => {
    const rows = (estado: string) => made(sheet('folio,fecha,total,estatus', `R-9,20/11/2026,58,${estado}`));
    expect(rows('Cancelado')).toMatchObject({ estado: 'cancelada' });
    expect(rows('PENDIENTE')).toMatchObject({ estado: 'pendiente', formaPago: '99' });
    expect(rows('quién sabe')).toContain('malformed /estado');
  });

  it('a row without a folio, a sum at the end of the page, is refused and spoils no ticket', () => {
    const lines = told(sheet('ticket,fecha,total', 'T-1,20/11/2026,58', ',,58', 'T-2,20/11/2026,60', ',,60'));
    expect(lines.map(({ line, folio }) => [line, folio])).toEqual([
      [2, 'T-1'],
      [3, undefined],
      [4, 'T-2'],
      [5, undefined],
    ]);
  });
});

describe('times without an offset', () => {
  const date = (text: string, zone?: () => string) => {
    const [line] = told(sheet('folio,fecha,total', `R-9,"${text}",58`), zone);
    return line?.kind === 'told' ? line.sale.date : undefined;
  };

  it.each([
    ['20/11/2026 6:32 p. m.', '2026-11-20T18:32:00-06:00'],
    ['20/11/2026, 06:32:00 p. m.', '2026-11-20T18:32:00-06:00'],
    ['20/11/2026 12:05 am', '2026-11-20T00:05:00-06:00'],
    ['2/1/2026 9:05:07', '2026-01-02T09:05:07-06:00'],
    ['2026-11-20T18:32', '2026-11-20T18:32:00-06:00'],
    ['20-11-2026', '2026-11-20T12:00:00-06:00'],
  ])('%s is read with the day first, on the wall of the branch', (text, read) => {
    expect(date(text)).toBe(read);
  });

  it('are those of the branch that sold', () => {
    expect(date('20/11/2026 18:32', () => 'America/Tijuana')).toBe('2026-11-20T18:32:00-08:00');
    expect(date('15/07/2026 18:32', () => 'America/Tijuana')).toBe('2026-07-15T18:32:00-07:00');
  });

  it.each(['2026-11-20T18:32:00-05:00', '31/02/2026', '11/20/2026', '20/11/26', '20/11/2026 25:00', 'ayer'])(
    '%s stays as it is, right or wrong',
    (text) => {
      expect(date(text)).toBe(text);
    },
  );
});

describe('figures', () => {
  const total = (text: string) => only(sheet('folio\tfecha\ttotal', `R-9\t20/11/2026\t${text}`)).total;

  it.each([
    ['$1,234.50', '1234.50'],
    ['$ 348', '348'],
    ['MXN 348.00', '348.00'],
    ['1234,5', '1234.5'],
    ['1.234,50', '1234.50'],
    ['1,234', '1234'],
    ['12,345,678.90', '12345678.90'],
    ['348.00 MXN', '348.00'],
  ])('%s is %s', (text, read) => {
    expect(total(text)).toBe(read);
  });

  it.each(['1.234.5', '12,34.5', 'mil', '-58.00'])('%s is refused, never guessed', (text) => {
    expect(made(sheet('folio\tfecha\ttotal', `R-9\t20/11/2026\t${text}`))).toContain('amount-malformed /total');
  });

  it.each(['1', '1%', 'IVA', '116'])('a rate of %s is refused: no line loses its tax unseen', (rate) => {
    const faults = made(sheet('folio,fecha,total,concepto,iva', `R-9,20/11/2026,58,Café,${rate}`));
    expect(faults).toEqual([expect.stringMatching(/^(amount-malformed|tax-unknown) \/conceptos\/0\/impuestos\/0/)]);
  });
});

describe('what is no spreadsheet', () => {
  it.each([['a,b\n1,2,3'], ['folio,total\n"CJ']])('%j is a fault of its line, not an error', (text) => {
    expect(told(text)).toMatchObject([{ kind: 'faults', faults: [{ code: 'malformed' }] }]);
  });

  it('a row that has more cells than the header, an amount with a comma and no quotes, spoils no other', () => {
    const text = sheet(
      'folio,fecha,total',
      'T-1,20/11/2026,58',
      'T-2,20/11/2026,$1,234.50',
      'T-3,20/11/2026,60',
      'Total',
    );
    expect(told(text).map(({ kind, line, folio }) => [kind, line, folio])).toEqual([
      ['told', 2, 'T-1'],
      ['faults', 3, undefined],
      ['told', 4, 'T-3'],
      ['faults', 5, undefined],
    ]);
  });

  it('of two columns that mean the same the first counts', () => {
    expect(only(sheet('total,Monto,folio,fecha', '58,60,R-9,20/11/2026')).total).toBe('58');
  });
});

it('what Excel writes in Mexico is read as it was meant, and so is UTF-8', () => {
  const windows = Uint8Array.from([0x43, 0x61, 0x66, 0xe9, 0x20, 0x80, 0x20, 0x93, 0xd1, 0x94]);
  expect(decodeText(windows)).toBe('Café € “Ñ”');
  expect(decodeText(new TextEncoder().encode('Café €'))).toBe('Café €');
});
