/** Options read by the schemas of the API. */
import type { z } from 'zod';
import { Problem } from '../problems/problem.ts';
import { faultsOf } from '../sales/sale-wire.ts';

/** What was typed, read by the schema of the API. Throws `invalid-merchant` with every fault. */
export function readTyped<T extends z.ZodType>(schema: T, typed: Readonly<Record<string, unknown>>): z.output<T> {
  const given = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined));
  const read = schema.safeParse(given);
  if (!read.success) throw new Problem('invalid-merchant', { faults: faultsOf(read.error, given) });
  return read.data;
}

/** A day as it was typed, `2026-11-01`; `undefined` for anything else. */
export function dayTyped(text: string | undefined): string | undefined {
  const isDay = text !== undefined && /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`));
  return isDay ? text : undefined;
}
