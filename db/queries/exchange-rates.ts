/** Exchange rates by currency and day of publication. */

import type { ExchangeRateStore } from '../../server/sales/exchange-rate.ts';
import type { Engine } from '../engines/engine.ts';
import { statement } from '../engines/work.ts';

/** The rates that the operator loaded. */
export function createExchangeRateStore({ db, run, write, insertMany }: Engine): ExchangeRateStore {
  const before = statement(({ moneda, day }: { readonly moneda: string; readonly day: string }) =>
    db
      .selectFrom('exchangeRate')
      .selectAll()
      .where('moneda', '=', moneda)
      .where('published', '<', day)
      .orderBy('published', 'desc')
      .limit(1),
  );
  return {
    async putRates(rates) {
      // PostgreSQL writes no row twice in one statement: of several rates for one day, the last counts.
      const latest = new Map(rates.map((rate) => [`${rate.moneda} ${rate.published}`, rate]));
      await write(() =>
        insertMany('exchangeRate', latest.values(), { on: ['moneda', 'published'], replace: ['rate'] }),
      );
      return latest.size;
    },
    rateBefore: (moneda, day) => run(before.first({ moneda, day })),
  };
}
