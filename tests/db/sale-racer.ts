/**
 * A process of its own that opens the database named first and stores each sale that it is sent: under the source named second, or as a
 * pushed one if none is named.
 */
import { openStore } from '../../db/open-store.ts';
import { keysOf } from '../../server/sales/lookup.ts';
import { JACARANDA, newSale, saleBody } from '../contracts/store/cast.ts';

const [, , database = '', source = 'api'] = process.argv;
const isPostgres = database.startsWith('postgres');
const store = await openStore(isPostgres ? { databaseUrl: database, sqlitePath: '' } : { sqlitePath: database });

process.on('message', async (folio: string) => {
  const sale = newSale(folio, { id: `sale_${source}_${folio}`, source }, keysOf(saleBody(folio)));
  const [put] = await store.sales.put(JACARANDA, [sale]);
  process.send?.(put?.kind);
});
process.once('disconnect', () => process.exit());
process.send?.('ready');
