/**
 * One line of the journal: a checksum, what may be read without unpacking it, and the packed rest. A line stands by itself, so a damaged one
 * costs no other, and one that a crash cut off is known by its checksum.
 */
import { promisify } from 'node:util';
import { constants, crc32, deflate, inflate } from 'node:zlib';
import type { Cancellation } from '../invoicing/cancellation.ts';
import type { Invoice, StampedDocument } from '../invoicing/invoice.ts';
import type { RestorableSales } from '../invoicing/restore-store.ts';
import type { World } from '../merchants/tenant.ts';

/** What of an entry can be read without unpacking it: ids, numbers and a folio fiscal, no personal data. */
export type EntryHead = {
  readonly kind: JournalEntry['kind'];
  readonly invoiceId: string;
  readonly merchantId: string;
  readonly world: World;
  /** The fence of the invoice at that moment. */
  readonly fence: number;
  /** Epoch milliseconds at which it was written. */
  readonly at: number;
  readonly serie: string;
  readonly folio: number;
  readonly uuid?: string;
};

/** Something that a database restored from a backup must not forget. */
export type JournalEntry =
  /** The document is about to be sent, so it may be stamped: everything that sending the same bytes again takes. */
  | { readonly kind: 'sent'; readonly invoice: Invoice; readonly sales: RestorableSales }
  /** The PAC stamped it. */
  | { readonly kind: 'stamped'; readonly stamped: StampedDocument }
  /** It was refused, or proven never to have been stamped: its sales are free again. */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** The SAT cancelled it: its sales are free again. */
  | { readonly kind: 'canceled'; readonly cancellation: Cancellation };

const pack = promisify(deflate);
const unpack = promisify(inflate);
/** Half the time of zlib's own choice, for a tenth more bytes: these lines are read once, if ever. */
const LEVEL = constants.Z_BEST_SPEED;

/** The entry as a line, with its line break. Packing happens off the event loop. */
export async function toLine(head: EntryHead, entry: JournalEntry): Promise<string> {
  const packed = await pack(JSON.stringify(entry), { level: LEVEL });
  const text = `${JSON.stringify(head)}\t${packed.toString('base64')}`;
  return `${checksum(text)}\t${text}\n`;
}

/** The head of an intact line; `undefined` for any other. */
export function toHead(line: string): EntryHead | undefined {
  const text = line.slice(CHECKSUM_LENGTH + 1);
  return line.startsWith(`${checksum(text)}\t`) ? JSON.parse(text.slice(0, text.indexOf('\t'))) : undefined;
}

/** The entry of an intact line. */
export async function toEntry(line: string): Promise<JournalEntry> {
  const packed = Buffer.from(line.slice(line.lastIndexOf('\t') + 1), 'base64');
  return JSON.parse((await unpack(packed)).toString());
}

/** What a damaged line is about, where that much of it is still there. */
export function guessHead(line: string): EntryHead | undefined {
  try {
    return JSON.parse(line.split('\t')[1] ?? '');
  } catch {
    return undefined;
  }
}

const CHECKSUM_LENGTH = 8;

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(CHECKSUM_LENGTH, '0');
}
