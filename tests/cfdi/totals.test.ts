import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ConceptoAmounts, conceptoAmounts } from '../../server/cfdi/concepto-amounts.ts';
import type { Sold } from '../../server/cfdi/sold.ts';
import { readSoldLines } from '../../server/cfdi/sold-lines.ts';
import { documentTotals } from '../../server/cfdi/totals.ts';
import { soldArbitrary } from '../support/generated-sales.ts';
import { FREELANCER, IVA_0, IVA_16, IVA_EXENTO, line, PHARMACY, retencion, sold } from '../support/tickets.ts';

function amountsOf(sale: Sold): readonly ConceptoAmounts[] {
  const read = readSoldLines(sale);
  if (read.kind === 'faults') throw new Error(JSON.stringify(read.faults));
  return read.lines.map((each) => conceptoAmounts(each, true));
}

const totalsOf = (sale: Sold, decimals = 2) => documentTotals(amountsOf(sale), decimals);

describe('the figures of a document', () => {
  it('of a pharmacy: discount, 0 % and 16 % each in its group', () => {
    expect(totalsOf(PHARMACY)).toEqual({
      subTotal: '331.22',
      descuento: '6.42',
      impuestos: {
        totalImpuestosTrasladados: '9.25',
        retenciones: [],
        traslados: [
          { base: '267.00', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.000000', importe: '0.00' },
          { base: '57.80', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000', importe: '9.25' },
        ],
      },
      total: '334.05',
    });
  });

  it('of a freelancer: what is withheld by impuesto, and off the total', () => {
    expect(totalsOf(FREELANCER)).toMatchObject({
      subTotal: '10000.00',
      impuestos: {
        totalImpuestosRetenidos: '2066.67',
        totalImpuestosTrasladados: '1600.00',
        retenciones: [
          { impuesto: '001', importe: '1000.00' },
          { impuesto: '002', importe: '1066.67' },
        ],
      },
      total: '9533.33',
    });
  });

  it('retenciones of one impuesto at two rates are one figure (CFDI40208), traslados at two rates are two', () => {
    const sale = sold(
      '2097.50',
      [
        line('Diseño', '1000.00', [IVA_16, retencion('001', '0.012500')]),
        line('Renta', '1000.00', [IVA_0, retencion('001', '0.050000')]),
      ],
      { pricesIncludeTax: false },
    );
    const { impuestos } = totalsOf(sale);
    expect(impuestos?.retenciones).toEqual([{ impuesto: '001', importe: '62.50' }]);
    expect(impuestos?.traslados.map(({ tasaOCuota }) => tasaOCuota)).toEqual(['0.160000', '0.000000']);
  });

  it('of exempt lines alone: a base, and no total of traslados (CFDI40212, CFDI40213)', () => {
    expect(
      totalsOf(sold('300.00', [line('Libro', '120.00', [IVA_EXENTO]), line('Atlas', '180.00', [IVA_EXENTO])])),
    ).toEqual({
      subTotal: '300.00',
      impuestos: { retenciones: [], traslados: [{ base: '300.00', impuesto: '002', tipoFactor: 'Exento' }] },
      total: '300.00',
    });
  });

  it('of exempt lines beside taxed ones: both groups, the total of the taxed', () => {
    const { impuestos } = totalsOf(sold('236.00', [line('Libro', '120.00', [IVA_EXENTO]), line('Taza', '116.00')]));
    expect(impuestos).toMatchObject({ totalImpuestosTrasladados: '16.00' });
    expect(impuestos?.traslados).toHaveLength(2);
  });

  it('of untaxed lines: no Impuestos at all', () => {
    expect(totalsOf(sold('500.00', [line('Depósito', '500.00', [])]))).toEqual({ subTotal: '500.00', total: '500.00' });
  });

  it('have the decimals of the currency: none in yens', () => {
    expect(totalsOf(sold('1500', [line('Curso', '1500')], { moneda: 'JPY' }), 0)).toEqual({
      subTotal: '1293',
      impuestos: {
        totalImpuestosTrasladados: '207',
        retenciones: [],
        traslados: [{ base: '1293', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000', importe: '207' }],
      },
      total: '1500',
    });
  });
});

describe('whatever was sold, the equalities of the matrix hold', () => {
  const runs = { numRuns: 30 };
  /** Half up to the cent, from six decimals; no code of ours. */
  const cents = (micro: bigint): bigint => (micro + 5_000n) / 10_000n;
  const written = (text = '0.00'): bigint => BigInt(text.replace('.', ''));
  const add = (values: readonly bigint[]): bigint => values.reduce((total, value) => total + value, 0n);

  it('SubTotal and Descuento are the sums of the conceptos, rounded once (CFDI40108, CFDI40111)', () => {
    fc.assert(
      fc.property(soldArbitrary, (sale) => {
        const lines = amountsOf(sale);
        const { subTotal, descuento } = documentTotals(lines, 2);
        const discounts = lines.map((each) => each.descuento);
        return (
          written(subTotal) === cents(add(lines.map(({ importe }) => importe))) &&
          written(descuento) === cents(add(discounts)) &&
          (descuento !== undefined) === discounts.some((discount) => discount > 0n)
        );
      }),
      runs,
    );
  });

  it('totals are sums of rounded groups, and Total follows from them (CFDI40203, CFDI40205, CFDI40119)', () => {
    fc.assert(
      fc.property(soldArbitrary, (sale) => {
        const { subTotal, descuento, impuestos, total } = totalsOf(sale);
        const trasladados = written(impuestos?.totalImpuestosTrasladados);
        const retenidos = written(impuestos?.totalImpuestosRetenidos);
        return (
          trasladados === add((impuestos?.traslados ?? []).map(({ importe }) => written(importe))) &&
          retenidos === add((impuestos?.retenciones ?? []).map(({ importe }) => written(importe))) &&
          written(total) === written(subTotal) - written(descuento) + trasladados - retenidos
        );
      }),
      runs,
    );
  });

  it('no combination of impuesto, factor and rate stands twice (CFDI40218)', () => {
    fc.assert(
      fc.property(soldArbitrary, (sale) => {
        const keys = (totalsOf(sale).impuestos?.traslados ?? []).map(
          (t) => `${t.impuesto} ${t.tipoFactor} ${t.tasaOCuota}`,
        );
        return new Set(keys).size === keys.length;
      }),
      runs,
    );
  });
});
