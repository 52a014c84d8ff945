/** What registers said about taxpayers, under a keyed hash, and the list of article 69-B. */

import type { TaxpayerStore } from '../../server/taxpayers/taxpayer-store.ts';
import type { Engine } from '../engines/engine.ts';
import { change, first } from '../engines/work.ts';

/** What is known about taxpayers. */
export function createTaxpayerStore({ db, run, writeOnce, insertMany }: Engine): TaxpayerStore {
  return {
    async cachedCheck(hash, since) {
      const fresh = db.selectFrom('taxpayerCheck').select('answer').where('hash', '=', hash).where('at', '>=', since);
      return (await run(first(fresh)))?.answer;
    },
    async keepCheck(hash, answer, at, dropBefore) {
      await run(change(db.deleteFrom('taxpayerCheck').where('at', '<', dropBefore)));
      await run(insertMany('taxpayerCheck', [{ hash, answer, at }], { on: ['hash'], replace: ['answer', 'at'] }));
    },
    async replaceLista69b(rows) {
      return writeOnce(function* () {
        yield* change(db.deleteFrom('lista69b'));
        return yield* insertMany('lista69b', rows);
      });
    },
    async situacion69b(rfc) {
      return (await run(first(db.selectFrom('lista69b').select('situacion').where('rfc', '=', rfc))))?.situacion;
    },
  };
}
