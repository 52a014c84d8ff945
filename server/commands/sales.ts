/** `autofactura sales import FILE.csv`: sales in the wire format's columns for a portal's merchant, or whatever one of its sources reads. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openStore } from '../../db/open-store.ts';
import { processConfig } from '../main/config.ts';
import { faultDetail } from '../problems/problem.ts';
import { pushWriter, putSales, type Refused } from '../sales/put-sales.ts';
import type { PutSale } from '../sales/sale-store.ts';
import { type CsvSale, readSalesCsv } from '../sales/sales-csv.ts';
import { decodeText } from '../text/decode.ts';
import { type Command, UsageError } from './command.ts';
import { recorded } from './operator.ts';
import { importToSource } from './source-import.ts';

/** Exits with 1 if any row was refused; the others are stored. Importing the same file again changes nothing. */
export const run: Command = async (args) => {
  if (args[0] === 'list' || args[0] === 'show') return (await import('./sales-list.ts')).run(args);
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { portal: { type: 'string' }, source: { type: 'string' }, format: { type: 'string' } },
  });
  const [action, file] = positionals;
  if (action !== 'import' || file === undefined) throw new UsageError('Which file?');
  const config = processConfig();
  if (values.source !== undefined) return importToSource(config, values.source, file, values.format);
  const slug = values.portal ?? demoPortal(config.dataDir);
  if (slug === undefined) throw new UsageError('Whose sales are they? Name a portal of the merchant with --portal.');
  const store = await openStore(config.store);
  try {
    const portal = await store.portals.getPortal(slug);
    if (!portal) throw new Error(`there is no portal "${slug}"`);
    const text = decodeText(readFileSync(file));
    if (text === undefined) throw new Error(faultDetail({ code: 'letters-unknown', pointer: '' }, 'es-MX'));
    const rows = readSalesCsv(text);
    const { merchantId, world } = portal;
    const writer = pushWriter(store.sales, { merchantId, world });
    const deed = { merchantId, world, action: 'POST /sales/bulk' };
    const put = () => putSales({ store, now: Date.now }, writer, rows);
    return report(rows, await recorded(config, store, deed, put));
  } finally {
    await store.close();
  }
};

/** In the demo's data folder, the one portal that everybody means. */
function demoPortal(dataDir: string): string | undefined {
  const file = join(dataDir, 'demo.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { portal?: string }).portal : undefined;
}

/** Prints the outcome of each sale; the exit code is 1 if one was refused. */
function report(rows: readonly CsvSale[], outcomes: readonly (PutSale | Refused)[]): number {
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.kind !== 'refused') console.log(`${outcome.sale.body.folio}: ${outcome.kind}`);
    else
      for (const fault of outcome.faults)
        console.error(`line ${rows[index]?.line} ${fault.pointer}: ${faultDetail(fault, 'es-MX')}`);
  }
  return outcomes.some(({ kind }) => kind === 'refused') ? 1 : 0;
}
