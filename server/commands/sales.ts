/** `autofactura sales import FILE.csv`: one line a concepto; lines of one folio are one sale. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openStore } from '../../db/open-store.ts';
import { faultDetail } from '../cfdi/problem.ts';
import { processConfig } from '../config.ts';
import { keysOf } from '../sales/lookup.ts';
import { readSalesCsv } from '../sales/sales-csv.ts';
import { type Command, UsageError } from './command.ts';

export const run: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { portal: { type: 'string' } },
  });
  const [action, file] = positionals;
  if (action !== 'import' || file === undefined || values.portal === undefined)
    throw new UsageError('sales import FILE.csv --portal SLUG');
  const { databaseUrl, dataDir } = processConfig();
  const store = await openStore({
    ...(databaseUrl !== undefined && { databaseUrl }),
    sqlitePath: join(dataDir, 'autofactura.db'),
  });
  try {
    const portal = await store.merchants.getPortal(values.portal);
    if (!portal) throw new Error(`there is no portal "${values.portal}"`);
    const read = readSalesCsv(readFileSync(file, 'utf8'));
    const sales = read.flatMap((row) => (row.kind === 'sale' ? [row.body] : []));
    const stored = await store.sales.put(
      { merchantId: portal.merchantId, world: portal.world },
      sales.map((body) => ({
        id: `sale_${randomBytes(12).toString('hex')}`,
        source: 'csv',
        body,
        keys: keysOf(body),
        at: Date.now(),
      })),
    );
    for (const { kind, sale } of stored) console.log(`${sale.body.folio}: ${kind}`);
    const bad = read.flatMap((row) => (row.kind === 'faults' ? [row] : []));
    for (const { line, faults } of bad)
      for (const fault of faults) console.error(`line ${line} ${fault.pointer}: ${faultDetail(fault, 'es-MX')}`);
    return bad.length === 0 ? 0 : 1;
  } finally {
    await store.close();
  }
};
