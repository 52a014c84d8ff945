/** `autofactura sales import FILE --source ID`: a merchant's spreadsheet, JSON, or what another service exported. */
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { openStore } from '../../db/open-store.ts';
import { faultDetail } from '../cfdi/problem.ts';
import type { Config } from '../config.ts';
import { type ToldOutcome, takeTold } from '../sources/own-system/ingest-sales.ts';
import { readTold, TOLD_FORMATS } from '../sources/own-system/read-sales.ts';
import { UsageError } from './command.ts';

/** Says what became of each sale; 0 when none was refused. The format is told by the file's name, unless `named` says it. */
export async function importToSource(
  location: Config['store'],
  sourceId: string,
  file: string,
  named: string | undefined,
): Promise<number> {
  const format = TOLD_FORMATS.find((each) => each === (named ?? (/json/.test(extname(file)) ? 'json' : 'csv')));
  if (format === undefined) throw new UsageError(`Which format? One of ${TOLD_FORMATS.join(', ')}.`);
  const store = await openStore(location);
  try {
    const account = await store.sources.get(sourceId);
    if (!account) throw new Error(`there is no source "${sourceId}"`);
    const lines = await readTold(readFileSync(file), format, { merchants: store.merchants, account });
    const outcomes = await takeTold({ store, now: Date.now, log: () => {} }, account, lines, Date.now());
    for (const outcome of outcomes) report(outcome);
    return outcomes.some(({ result }) => result === 'refused') ? 1 : 0;
  } finally {
    await store.close();
  }
}

function report(outcome: ToldOutcome): void {
  const { line, folio, result } = outcome;
  if (outcome.result !== 'refused') console.log(`${folio ?? `line ${line}`}: ${result}`);
  else
    for (const fault of outcome.faults) console.error(`line ${line} ${fault.pointer}: ${faultDetail(fault, 'es-MX')}`);
}
