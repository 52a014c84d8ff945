/** What the reading thread does with one file; small files are read without a thread. */
import type { Branch } from '../../merchants/merchant.ts';
import { decodeText } from '../../text/decode.ts';
import { type Parcel, unpack } from '../../threads/parcel.ts';
import type { SourceAccount } from '../settings.ts';
import { readProductLines } from './product-csv.ts';
import { type FileFormat, hasTooManyRows, readSalesFile } from './read-sales.ts';
import { readSaleLines } from './sale-lines.ts';

/** `sales` use the wire's field names; a `file` uses those of a till or an office program, and its times are local to its branches; `products` are mappings in CSV. */
export type ReadingRequest = {
  /** The file. A parcel is unpacked where it is read. */
  readonly content: Uint8Array | Parcel;
  /** Beyond this many lines, the file is reported as too long and its lines are not returned. */
  readonly most: number;
} & (
  | { readonly kind: 'sales'; readonly format: 'csv' | 'json' }
  | { readonly kind: 'products' }
  | {
      readonly kind: 'file';
      readonly format: FileFormat;
      readonly account: Pick<SourceAccount, 'tenant' | 'settings'>;
      readonly branches: readonly Branch[];
    }
);

/** The lines of a file, or why it cannot be read: its encoding is unknown, or it has too many lines. */
export type ReadingOutcome<Line> =
  | { readonly kind: 'lines'; readonly lines: readonly Line[] }
  | { readonly kind: 'letters-unknown' }
  | { readonly kind: 'too-many' };

/** Reads every line of a file. Never throws because of its content. */
export async function readLines(request: ReadingRequest): Promise<ReadingOutcome<unknown>> {
  const { content } = request;
  const bytes = content instanceof Uint8Array ? content : unpack(content);
  if (request.kind === 'file') {
    const { format, account, branches } = request;
    const merchants = { listBranches: async () => branches };
    return bounded(await readSalesFile(bytes, format, { merchants, account }), request.most);
  }
  const text = decodeText(bytes);
  if (text === undefined) return { kind: 'letters-unknown' };
  if (request.kind === 'products')
    return bounded(hasTooManyRows(text) ? undefined : readProductLines(text), request.most);
  return bounded(readSaleLines(text, request.format, request.most), request.most);
}

function bounded(lines: readonly unknown[] | undefined, most: number): ReadingOutcome<unknown> {
  return lines === undefined || lines.length > most ? { kind: 'too-many' } : { kind: 'lines', lines };
}
