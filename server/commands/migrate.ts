/** `autofactura migrate`: brings the database's tables up to date and says which engine it is. */
import { openStore } from '../../db/open-store.ts';
import { processConfig } from '../main/config.ts';
import type { Command } from './command.ts';

/** Safe to repeat. Rejects when the database cannot be reached. */
export const run: Command = async () => {
  const store = await openStore(processConfig().store);
  await store.close();
  console.log(`${store.engine}: up to date`);
  return 0;
};
