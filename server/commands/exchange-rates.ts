/** `autofactura exchange-rates load FILE.csv`: the DOF's rates by day, for sales in another currency without a rate. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openStore } from '../../db/open-store.ts';
import { processConfig } from '../main/config.ts';
import { readExchangeRates } from '../sales/exchange-rates-csv.ts';
import { decodeText } from '../text/decode.ts';
import { type Command, UsageError } from './command.ts';

/** Loads the whole file, or exits with 1 and loads nothing. */
export const run: Command = async (args) => {
  const { positionals } = parseArgs({ args: [...args], allowPositionals: true });
  const [action, file] = positionals;
  if (action !== 'load' || file === undefined) throw new UsageError('Which file?');
  const { rates, faults } = readExchangeRates(decodeText(readFileSync(file)) ?? '');
  if (faults.length > 0) {
    for (const { line, reason } of faults) console.error(`line ${line}: ${reason}`);
    console.error('nothing was loaded');
    return 1;
  }
  const store = await openStore(processConfig().store);
  try {
    console.log(`exchange rates: ${await store.exchangeRates.putRates(rates)}`);
    return 0;
  } finally {
    await store.close();
  }
};
