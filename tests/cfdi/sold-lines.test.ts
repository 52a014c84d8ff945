import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMicro, sum, toMicro } from '../../server/cfdi/money.ts';
import type { Sold } from '../../server/cfdi/sold.ts';
import { paidFor, readSoldLines, type SoldLine } from '../../server/cfdi/sold-lines.ts';
import { soldArbitrary } from '../support/generated-sales.ts';
import { cuota, IVA_0, IVA_16, IVA_EXENTO, ieps, line, retencion, sold, TICKETS } from '../support/tickets.ts';

function linesOf(sale: Sold): readonly SoldLine[] {
  const outcome = readSoldLines(sale);
  if (outcome.kind === 'faults') throw new Error(JSON.stringify(outcome.faults));
  return outcome.lines;
}

const paid = (sale: Sold) => linesOf(sale).map((read) => formatMicro(paidFor(read)));
const faults = (sale: Sold) => {
  const outcome = readSoldLines(sale);
  return outcome.kind === 'faults' ? outcome.faults.map(({ code, pointer }) => `${code} ${pointer}`) : [];
};

describe('the ticket of', () => {
  it.each(Object.entries(TICKETS))('%s adds up, line by line', (_, sale) => {
    expect(linesOf(sale)).toHaveLength(sale.conceptos.length);
  });

  it('a convenience store keeps what each line cost', () => {
    expect(paid(TICKETS['a convenience store'] as Sold)).toEqual(['36.000000', '19.500000', '85.000000', '27.500000']);
  });

  it('a Shopify order spreads its coupon by importe, postage included', () => {
    expect(paid(TICKETS['a Shopify order'] as Sold)).toEqual(['340.200000', '134.100000', '89.100000']);
  });

  it('a freelancer is net of what the client withholds', () => {
    expect(paid(TICKETS['a freelancer'] as Sold)).toEqual(['11600.000000']);
  });
});

describe('tills differ', () => {
  // Three lines of 0.335 kg at 99.90: 33.4665 each. To the cent per line 100.41, once 100.40.
  const byWeight = (total: string) =>
    sold(
      total,
      Array.from({ length: 3 }, () =>
        line('Jamón de pavo', '99.90', [IVA_0], { cantidad: '0.335', claveUnidad: 'KGM' }),
      ),
    );

  it('a line is what the till rounded where that gives the total', () => {
    expect(paid(byWeight('100.41'))).toEqual(['33.470000', '33.470000', '33.470000']);
  });

  it('and what it cost exactly where only the sum was rounded', () => {
    expect(paid(byWeight('100.40'))).toEqual(['33.466500', '33.466500', '33.466500']);
  });

  it('a line of less than half a cent still costs what it cost', () => {
    const drop = line('Tornillo por pieza', '0.004', [IVA_16]);
    expect(paid(sold('10.00', [drop, line('Caja', '10.00')]))).toEqual(['0.004000', '10.000000']);
  });

  it('and prices without tax get theirs, IEPS first and IVA on the sum', () => {
    const net = [line('Vino tinto', '100.00', [ieps('0.265000'), IVA_16])];
    expect(paid(sold('146.74', net, { pricesIncludeTax: false }))).toEqual(['146.740000']);
  });
});

describe('a total may miss its lines by one cent per tax, and at least one', () => {
  const three = [line('Pan', '10.00', [IVA_0]), line('Taza', '20.00'), line('Libro', '30.00', [IVA_EXENTO])];

  it.each(['59.97', '59.99', '60.00', '60.03'])('60.00 of three taxes accepts %s', (total) => {
    expect(faults(sold(total, three))).toEqual([]);
  });

  it.each(['59.96', '60.04'])('refuses a total of %s', (total) => {
    expect(faults(sold(total, three))).toEqual(['sale-inconsistent /total']);
  });

  it('one cent when nothing is taxed', () => {
    const deposit = [line('Depósito en garantía', '500.00', [])];
    expect([faults(sold('500.01', deposit)), faults(sold('500.02', deposit))]).toEqual([
      [],
      ['sale-inconsistent /total'],
    ]);
  });

  it('and whole yens where the currency has no decimals', () => {
    const yens = (total: string) => sold(total, [line('Curso en línea', '1500')], { moneda: 'JPY' });
    expect([faults(yens('1500')), faults(yens('1501')), faults(yens('1502'))]).toEqual([
      [],
      [],
      ['sale-inconsistent /total'],
    ]);
    expect(readSoldLines(yens('1500'))).toMatchObject({ decimals: 0 });
  });

  it('and the refusal says the sum, the total and the difference', () => {
    expect(readSoldLines(sold('350.00', [line('Desayuno', '174.00', [IVA_16], { cantidad: '2' })]))).toEqual({
      kind: 'faults',
      faults: [
        {
          code: 'sale-inconsistent',
          pointer: '/total',
          params: { sum: '348.00', total: '350.00', difference: '2.00' },
        },
      ],
    });
  });
});

describe('discounts', () => {
  it('belong to their line, taxes inside them as inside the price', () => {
    expect(paid(sold('67.05', [line('Champú', '74.50', [IVA_16], { descuento: '7.45' })]))).toEqual(['67.050000']);
    const net = sold('116.00', [line('Champú', '110.00', [IVA_16], { descuento: '10.00' })], {
      pricesIncludeTax: false,
    });
    expect(paid(net)).toEqual(['116.000000']);
  });

  it('on the whole are shared without losing a micro-unit', () => {
    const sale = sold('90.00', [line('A', '33.33'), line('B', '33.33'), line('C', '33.34')], { descuento: '10.00' });
    const shared = linesOf(sale).map(({ descuento }) => descuento);
    expect(formatMicro(sum(shared))).toBe('10.000000');
  });

  it('on the whole of a sale without taxes in its prices are without taxes too', () => {
    const sale = sold('104.40', [line('Asesoría', '100.00')], { pricesIncludeTax: false, descuento: '10.00' });
    expect(paid(sale)).toEqual(['104.400000']);
  });

  it('larger than what they are taken from are refused where they stand', () => {
    expect(faults(sold('1.00', [line('A', '10.00'), line('B', '10.00', [IVA_16], { descuento: '10.01' })]))).toEqual([
      'discount-above-line /conceptos/1/descuento',
    ]);
    expect(faults(sold('1.00', [line('A', '10.00')], { descuento: '10.01' }))).toEqual([
      'discount-above-sale /descuento',
    ]);
  });
});

describe('lines that cost nothing', () => {
  it('are dropped: a free sample, a line wholly discounted', () => {
    const sale = sold('20.00', [
      line('Muestra gratis', '0.00'),
      line('Taza', '20.00'),
      line('Regalo', '35.00', [IVA_16], { descuento: '35.00' }),
    ]);
    expect(linesOf(sale).map(({ concepto }) => concepto.descripcion)).toEqual(['Taza']);
  });

  it('but not one given away whose cuota is still due on top', () => {
    const drink = line('Refresco', '10.00', [cuota('3.081800'), IVA_16], { descuento: '10.00' });
    const sale = sold('123.15', [drink, drink, line('Taza', '100.00')], { pricesIncludeTax: false });
    expect(paid(sale)).toEqual(['3.574888', '3.574888', '116.000000']);
  });

  it('and nothing else are refused', () => {
    expect(faults(sold('0.01', [line('Muestra gratis', '0.00')]))).toEqual(['nothing-to-invoice /conceptos']);
  });
});

it('a cuota that leaves nothing of the price is refused at its taxes', () => {
  const drink = line('Refresco', '3.00', [cuota('3.081800'), IVA_16]);
  expect(faults(sold('3.00', [drink]))).toEqual(['ieps-above-price /conceptos/0/impuestos']);
});

it('retenciones come off the total, on net and on IVA’s base', () => {
  const freight = line('Flete local', '5000.00', [IVA_16, retencion('002', '0.040000')]);
  expect(faults(sold('5600.00', [freight], { pricesIncludeTax: false }))).toEqual([]);
});

it('whatever a till prints in either reading is accepted, and its lines are worth the total', () => {
  fc.assert(
    fc.property(soldArbitrary, (sale) => {
      const lines = linesOf(sale);
      const withheld = sum(
        lines.map(({ taxes, ...read }) => taxes.withheldFrom(taxes.netOf(paidFor({ taxes, ...read })))),
      );
      const miss = sum(lines.map(paidFor)) - withheld - toMicro(sale.total);
      return miss < 100_000n && miss > -100_000n;
    }),
    { numRuns: 30 },
  );
});
