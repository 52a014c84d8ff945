/** Reads the lines of a call with many sales or product mappings, off the event loop. */

import type { Tenant } from '../../merchants/tenant.ts';
import { Problem } from '../../problems/problem.ts';
import type { ReadingRequest } from '../../sources/own-system/read-lines.ts';
import { MOST_ROWS } from '../../sources/own-system/read-sales.ts';
import { isTooCostly, readInThread } from '../../sources/own-system/reading.ts';
import { QueueFull } from '../../threads/fair-queue.ts';
import { MOST_SALES, malformedBody } from './bulk-outcome.ts';

type Many = ReadingRequest extends infer Each ? (Each extends ReadingRequest ? Omit<Each, 'most'> : never) : never;

const RETRY_AFTER_S = '10';

/**
 * Reads the lines. Throws `malformed-request` if there are no sales, `payload-too-large` if there are too many, and `unavailable` while too many
 * files wait.
 */
export async function readMany<Request extends Many>(tenant: Tenant, request: Request) {
  const lines = await readBounded(tenant, request, { most: MOST_SALES, noun: 'sales' });
  if (lines.length === 0) throw malformedBody('required');
  return lines;
}

/** Reads the lines of a CSV of product mappings, of which there may be none. Throws like `readMany`. */
export function readProducts(tenant: Tenant, content: Uint8Array) {
  return readBounded(tenant, { kind: 'products', content } as const, { most: MOST_ROWS, noun: 'products' });
}

async function readBounded<Request extends Many>(
  { merchantId }: Tenant,
  request: Request,
  { most, noun }: { readonly most: number; readonly noun: string },
) {
  const tooMany = (): Problem => new Problem('payload-too-large', { params: { limit: `${most} ${noun}` } });
  const read = await readInThread(merchantId, { ...request, most } as Request & ReadingRequest).catch(
    (error: unknown) => {
      if (error instanceof QueueFull) throw new Problem('unavailable', { params: { retryAfter: RETRY_AFTER_S } });
      // An honest file with this many lines never exceeds the reader's limits of time and memory.
      if (isTooCostly(error)) throw tooMany();
      throw error;
    },
  );
  if (read.kind === 'letters-unknown') throw malformedBody('letters-unknown');
  if (read.kind === 'too-many') throw tooMany();
  return read.lines;
}
