import { describe, expect, it } from 'vitest';
import { faultDetail } from '../../../server/problems/problem.ts';
import { decodeText } from '../../../server/text/decode.ts';
import { CAFE, made, only, read, sheet } from './sheets.ts';

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

  it('a quantity without a price, in the only row of its ticket, is of all that was paid; in one of several it says too little', () => {
    const header = 'folio,fecha,producto,cantidad,total';
    expect(made(sheet(header, 'B-100,20/11/2026,Aspirina,3,100.00'))).toMatchObject({
      total: '100.00',
      conceptos: [{ descripcion: 'Aspirina', cantidad: '3', valorUnitario: '33.333333' }],
    });
    expect(made(sheet(header, 'B-101,20/11/2026,Aspirina,0.5,100.00'))).toMatchObject({
      conceptos: [{ cantidad: '0.5', valorUnitario: '200.00' }],
    });
    const several = sheet(header, 'B-102,20/11/2026,Aspirina,2,100.00', 'B-102,,Gasas,1,');
    expect(JSON.stringify(only(several))).not.toContain('valorUnitario');
    expect(JSON.stringify(only(sheet(header, 'B-103,20/11/2026,Aspirina,0,100.00')))).not.toContain('valorUnitario');
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
    expect(rows('constructor')).toContain('malformed /estado');
  });

  it('a row without a folio, a sum at the end of the page, is refused and spoils no ticket', () => {
    const lines = read(sheet('ticket,fecha,total', 'T-1,20/11/2026,58', ',,58', 'T-2,20/11/2026,60', ',,60'));
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
    const [line] = read(sheet('folio,fecha,total', `R-9,"${text}",58`), zone);
    return line?.kind === 'submitted' ? line.sale.date : undefined;
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

  it('says its own offset, or is a day of the year 26', () => {
    expect(date('2026-11-20T18:32:00-05:00')).toBe('2026-11-20T18:32:00-05:00');
    expect(date('20/11/26 18:32')).toBe('2026-11-20T18:32:00-06:00');
  });

  it('the day may stand beside its time, with the midnight that a program writes of a day', () => {
    const text = sheet('folio,fecha,hora,total', 'R-9,20/11/2026 00:00:00,18:32,58');
    expect(only(text).date).toBe('2026-11-20T18:32:00-06:00');
  });

  it('of the day on which clocks change is that of the wall', () => {
    expect(date('08/03/2026 10:00', () => 'America/Tijuana')).toBe('2026-03-08T10:00:00-07:00');
    expect(date('08/03/2026 01:30', () => 'America/Tijuana')).toBe('2026-03-08T01:30:00-08:00');
  });

  it.each(['20-nov-2026', '20/nov/26', '2026/11/20', '20-noviembre-2026', '20/Nov./2026'])(
    '%s is read as that day',
    (text) => {
      expect(date(text)).toBe('2026-11-20T12:00:00-06:00');
    },
  );

  it.each(['31/02/2026', '20/xyz/2026', '11/20/2026', '20/11/2026 25:00', 'ayer', '20 de noviembre'])(
    '%s is refused',
    (text) => {
      expect(made(sheet('folio,fecha,total', `R-9,${text},58`))).toEqual(['cell-not-date /date']);
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

  it.each(['1.234.5', '12,34.5', 'mil', '-58.00', '1.250', '$ 1.250', '0,250'])(
    '%s is refused, never guessed',
    (text) => {
      expect(made(sheet('folio\tfecha\ttotal', `R-9\t20/11/2026\t${text}`))).toEqual(['cell-not-amount /total']);
    },
  );

  it.each(['1,250', '17,250'])('a quantity of %s may be a thousand or one and a quarter: refused', (text) => {
    const line = `R-9;20/11/2026;58;Café;${text};58`;
    expect(made(sheet('folio;fecha;total;concepto;cantidad;precio', line))).toEqual(['cell-not-amount /cantidad']);
  });

  it('the price of a litre has three decimals', () => {
    const text = sheet('folio,fecha,total,concepto,cantidad,precio', 'R-9,20/11/2026,45.18,Aceite a granel,2,22.590');
    expect(made(text)).toMatchObject({ conceptos: [{ valorUnitario: '22.590' }] });
  });

  it.each(['1', '1%', 'IVA', '116'])('a rate of %s is refused: no line loses its tax unseen', (rate) => {
    const faults = made(sheet('folio,fecha,total,concepto,iva', `R-9,20/11/2026,58,Café,${rate}`));
    expect(faults).toEqual([
      expect.stringMatching(/^(cell-not-rate \/iva|iva-differs \/conceptos|tax-unknown \/conceptos)/),
    ]);
  });
});

describe('what is no spreadsheet', () => {
  it('says which column is not there, and which are', () => {
    const [line] = read('Comprobante,Fecha,Total\nT-1,20/11/2026,58');
    expect(line).toMatchObject({ kind: 'faults', line: 1, faults: [{ code: 'column-missing' }] });
    const [fault] = line?.kind === 'faults' ? line.faults : [];
    expect(fault && faultDetail(fault, 'es-MX')).toBe(
      'No encontramos la columna «Folio», ni con otro nombre de los que conocemos. Tus columnas son: Comprobante, Fecha, Total.',
    );
    expect(read('Folio,Total\nT-1,58')).toMatchObject([{ faults: [{ params: { column: 'Fecha' } }] }]);
    expect(read('Folio;Fecha\nT-1;20/11/2026')).toMatchObject([{ faults: [{ params: { column: 'Total' } }] }]);
  });

  it('the title of a report may stand above the header', () => {
    const text = sheet(
      'Corte de caja, sucursal Roma',
      'Del 20/11/2026',
      '',
      'No. de ticket,Fecha,Total',
      'T-1,20/11/2026,58',
    );
    expect(read(text)).toMatchObject([{ kind: 'submitted', line: 5, folio: 'T-1' }]);
  });

  it('a quote that is never closed is refused with its line, and the rows before and after it are read', () => {
    const text = sheet(
      'folio,fecha,total,concepto',
      'X-1,20/11/2026,58,Martillo',
      'X-2,20/11/2026,9,"Clavo 3/4',
      'X-3,20/11/2026,60,Pinza',
    );
    expect(read(text)).toMatchObject([
      { kind: 'submitted', folio: 'X-1' },
      { kind: 'faults', line: 3, faults: [{ code: 'quote-not-closed' }] },
      { kind: 'submitted', line: 4, folio: 'X-3' },
    ]);
  });

  it('a row that has more cells than the header, an amount with a comma and no quotes, spoils no other', () => {
    const text = sheet(
      'folio,fecha,total',
      'T-1,20/11/2026,58',
      'T-2,20/11/2026,$1,234.50',
      'T-3,20/11/2026,60',
      'Total',
    );
    expect(read(text).map(({ kind, line, folio }) => [kind, line, folio])).toEqual([
      ['submitted', 2, 'T-1'],
      ['faults', 3, undefined],
      ['submitted', 4, 'T-3'],
      ['faults', 5, undefined],
    ]);
  });

  it('beside a column of our own name another is another thing; of two others the likelier, and of money they have to agree', () => {
    expect(only(sheet('Monto,Total,Nota,Folio,Fecha', '100,116,sin hielo,R-9,20/11/2026'))).toMatchObject({
      ...{ total: '116', folio: 'R-9' },
    });
    const odd = sheet('Comanda,Núm. de ticket,Fecha de cierre,Fecha,Total', '12,R-9,21/11/2026,20/11/2026,58');
    expect(only(odd)).toMatchObject({ folio: 'R-9', date: '2026-11-20T12:00:00-06:00' });
    const money = (one: string, other: string) =>
      made(sheet('Ticket,Fecha,Importe total,Monto', `R-9,20/11/2026,${one},${other}`));
    expect(money('58', '58')).toMatchObject({ total: '58' });
    expect(money('58', '50')).toEqual(['column-ambiguous /total']);
    // A name that nobody knows is not looked at, whatever is in it.
    expect(only(sheet('Ticket,Fecha,Total,Caja #,total#2', 'R-9,20/11/2026,58,3,60'))).toMatchObject({ total: '58' });
  });

  it('rows of one folio that say another day, total or branch are no lines of one ticket: none of them is taken', () => {
    const text = sheet('folio,fecha,total', '7701,20/11/2026,100', '7701,21/11/2026,250', '7702,20/11/2026,58');
    expect(read(text)).toMatchObject([
      { kind: 'faults', line: 2, faults: [{ code: 'folio-repeated' }] },
      { kind: 'faults', line: 3, faults: [{ code: 'folio-repeated' }] },
      { kind: 'submitted', line: 4 },
    ]);
  });

  it('a cell of a hundred thousand blanks takes no longer than another', () => {
    const started = performance.now();
    const blanks = ' '.repeat(200_000);
    read(sheet('folio,fecha,total', `R-9,"20/11/2026${blanks}x",58`, `R-8,20/11/2026,"1${blanks}1"`));
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});

it('what Excel writes in Mexico is read as it was meant, and so is UTF-8', () => {
  const windows = Uint8Array.from([0x43, 0x61, 0x66, 0xe9, 0x20, 0x80, 0x20, 0x93, 0xd1, 0x94]);
  expect(decodeText(windows)).toBe('Café € “Ñ”');
  expect(decodeText(new TextEncoder().encode('Café €'))).toBe('Café €');
});
