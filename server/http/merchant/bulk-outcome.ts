/** The outcomes of many sales in one call, as JSON lines in the order of the submission. */
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { type Fault, type Language, Problem } from '../../problems/problem.ts';
import { faultBody } from '../api/problems.ts';

/** The maximum number of sales in one call. */
export const MOST_SALES = 5_000;

/** The media type of JSON lines: one JSON value a line. */
export const NDJSON = 'application/x-ndjson';

/** The media type of a spreadsheet in CSV. */
export const CSV = 'text/csv';

const faultWire = z.object({ pointer: z.string(), code: z.string(), detail: z.string() });

/** One line of the answer: what happened to the sale on the same line of the submission. */
export const outcomeWire = z
  .object({
    line: z.int(),
    folio: z.string().optional(),
    result: z.enum(['created', 'updated', 'unchanged', 'locked', 'refused', 'skipped', 'kept']).openapi({
      description:
        '`locked` means that the sale is invoiced or partly refunded, and did not change, `skipped` that it does not become a sale here, and `kept` that the sale will be made in a moment.',
    }),
    id: z.string().optional(),
    reason: z.string().optional(),
    errors: z.array(faultWire).optional(),
  })
  .openapi('BulkOutcome');

/** An outcome as it is serialized. */
export type BulkOutcome = z.output<typeof outcomeWire>;

/** Builds the outcome of a refused sale. */
export function refusedOutcome(
  { line, folio, faults }: { readonly line: number; readonly folio?: string; readonly faults: readonly Fault[] },
  language: Language,
): BulkOutcome {
  const errors = faults.map((fault) => faultBody(fault, language));
  return { line, ...(folio !== undefined && { folio }), result: 'refused', errors };
}

/** Answers with one line per outcome. */
export function outcomesAnswer(c: Context, outcomes: readonly BulkOutcome[]): Response {
  const body = outcomes.map((each) => `${JSON.stringify(each)}\n`).join('');
  return c.body(body, 200, { 'content-type': NDJSON });
}

/** The problem of a body that is invalid as a whole. */
export function malformedBody(code: string): Problem {
  return new Problem('malformed-request', { faults: [{ code, pointer: '' }] });
}
