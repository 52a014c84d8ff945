/** Reads files of sales by format, wherever they come from: an upload, a folder or the command line. */
import type { MerchantStore } from '../../merchants/merchant-store.ts';
import { decodeText, isWorkbook } from '../../text/decode.ts';
import type { SubmittedLine } from '../intake/submitted-sale.ts';
import { zonesOf } from '../intake/zones.ts';
import type { SourceAccount } from '../settings.ts';
import { readFacturapiReceipts } from './moving-in/facturapi.ts';
import { readGigstackReceipts } from './moving-in/gigstack.ts';
import { readSalesJson } from './sales-json.ts';
import { readSpreadsheet } from './spreadsheet/spreadsheet.ts';

/** The formats: a merchant's own CSV or JSON, and the exports of other services. */
export const FILE_FORMATS = ['csv', 'json', 'facturapi', 'gigstack'] as const;

/** The format of a file of sales, as the API's `format` parameter names it. */
export type FileFormat = (typeof FILE_FORMATS)[number];

/** Reads a file of sales. Never throws because of its content: whatever cannot be read is a fault of its line. */
export async function readSalesFile(
  bytes: Uint8Array,
  format: FileFormat,
  {
    merchants,
    account,
  }: {
    readonly merchants: Pick<MerchantStore, 'listBranches'>;
    readonly account: Pick<SourceAccount, 'tenant' | 'settings'>;
  },
): Promise<readonly SubmittedLine[]> {
  if (isWorkbook(bytes)) return [{ kind: 'faults', line: 1, faults: [{ code: 'is-workbook', pointer: '' }] }];
  const text = decodeText(bytes);
  if (text === undefined) return [{ kind: 'faults', line: 1, faults: [{ code: 'letters-unknown', pointer: '' }] }];
  if (hasTooManyRows(text)) {
    const params = { most: MOST_ROWS.toLocaleString('en-US') };
    return [{ kind: 'faults', line: 1, faults: [{ code: 'too-many-rows', pointer: '', params }] }];
  }
  switch (format) {
    case 'csv':
      return readSpreadsheet(text, await zonesOf(merchants, account));
    case 'json':
      return readSalesJson(text);
    case 'facturapi':
      return readFacturapiReceipts(text);
    case 'gigstack':
      return readGigstackReceipts(text);
  }
}

/** The maximum number of rows of a file, which is read as a whole. */
export const MOST_ROWS = 100_000;

/** Whether a file has more rows than any that is read. */
export function hasTooManyRows(text: string): boolean {
  let rows = 0;
  for (const _ of text.matchAll(/\r\n|\n|\r/g)) {
    rows += 1;
    if (rows > MOST_ROWS) return true;
  }
  return false;
}
