import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkMatrix } from '../../server/cfdi/matrix.ts';
import { distance, formatMicro, toMicro } from '../../server/cfdi/money.ts';
import type { Sold, SoldConcepto, SoldImpuesto } from '../../server/cfdi/sold.ts';
import { withholdingOf } from '../../server/cfdi/withholding.ts';
import { CAFE_JACARANDA, INGRID_XODAR } from '../support/cfdi-fixtures.ts';
import { FREELANCER, IVA_0, IVA_16, IVA_EXENTO, line, retencion, sold } from '../support/tickets.ts';
import { documentOf } from '../support/withheld.ts';

const DESIGN = '82141502';
const RENT = '80131500';
const FREIGHT = '78101802';
const SCRAP = '11191500';
const IVA_8: SoldImpuesto = { ...IVA_16, tasaOCuota: '0.080000' };
const withRegimen = (regimenFiscal: string) => ({ ...INGRID_XODAR, regimenFiscal });
const of = (claveProdServ: string, price: string, impuestos: readonly SoldImpuesto[] = [IVA_16], more = {}) =>
  line('Lo que se vendió', price, impuestos, { claveProdServ, ...more });

describe('what a company withholds from a person', () => {
  it.each<[string, typeof INGRID_XODAR, Sold, readonly string[], string]>([
    [
      'a design by a RESICO: 1.25 % and two thirds of the IVA',
      INGRID_XODAR,
      sold('11600.00', [of(DESIGN, '11600.00')]),
      ['001 0.012500 125.00', '002 0.106667 1066.67'],
      '10408.33',
    ],
    [
      'goods of a RESICO: 1.25 % alone',
      INGRID_XODAR,
      sold('116.00', [of('50192100', '116.00')]),
      ['001 0.012500 1.25'],
      '114.75',
    ],
    [
      'fees of a professional: 10 % and two thirds',
      withRegimen('612'),
      sold('11600.00', [of(DESIGN, '11600.00')]),
      ['001 0.100000 1000.00', '002 0.106667 1066.67'],
      '9533.33',
    ],
    [
      'rent at the border: 10 % and two thirds of 8 %',
      withRegimen('606'),
      sold('10800.00', [of(RENT, '10800.00', [IVA_8])]),
      ['001 0.100000 1000.00', '002 0.053333 533.33'],
      '9266.67',
    ],
    [
      'exempt rent (a dwelling): ISR alone',
      withRegimen('606'),
      sold('9000.00', [of(RENT, '9000.00', [IVA_EXENTO])]),
      ['001 0.100000 900.00'],
      '8100.00',
    ],
    [
      'freight of a person in business: 4 % of IVA',
      withRegimen('612'),
      sold('1160.00', [of(FREIGHT, '1160.00')]),
      ['002 0.040000 40.00'],
      '1120.00',
    ],
    [
      'a discount is taken off before',
      INGRID_XODAR,
      sold('1044.00', [of(DESIGN, '1160.00', [IVA_16], { descuento: '116.00' })]),
      ['001 0.012500 11.25', '002 0.106667 96.00'],
      '936.75',
    ],
    [
      'two rates are one figure, of no rate',
      INGRID_XODAR,
      sold('2320.00', [of(DESIGN, '1160.00'), of(FREIGHT, '1160.00')]),
      ['001 0.012500 25.00', '002 undefined 146.67'],
      '2148.33',
    ],
  ])('%s', (_, emisor, sale, retenciones, total) => {
    const withholding = withholdingOf(documentOf(sale, emisor));

    expect(
      withholding?.retenciones.map(({ impuesto, tasaOCuota, importe }) => `${impuesto} ${tasaOCuota} ${importe}`),
    ).toEqual(retenciones);
    expect(withholding?.total).toBe(total);
  });

  it('freight and scrap of a company too: 4 % of IVA, and all of it', () => {
    const sale = sold('2320.00', [of(FREIGHT, '1160.00'), of(SCRAP, '1160.00')]);

    expect(withholdingOf(documentOf(sale, CAFE_JACARANDA))).toEqual({
      retenciones: [{ impuesto: '002', importe: '200.00' }],
      total: '2120.00',
    });
  });

  it.each<[string, typeof INGRID_XODAR, Sold]>([
    ['what a company sells', CAFE_JACARANDA, sold('116.00', [of(DESIGN, '116.00')])],
    ['goods of a professional', withRegimen('612'), sold('116.00', [of('50192100', '116.00')])],
    ['goods at 0 % of a professional', withRegimen('612'), sold('100.00', [of('50192100', '100.00', [IVA_0])])],
    ['what carries its retenciones', withRegimen('612'), FREELANCER],
  ])('nothing from %s', (_, emisor, sale) => {
    expect(withholdingOf(documentOf(sale, emisor))).toBeUndefined();
  });

  // The merchant's own document is the judge. Its reconciliation may move one cent between two figures, never the total.
  it('adds up to the very total of the document that carries them, whose sums the SAT’s matrix accepts', () => {
    const price = fc.integer({ min: 100, max: 9_999_999 }).map((cents) => formatMicro(BigInt(cents) * 10_000n, 2));
    fc.assert(
      fc.property(fc.array(price, { minLength: 1, maxLength: 8 }), fc.constantFrom('626', '612'), (prices, regimen) => {
        const conceptos = prices.map((net) => of(DESIGN, net));
        const plain = netSale(conceptos);
        const withholding = withholdingOf(documentOf(plain, withRegimen(regimen)));
        const carried = [retencion('001', regimen === '626' ? '0.012500' : '0.100000'), retencion('002', '0.106667')];
        const carrying = {
          ...plain,
          total: withholding?.total ?? '',
          conceptos: conceptos.map((one) => ({ ...one, impuestos: [...one.impuestos, ...carried] })),
        };
        const comprobante = documentOf(carrying, withRegimen(regimen));
        expect(comprobante.total).toBe(withholding?.total);
        const figures = (taxes: readonly { importe: string }[] = []) => taxes.map(({ importe }) => toMicro(importe));
        const shown = figures(withholding?.retenciones);
        figures(comprobante.impuestos?.retenciones).forEach((figure, index) => {
          expect(distance(figure, shown[index] ?? 0n)).toBeLessThanOrEqual(10_000n);
        });
        const ofSums = checkMatrix({ comprobante, timbres: [], complementos: [] }).map(({ code }) => code);
        expect(ofSums.filter((code) => /CFDI40(119|203|208|211)/.test(code))).toEqual([]);
      }),
    );
  });
});

function netSale(conceptos: readonly SoldConcepto[]): Sold {
  const net = conceptos.reduce((sum, { valorUnitario }) => sum + toMicro(valorUnitario), 0n);
  const iva = (net * 16n) / 100n;
  return sold(formatMicro(net + iva, 2), conceptos, { pricesIncludeTax: false });
}
