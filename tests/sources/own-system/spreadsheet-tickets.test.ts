import { describe, expect, it } from 'vitest';
import { CAFE, made, read, sheet } from './sheets.ts';

describe('a ticket with a tip', () => {
  const HEADER = 'Ticket,Fecha,Subtotal,IVA,Propina,Total';
  const bill = (...cells: readonly string[]) => made(sheet(HEADER, `M-1,20/11/2026,${cells.join()}`));

  it('the tip is never invoiced, whether the total has it inside or not', () => {
    expect(bill('300.00', '48.00', '52.00', '400.00')).toMatchObject({ total: '348.00', propina: '52.00' });
    expect(bill('300.00', '48.00', '52.00', '348.00')).toMatchObject({ total: '348.00', propina: '52.00' });
    expect(bill('348.00', '', '52.00', '400.00')).toMatchObject({ total: '348.00' });
    expect(bill('300.00', '', '52.00', '400.00')).toMatchObject({ total: '348.00' });
  });

  it('what can be read in two ways is refused; a column’s name says which it is', () => {
    expect(bill('', '', '52.00', '400.00')).toEqual(['tip-unclear /total']);
    const named = (column: string) => made(sheet(`Comanda,Fecha,Propina,${column}`, 'M-1,20/11/2026,52.00,400.00'));
    expect(named('Total con propina')).toMatchObject({ total: '348.00' });
    expect(named('Total sin propina')).toMatchObject({ total: '400.00', propina: '52.00' });
    expect(named('Consumo')).toMatchObject({ total: '400.00' });
  });
});

describe('what was handed over', () => {
  const paid = (total: string, handed: string, tip = '') =>
    made(sheet('Ticket,Fecha,Total,Total pagado,Propina', `K-1,20/11/2026,${total},${handed},${tip}`));

  it('is no total: the change comes off it, and so does a tip', () => {
    expect(paid('116.00', '200.00')).toMatchObject({ total: '116.00' });
    expect(paid('348.00', '400.00', '52.00')).toMatchObject({ total: '348.00' });
    expect(paid('400.00', '400.00', '52.00')).toMatchObject({ total: '348.00' });
    expect(paid('348.00', '500.00', '52.00')).toEqual(['tip-unclear /total']);
    expect(made(sheet('Ticket,Fecha,Total pagado', 'K-1,20/11/2026,116'))).toMatchObject({ total: '116.00' });
  });
});

describe('rows of one ticket', () => {
  it('may be typed at different minutes, and are written as their program does', () => {
    const text = sheet(
      'folio,fecha,total,concepto,cantidad,precio',
      'L-1,20/11/2026 9:32,116,Café,1,58',
      'L-1,20/11/2026 9:33,116.00,Té,1,58',
    );
    expect(made(text)).toMatchObject({ conceptos: [{ descripcion: 'Café' }, { descripcion: 'Té' }] });
  });

  it('that were paid in two ways are not one payment', () => {
    const text = sheet('folio,fecha,total,formaPago', 'L-2,20/11/2026,200,Efectivo', 'L-2,20/11/2026,200,Tarjeta');
    expect(read(text)).toMatchObject([{ kind: 'faults' }, { kind: 'faults' }]);
  });

  it('of which one says that it was cancelled are a cancellation, wherever it stands', () => {
    const rows = ['L-3,20/11/2026,58,Pagada', 'L-3,21/11/2026,0,Cancelada'];
    for (const order of [rows, [...rows].reverse()]) {
      expect(read(sheet('folio,fecha,total,estatus', ...order))).toMatchObject([{ sale: { estado: 'cancelada' } }]);
    }
  });
});

describe('the IVA that a ticket says', () => {
  const ticket = (subtotal: string, iva: string, total: string) =>
    made(sheet('Ticket,Fecha,Subtotal,IVA,Total', `F-1,20/11/2026,${subtotal},${iva},${total}`));

  it('as money has to be what the source’s taxes make of the total', () => {
    expect(ticket('300.00', '48.00', '348.00')).toMatchObject({ conceptos: [{ valorUnitario: '348.00' }] });
    expect(ticket('50.00', '8.00', '58.00')).toMatchObject({ conceptos: [{ impuestos: CAFE.impuestos }] });
    // A pharmacy's, most of it at 0 %.
    expect(ticket('150.00', '8.00', '158.00')).toEqual(['iva-differs /conceptos']);
    expect(ticket('', '48.00', '348.00')).toMatchObject({ conceptos: [{ impuestos: CAFE.impuestos }] });
    expect(ticket('', '16.00', '348.00')).toEqual(['iva-differs /conceptos']);
    expect(ticket('', '8.00', '58.00')).toMatchObject({ conceptos: [{ impuestos: CAFE.impuestos }] });
  });

  it('as a rate is the ticket’s', () => {
    expect(ticket('', '0%', '158.00')).toMatchObject({
      conceptos: [{ descripcion: 'Compra F-1', impuestos: [{ tasaOCuota: '0.000000' }] }],
    });
  });

  it('is never lost beside an ObjetoImp', () => {
    const line = (objeto: string) =>
      made(sheet('folio,fecha,total,concepto,objetoImp,iva', `R-9,20/11/2026,58,Café,${objeto},16%`));
    expect(line('01')).toEqual(['objeto-imp-mismatch /conceptos/0/objetoImp']);
    expect(line('02')).toMatchObject({ conceptos: [{ impuestos: [{ tasaOCuota: '0.160000' }] }] });
  });
});

describe('how a ticket was paid', () => {
  const paid = (how: string) => made(sheet('Ticket,Fecha,Total,Forma de pago', `P-1,20/11/2026,58,${how}`));

  it.each([
    ['Efectivo', '01'],
    ['01 Efectivo', '01'],
    ['28 - Tarjeta de débito', '28'],
    ['TDD', '28'],
    ['TDC', '04'],
    ['Transferencia electrónica de fondos', '03'],
    ['Cheque nominativo', '02'],
    ['1', '01'],
  ])('%s is %s', (how, formaPago) => {
    expect(paid(how)).toMatchObject({ formaPago, flags: [] });
  });

  it.each(['Fiado', 'A crédito', 'Crédito', 'Mixto', 'Efectivo/Tarjeta', 'Cortesía', 'Uber Eats', 'PPD'])(
    '%s is no card: it waits until its merchant says what it is',
    (how) => {
      expect(paid(how)).toEqual(['tender-unknown /formaPago']);
    },
  );

  it('PUE is no form of payment: another column says it, or nobody', () => {
    const text = sheet('Ticket,Fecha,Total,Método de pago,Forma de pago', 'P-1,20/11/2026,58,PUE,01');
    expect(made(text)).toMatchObject({ formaPago: '01', flags: [] });
    expect(paid('PUE')).toMatchObject({ flags: ['forma-pago-assumed'] });
  });
});
