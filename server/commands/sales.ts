/** `autofactura sales import FILE.csv`: sales on the wire's columns of a portal's merchant, or whatever one of its sources reads. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openStore } from '../../db/open-store.ts';
import type { Store } from '../../db/store.ts';
import { faultDetail } from '../cfdi/problem.ts';
import { processConfig } from '../config.ts';
import type { Portal } from '../portals/portal.ts';
import { keysOf } from '../sales/lookup.ts';
import type { SaleBody } from '../sales/sale.ts';
import { contextFaults } from '../sales/sale-context.ts';
import { type CsvSale, readSalesCsv } from '../sales/sales-csv.ts';
import { decodeText } from '../text/decode.ts';
import { type Command, UsageError } from './command.ts';
import { importToSource } from './source-import.ts';

export const run: Command = async (args) => {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { portal: { type: 'string' }, source: { type: 'string' }, format: { type: 'string' } },
  });
  const [action, file] = positionals;
  if (action !== 'import' || file === undefined) throw new UsageError('Which file?');
  const { store: location, dataDir } = processConfig();
  if (values.source !== undefined) return importToSource(location, values.source, file, values.format);
  const slug = values.portal ?? demoPortal(dataDir);
  if (slug === undefined) throw new UsageError('Whose sales are they? Name a portal of the merchant with --portal.');
  const store = await openStore(location);
  try {
    const portal = await store.merchants.getPortal(slug);
    if (!portal) throw new Error(`there is no portal "${slug}"`);
    const text = decodeText(readFileSync(file));
    if (text === undefined) throw new Error(faultDetail({ code: 'letters-unknown', pointer: '' }, 'es-MX'));
    const checked = await Promise.all(readSalesCsv(text).map((row) => checkRow(store, portal, row)));
    await keep(
      store,
      portal,
      checked.flatMap((row) => (row.kind === 'sale' ? [row.body] : [])),
    );
    return report(checked);
  } finally {
    await store.close();
  }
};

/** In the demo's data folder there is one portal that everybody means. */
function demoPortal(dataDir: string): string | undefined {
  const file = join(dataDir, 'demo.json');
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { portal?: string }).portal : undefined;
}

async function checkRow(store: Store, { merchantId, world }: Portal, row: CsvSale): Promise<CsvSale> {
  if (row.kind === 'faults') return row;
  const faults = await contextFaults(store, { merchantId, world }, row.body, Date.now());
  return faults.length > 0 ? { kind: 'faults', line: row.line, faults } : row;
}

async function keep(store: Store, { merchantId, world }: Portal, bodies: readonly SaleBody[]): Promise<void> {
  const stored = await store.sales.put(
    { merchantId, world },
    bodies.map((body) => ({
      id: `sale_${randomBytes(12).toString('hex')}`,
      source: 'csv',
      body,
      keys: keysOf(body),
      at: Date.now(),
    })),
  );
  for (const { kind, sale } of stored) console.log(`${sale.body.folio}: ${kind}`);
}

function report(rows: readonly CsvSale[]): number {
  for (const row of rows)
    for (const fault of row.kind === 'faults' ? row.faults : [])
      console.error(`line ${row.line} ${fault.pointer}: ${faultDetail(fault, 'es-MX')}`);
  return rows.every(({ kind }) => kind === 'sale') ? 0 : 1;
}
