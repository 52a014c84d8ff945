/** `autofactura sales import FILE --source ID`: a merchant's spreadsheet, JSON, or what another service exported. */
import { readFileSync } from 'node:fs';
import { extname } from 'node:path';
import { openStore } from '../../db/open-store.ts';
import type { Config } from '../main/config.ts';
import { faultDetail } from '../problems/problem.ts';
import { NOTHING_BACK } from '../sources/intake/give-back.ts';
import { type IngestOutcome, ingestSales } from '../sources/own-system/ingest-sales.ts';
import { FILE_FORMATS, readSalesFile } from '../sources/own-system/read-sales.ts';
import { UsageError } from './command.ts';
import { recorded } from './operator.ts';

/** Reports the result of each sale; returns 0 if none was refused. The format follows from the file's name unless `named` is given. */
export async function importToSource(
  config: Config,
  sourceId: string,
  file: string,
  named: string | undefined,
): Promise<number> {
  const format = FILE_FORMATS.find((each) => each === (named ?? (/json/.test(extname(file)) ? 'json' : 'csv')));
  if (format === undefined) throw new UsageError(`Which format? One of ${FILE_FORMATS.join(', ')}.`);
  const store = await openStore(config.store);
  try {
    const account = await store.sources.get(sourceId);
    if (!account) throw new Error(`there is no source "${sourceId}"`);
    const lines = await readSalesFile(readFileSync(file), format, { merchants: store.merchants, account });
    const intake = { store, now: Date.now, log: () => {}, giveBack: NOTHING_BACK };
    const deed = { ...account.tenant, action: 'POST /sources/{id}/sales', target: account.id };
    const outcomes = await recorded(config, store, deed, () => ingestSales(intake, account, lines, Date.now()));
    for (const outcome of outcomes) report(outcome);
    return outcomes.some(({ result }) => result === 'refused') ? 1 : 0;
  } finally {
    await store.close();
  }
}

function report(outcome: IngestOutcome): void {
  const { line, folio, result } = outcome;
  if (outcome.result !== 'refused') console.log(`${folio ?? `line ${line}`}: ${result}`);
  else
    for (const fault of outcome.faults) console.error(`line ${line} ${fault.pointer}: ${faultDetail(fault, 'es-MX')}`);
}
