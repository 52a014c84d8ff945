import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distance, formatMicro, toMicro } from '../../server/cfdi/money.ts';
import type { SoldImpuesto } from '../../server/cfdi/sold.ts';
import { lineTaxes, type TaxAmount } from '../../server/cfdi/taxes.ts';
import { cuota, IVA_0, IVA_16, IVA_EXENTO, ieps, line, retencion } from '../support/tickets.ts';

const taxesOf = (impuestos: readonly SoldImpuesto[], cantidad = '1') =>
  lineTaxes(line('Producto', '100.00', impuestos, { cantidad }));

/** `002 16 % of 126.500000 = 20.240000`, as one would say it. */
function sentenceOf({ impuesto, tipoFactor, tasaOCuota, base, amount }: TaxAmount): string {
  const rest = amount === undefined ? '' : ` ${tasaOCuota} = ${formatMicro(amount)}`;
  return `${impuesto} ${tipoFactor} of ${formatMicro(base)}${rest}`;
}

const BASKETS: readonly (readonly [string, readonly SoldImpuesto[]])[] = [
  ['nothing', []],
  ['IVA 16 %', [IVA_16]],
  ['IVA 0 %', [IVA_0]],
  ['IVA exento', [IVA_EXENTO]],
  ['IEPS 8 % and IVA 0 %', [ieps('0.080000'), IVA_0]],
  ['IEPS 26.5 % and IVA 16 %', [ieps('0.265000'), IVA_16]],
  ['a cuota and IVA 16 %', [cuota('3.081800'), IVA_16]],
  ['IEPS 160 %, a cuota and IVA 16 %', [ieps('1.600000'), cuota('0.644500', '20'), IVA_16]],
  ['IVA 16 % withheld in part', [IVA_16, retencion('001', '0.012500'), retencion('002', '0.106667')]],
];

describe('a price and the net inside it', () => {
  const amounts = fc.bigInt({ min: toMicro('50'), max: toMicro('900000') });

  it.each(BASKETS)(
    'with %s: adding the traslados to the net gives the price back, to a few millionths',
    (_, impuestos) => {
      const taxes = taxesOf(impuestos);
      fc.assert(fc.property(amounts, (price) => distance(taxes.addTo(taxes.netOf(price)), price) <= 4n));
      fc.assert(fc.property(amounts, (share) => distance(taxes.addToShare(taxes.netShareOf(share)), share) <= 4n));
    },
  );

  it.each(BASKETS)('with %s: every traslado on top of the net makes the price', (_, impuestos) => {
    const taxes = taxesOf(impuestos);
    fc.assert(
      fc.property(amounts, (price) => {
        const net = taxes.netOf(price);
        const added = taxes
          .itemised(net)
          .reduce((total, tax) => (tax.tipo === 'traslado' ? total + (tax.amount ?? 0n) : total), net);
        return distance(added, price) <= 6n;
      }),
    );
  });

  it.each(BASKETS)('with %s: IVA and retenciones are the same with IEPS itemised or folded in', (_, impuestos) => {
    const taxes = taxesOf(impuestos);
    fc.assert(
      fc.property(amounts, (net) => {
        const itemised = taxes.itemised(net).filter((tax) => tax.tipo === 'retencion' || tax.impuesto === '002');
        const folded = taxes.folded(taxes.fold(net));
        return itemised.every((tax, at) => distance(tax.amount ?? 0n, folded[at]?.amount ?? 0n) <= 3n);
      }),
    );
  });
});

describe('each tax of a concepto', () => {
  it('IVA is on the price plus its IEPS', () => {
    expect(
      taxesOf([ieps('0.265000'), IVA_16])
        .itemised(toMicro('100'))
        .map(sentenceOf),
    ).toEqual(['003 Tasa of 100.000000 0.265000 = 26.500000', '002 Tasa of 126.500000 0.160000 = 20.240000']);
  });

  it('with IEPS folded in, IVA alone is left, on the whole', () => {
    const taxes = taxesOf([ieps('0.265000'), IVA_16]);
    expect(formatMicro(taxes.fold(toMicro('100')))).toBe('126.500000');
    expect(taxes.folded(toMicro('126.50')).map(sentenceOf)).toEqual(['002 Tasa of 126.500000 0.160000 = 20.240000']);
  });

  it('a cuota is on units, not on money: those given, or the line’s quantity', () => {
    expect(
      taxesOf([cuota('3.081800', '1.2')], '2')
        .itemised(toMicro('30'))
        .map(sentenceOf),
    ).toEqual(['003 Cuota of 1.200000 3.081800 = 3.698160']);
    expect(
      taxesOf([cuota('3.081800')], '2')
        .itemised(toMicro('30'))
        .map(sentenceOf),
    ).toEqual(['003 Cuota of 2.000000 3.081800 = 6.163600']);
  });

  it('a rate and a cuota on one line are two traslados', () => {
    const cigarettes = taxesOf([ieps('1.600000'), cuota('0.644500', '20'), IVA_16]);
    expect(cigarettes.itemised(toMicro('20')).map(sentenceOf)).toEqual([
      '003 Tasa of 20.000000 1.600000 = 32.000000',
      '003 Cuota of 20.000000 0.644500 = 12.890000',
      '002 Tasa of 64.890000 0.160000 = 10.382400',
    ]);
  });

  it('exempt has a base and neither rate nor amount; zero per cent has both', () => {
    expect(taxesOf([IVA_EXENTO]).itemised(toMicro('100')).map(sentenceOf)).toEqual(['002 Exento of 100.000000']);
    expect(taxesOf([IVA_0]).itemised(toMicro('100')).map(sentenceOf)).toEqual([
      '002 Tasa of 100.000000 0.000000 = 0.000000',
    ]);
  });

  it('what is withheld: ISR from the net, IVA from IVA’s own base', () => {
    const wine = taxesOf([ieps('0.265000'), IVA_16, retencion('001', '0.012500'), retencion('002', '0.106667')]);
    expect(wine.itemised(toMicro('1000')).slice(2).map(sentenceOf)).toEqual([
      '001 Tasa of 1000.000000 0.012500 = 12.500000',
      '002 Tasa of 1265.000000 0.106667 = 134.933755',
    ]);
    expect(formatMicro(wine.withheldFrom(toMicro('1000')))).toBe('147.433755');
  });

  it('a rate is written with six decimals however it was sent', () => {
    expect(taxesOf([{ ...IVA_16, tasaOCuota: '0.16' }]).itemised(toMicro('100'))[0]?.tasaOCuota).toBe('0.160000');
  });

  it('of a line without taxes there are none', () => {
    const taxes = taxesOf([]);
    expect([taxes.itemised(toMicro('5')), taxes.folded(toMicro('5')), taxes.hasIva, taxes.hasIeps]).toEqual([
      [],
      [],
      false,
      false,
    ]);
  });
});
