/** The audit log as a file: for a spreadsheet, or entry by entry with its seal so that it can be checked elsewhere. */
import { z } from 'zod';
import type { World } from '../merchants/tenant.ts';
import { cellOf } from '../text/csv-cell.ts';
import type { AuditEntry, AuditStore } from './audit.ts';

const AT_ONCE = 500;
const COLUMNS = ['position', 'at', 'world', 'actor', 'action', 'target', 'status', 'address', 'seal'] as const;

/** Writes CSV with a header, oldest entry first and times in ISO 8601, UTC. Text that a spreadsheet would evaluate as a formula is escaped.
 * `world` leaves out what does not belong to it. */
export async function* auditCsv(
  store: Pick<AuditStore, 'listAfter'>,
  merchantId: string,
  world?: World,
): AsyncGenerator<string> {
  yield `${COLUMNS.join(',')}\r\n`;
  for await (const entry of every(store, merchantId, world)) {
    const cells = { ...entry, at: new Date(entry.at).toISOString() };
    yield `${COLUMNS.map((column) => cellOf(String(cells[column] ?? ''))).join(',')}\r\n`;
  }
}

/** Writes one JSON object per line, oldest entry first, which `parseAuditLine` can read. `world` leaves out what does not belong to it. */
export async function* auditJsonLines(
  store: Pick<AuditStore, 'listAfter'>,
  merchantId: string,
  world?: World,
): AsyncGenerator<string> {
  for await (const entry of every(store, merchantId, world)) yield `${JSON.stringify(entry)}\n`;
}

async function* every(
  store: Pick<AuditStore, 'listAfter'>,
  merchantId: string,
  world: World | undefined,
): AsyncGenerator<AuditEntry> {
  let position = 0;
  for (;;) {
    const entries = await store.listAfter(merchantId, position, AT_ONCE);
    yield* entries.filter((entry) => world === undefined || entry.world === world);
    const last = entries.at(-1);
    if (!last || entries.length < AT_ONCE) return;
    position = last.position;
  }
}

const line = z.strictObject({
  ...{ merchantId: z.string(), position: z.int(), at: z.int(), world: z.enum(['test', 'live']).optional() },
  ...{ actor: z.string(), action: z.string(), target: z.string().optional(), status: z.int() },
  ...{ address: z.string(), seal: z.string() },
});

/** Parses a line of `auditJsonLines`; `undefined` if it is not one. */
export function parseAuditLine(text: string): AuditEntry | undefined {
  try {
    const { world, target, ...rest } = line.parse(JSON.parse(text));
    return { ...rest, ...(world !== undefined && { world }), ...(target !== undefined && { target }) };
  } catch {
    return undefined;
  }
}
