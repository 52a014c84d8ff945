/** Joins an open database with the journal of stamps in the data folder, once whatever the database lacks of it is put back. */
import { join } from 'node:path';
import type { Store } from '../../db/store.ts';
import { createSeal } from '../accounts/audit.ts';
import { journaled } from '../journal/journaled.ts';
import { restoreStamps } from '../journal/restore.ts';
import { openJournal, type StampJournal } from '../journal/stamp-journal.ts';
import type { Log } from '../text/log.ts';
import { openMasterKey } from '../vault/master-key.ts';
import type { Config } from './config.ts';

/** A database whose stamps are in the journal too; closing the store closes both. */
export type Joined = { readonly store: Store; readonly journal: StampJournal };

/** The folder of the journal, in the data folder. */
export const JOURNAL_FOLDER = 'stamps';

/** Whoever stamps does this first: on a database that was restored, a sale that is invoiced already looks free until then. */
export async function joinJournal(
  config: Config,
  store: Store,
  { log, now = Date.now }: { readonly log: Log; readonly now?: (() => number) | undefined },
): Promise<Joined> {
  const folder = join(config.dataDir, JOURNAL_FOLDER);
  await restoreStamps({ store, now, log, seal: createSeal(openMasterKey(config)) }, folder);
  const journal = openJournal(folder);
  const close = async () => {
    await journal.close();
    await store.close();
  };
  return { store: { ...journaled(store, journal, log), close }, journal };
}
