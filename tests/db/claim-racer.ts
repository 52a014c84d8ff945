/** A process of its own that opens the database named first and, told to go, claims the sale named second over and over. */
import { openStore } from '../../db/open-store.ts';
import { claimOf, JACARANDA } from '../contracts/store/cast.ts';

const [, , sqlitePath = '', saleId = ''] = process.argv;
const store = await openStore({ sqlitePath });

process.once('message', async () => {
  const answers: string[] = [];
  for (let i = 0; i < 25; i += 1) {
    const { kind, invoice } = await store.invoices.claim(JACARANDA, claimOf(`inv_${process.pid}_${i}`, [saleId]));
    answers.push(`${kind} ${invoice.id}`);
  }
  await store.close();
  process.send?.(answers, () => process.disconnect());
});
process.send?.('ready');
