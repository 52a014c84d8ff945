/** `autofactura lista-69b update --from FILE.csv`: loads the SAT's list of article 69-B, for the notices it gives merchants. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openStore } from '../../db/open-store.ts';
import { processConfig } from '../main/config.ts';
import { readLista69b } from '../taxpayers/lista-69b.ts';
import { type Command, UsageError } from './command.ts';

const SHOWN = 5;

/** Replaces the whole list. Lines that are not understood are reported and skipped; a file of another kind exits with 1. */
export const run: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { from: { type: 'string' } },
  });
  if (positionals[0] !== 'update' || values.from === undefined) throw new UsageError('Which list?');
  const list = readLista69b(readFileSync(values.from));
  if (!list) {
    console.error(`${values.from} is not the SAT's list of article 69-B: nothing was changed`);
    return 1;
  }
  const { rows, unread } = list;
  if (unread.length > 0) {
    const more = unread.length > SHOWN ? ` and ${unread.length - SHOWN} more` : '';
    console.error(`not understood: line ${unread.slice(0, SHOWN).join(', ')}${more}`);
  }
  const store = await openStore(processConfig().store);
  try {
    console.log(`69-B: ${await store.taxpayers.replaceLista69b(rows)}`);
    return 0;
  } finally {
    await store.close();
  }
};
