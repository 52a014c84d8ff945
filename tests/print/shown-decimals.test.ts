import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatMicro, multiply, parseMicro, roundTo, sum, toMicro } from '../../server/cfdi/money.ts';
import { shownAmounts } from '../../server/print/shown-decimals.ts';
import * as cfdi from '../support/cfdi-fixtures.ts';

describe('prices on paper', () => {
  it('have two decimals on an ordinary ticket, not the six of the XML', () => {
    const c = cfdi.ticket();
    const shown = shownAmounts(c);
    const prices = c.conceptos.map((one) => [shown.valorUnitario(one), shown.importe(one.importe)]);
    for (const price of prices.flat()) expect(price).toMatch(/^\d+\.\d\d0000$/);
  });

  it('have more if cantidad × valor unitario would not give the importe that is shown', () => {
    const line = { cantidad: '1000', valorUnitario: '0.862069', importe: '862.069000' };
    const c = { ...cfdi.ticket(), conceptos: [{ ...cfdi.ticket().conceptos[0], ...line }], subTotal: '862.07' };
    const shown = shownAmounts(c as ReturnType<typeof cfdi.ticket>);
    expect([shown.valorUnitario(line), shown.importe(line.importe)]).toEqual(['0.862070', '862.070000']);
  });

  it('always add up: cantidad × valor is the importe, and the importes add up to the subtotal', () => {
    const micro = (most: number) => fc.integer({ min: 1, max: most }).map((value) => formatMicro(BigInt(value)));
    const lines = fc.array(fc.record({ cantidad: micro(50_000_000), valorUnitario: micro(900_000_000) }), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(lines, (sold) => {
        const conceptos = sold.map((one) => {
          const importe = formatMicro(multiply(toMicro(one.cantidad), toMicro(one.valorUnitario)));
          return { ...cfdi.ticket().conceptos[0], ...one, importe };
        });
        const subTotal = formatMicro(roundTo(sum(conceptos.map((one) => toMicro(one.importe))), 2), 2);
        const { descuento: _, ...plain } = cfdi.ticket();
        const shown = shownAmounts({ ...plain, conceptos: conceptos as typeof plain.conceptos, subTotal });
        const importes = conceptos.map((one) => toMicro(shown.importe(one.importe)));
        expect(roundTo(sum(importes), 2)).toBe(toMicro(subTotal));
        const decimals = Math.max(
          2,
          ...importes.map((one) => formatMicro(one).replace(/0+$/, '').split('.')[1]?.length ?? 0),
        );
        conceptos.forEach((one, at) => {
          const price = parseMicro(shown.valorUnitario(one)) ?? 0n;
          expect(roundTo(multiply(price, toMicro(one.cantidad)), decimals)).toBe(importes[at]);
        });
      }),
    );
  });
});
