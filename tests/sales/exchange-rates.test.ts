import { describe, expect, it } from 'vitest';
import type { Zone } from '../../server/catalogs/postal-code.ts';
import { type ExchangeRate, withExchangeRate } from '../../server/sales/exchange-rate.ts';
import { readExchangeRates } from '../../server/sales/exchange-rates-csv.ts';
import type { SaleBody } from '../../server/sales/sale.ts';
import { saleBody } from '../contracts/store/cast.ts';

describe('a file of exchange rates', () => {
  it('can be a merchant’s own, with one currency per row', () => {
    expect(readExchangeRates('date,moneda,rate\n2026-11-20,USD,18.4213\n2026-11-20,eur,21.330000\n')).toEqual({
      rates: [
        { moneda: 'USD', published: '2026-11-20', rate: '18.4213' },
        { moneda: 'EUR', published: '2026-11-20', rate: '21.330000' },
      ],
      faults: [],
    });
  });

  it('can be Banco de México’s, in dollars under a title, without the days on which nothing was published', () => {
    const text =
      '\ufeffBanco de México\r\nTipo de cambio para solventar obligaciones\r\n\r\nFecha;SF60653\r\n5/2/2026;18.1\r\n06/02/2026;N/E\r\n';
    expect(readExchangeRates(text)).toEqual({
      rates: [{ moneda: 'USD', published: '2026-02-05', rate: '18.1' }],
      faults: [],
    });
  });

  it.each([
    ['a day that is not', '2026-02-30,USD,18.4', 'no such day'],
    ['an American day', '11/20/2026,USD,18.4', 'no such day'],
    ['pesos', '2026-11-20,MXN,1', 'no foreign currency of c_Moneda'],
    ['no currency', '2026-11-20,XXX,1', 'no foreign currency of c_Moneda'],
    ['nothing', '2026-11-20,USD,', 'no rate of at most six decimals'],
    ['zero', '2026-11-20,USD,0.000000', 'no rate of at most six decimals'],
    ['a decimal comma', '2026-11-20,USD,"18,42"', 'no rate of at most six decimals'],
    ['seven decimals', '2026-11-20,USD,18.4213001', 'no rate of at most six decimals'],
  ])('names the line that says %s', (_, row, reason) => {
    expect(readExchangeRates(`date,moneda,rate\n${row}\n`).faults).toEqual([{ line: 2, reason }]);
  });

  it('of another kind is refused, and never throws', () => {
    for (const text of ['', 'folio,total\nA-1,3\n', '\u0000\n,,,'])
      expect(readExchangeRates(text).faults).toEqual([{ line: 1, reason: 'no header with fecha and tipoCambio' }]);
  });
});

describe('the rate of a sale', () => {
  const asked: string[] = [];
  const rates = (known?: Omit<ExchangeRate, 'moneda'>) => ({
    async rateBefore(moneda: string, day: string) {
      asked.push(`${moneda} ${day}`);
      return known && { moneda, ...known };
    },
  });
  const rateOf = async (
    sale: Partial<SaleBody>,
    known?: Omit<ExchangeRate, 'moneda'>,
    zone: Zone = 'America/Mexico_City',
  ) => (await withExchangeRate(rates(known), saleBody('USD-1', { moneda: 'USD', ...sale }), zone)).tipoCambio;
  const NOV_19 = { published: '2026-11-19', rate: '18.4213' };

  it('is its own if it has one, and otherwise that of the DOF', async () => {
    expect(await rateOf({ tipoCambio: '17.9' }, NOV_19)).toBe('17.9');
    expect(await rateOf({}, NOV_19)).toBe('18.4213');
  });

  it('is that published before the sale’s day at its branch: late at night in Tijuana it is the day before', async () => {
    asked.length = 0;
    const date = '2026-11-20T23:30:00-08:00';
    await rateOf({ date }, NOV_19, 'America/Tijuana');
    await rateOf({ date }, NOV_19);
    expect(asked).toEqual(['USD 2026-11-20', 'USD 2026-11-21']);
  });

  it('can be that of ten days before, over any holidays, but no older one', async () => {
    expect(await rateOf({}, { ...NOV_19, published: '2026-11-10' })).toBe('18.4213');
    expect(await rateOf({}, { ...NOV_19, published: '2026-11-09' })).toBeUndefined();
  });

  it('does not exist for pesos', async () => {
    expect(await rateOf({ moneda: 'MXN' }, NOV_19)).toBeUndefined();
  });
});
