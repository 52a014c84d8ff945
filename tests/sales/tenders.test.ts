import { describe, expect, it } from 'vitest';
import { FORMAS_PAGO } from '../../server/catalogs/forma-pago.ts';
import { faultDetail } from '../../server/problems/problem.ts';
import { parseSale } from '../../server/sales/sale-wire.ts';
import { faultsOf, saleJson } from '../support/sale-wire.ts';

const paid = (pagos: readonly (readonly [string, string])[], changes: object = {}): object =>
  saleJson({
    formaPago: undefined,
    pagos: pagos.map(([formaPago, importe]) => ({ formaPago, importe })),
    ...changes,
  });

describe('payments add up to the total', () => {
  it.each<[string, readonly (readonly [string, string])[], object]>([
    ['one by card', [['04', '348.00']], {}],
    [
      'card and cash',
      [
        ['04', '300.00'],
        ['01', '48.00'],
      ],
      {},
    ],
    ['with the tip on the card', [['28', '400.20']], { propina: '52.20' }],
    ['with the tip left in cash', [['28', '348.00']], { propina: '52.20' }],
    ['with the rounding donation', [['01', '350.00']], { redondeo: '2.00' }],
    ['with both', [['04', '402.20']], { propina: '52.20', redondeo: '2.00' }],
    ['in cash, to the nearest five centavos', [['01', '348.00']], { total: '348.02', conceptos: [line('348.02')] }],
  ])('%s', (_, pagos, changes) => {
    expect(faultsOf(paid(pagos, changes))).toEqual([]);
  });

  it.each<[string, readonly (readonly [string, string])[], object, string]>([
    ['10.00 of 348.00', [['04', '10.00']], {}, '338.00'],
    [
      'a peso too little',
      [
        ['04', '300.00'],
        ['01', '47.00'],
      ],
      {},
      '1.00',
    ],
    ['a peso too much', [['04', '349.00']], {}, '1.00'],
    ['half of the tip', [['28', '374.10']], { propina: '52.20' }, '26.10'],
    ['a centavo by card', [['04', '348.01']], {}, '0.01'],
  ])('%s is refused with the difference', (_, pagos, changes, difference) => {
    const outcome = parseSale(paid(pagos, changes));
    expect(outcome).toMatchObject({ faults: [{ code: 'pagos-differ', pointer: '/pagos', params: { difference } }] });
    if (outcome.kind === 'faults' && outcome.faults[0])
      expect(faultDetail(outcome.faults[0], 'es-MX')).toContain(`hay ${difference} de diferencia`);
  });

  it('a payment of nothing, or of less than nothing, is refused at its importe', () => {
    expect(
      faultsOf(
        paid([
          ['04', '348.00'],
          ['01', '0.00'],
        ]),
      ),
    ).toEqual(['amount-not-positive /pagos/1/importe']);
    expect(
      faultsOf(
        paid([
          ['04', '448.00'],
          ['01', '-100.00'],
        ]),
      ),
    ).toEqual(['amount-malformed /pagos/1/importe']);
  });

  it('a formaPago that is not the largest payment is refused', () => {
    const pagos = [
      ['04', '300.00'],
      ['01', '48.00'],
    ] as const;
    expect(faultsOf(paid(pagos, { formaPago: '01' }))).toEqual(['forma-pago-contradicts /formaPago']);
    expect(faultsOf(paid(pagos, { formaPago: '28' }))).toEqual(['forma-pago-contradicts /formaPago']);
    expect(faultsOf(paid(pagos, { formaPago: '04' }))).toEqual([]);
  });

  it('a sale that is still to be paid can have only a deposit, and a cancellation is always accepted', () => {
    expect(faultsOf(paid([['04', '10.00']], { estado: 'pendiente' }))).toEqual([]);
    expect(faultsOf(paid([['04', '10.00']], { estado: 'cancelada' }))).toEqual([]);
  });
});

describe('each clave of c_FormaPago on a paid sale', () => {
  const ORDINARY = ['01', '02', '03', '04', '05', '06', '08', '28', '29', '31'];
  const DEBT = ['12', '13', '14', '15', '17', '23', '24', '25', '26', '27'];

  it.each(ORDINARY)('%s is how an ordinary sale is paid', (formaPago) => {
    expect(faultsOf(saleJson({ formaPago }))).toEqual([]);
    expect(faultsOf(paid([[formaPago, '348.00']]))).toEqual([]);
  });

  it.each(DEBT)('%s settles an earlier debt and is refused, alone and among others', (formaPago) => {
    expect(faultsOf(saleJson({ formaPago }))).toEqual(['forma-pago-extinguishes-debt /formaPago']);
    expect(
      faultsOf(
        paid([
          ['04', '300.00'],
          [formaPago, '48.00'],
        ]),
      ),
    ).toEqual(['forma-pago-extinguishes-debt /pagos/1/formaPago']);
  });

  it('30 applies an advance payment: refused, unless the sale says that it is one', () => {
    expect(faultsOf(saleJson({ formaPago: '30' }))).toEqual(['forma-pago-applies-anticipo /formaPago']);
    expect(faultsOf(saleJson({ formaPago: '30', anticipo: true }))).toEqual([]);
  });

  it('99 is refused, alone and among others, but accepted as long as the sale is still to be paid', () => {
    expect(faultsOf(saleJson({ formaPago: '99' }))).toEqual(['forma-pago-unknown /formaPago']);
    expect(
      faultsOf(
        paid([
          ['04', '300.00'],
          ['99', '48.00'],
        ]),
      ),
    ).toEqual(['forma-pago-unknown /pagos/1/formaPago']);
    expect(faultsOf(saleJson({ formaPago: '99', estado: 'pendiente' }))).toEqual([]);
  });

  it('no clave of the catalogue is left undecided', () => {
    expect([...ORDINARY, ...DEBT, '30', '99'].toSorted()).toEqual(FORMAS_PAGO.map(({ clave }) => clave).toSorted());
  });
});

function line(valorUnitario: string): object {
  return {
    claveProdServ: '90101501',
    descripcion: 'Desayuno completo',
    claveUnidad: 'E48',
    cantidad: '1',
    valorUnitario,
    impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
  };
}
