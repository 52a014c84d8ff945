/** Options read by the schemas of the API. */
import type { z } from 'zod';
import { Problem } from '../problems/problem.ts';
import { faultsOf } from '../sales/sale-wire.ts';

/** What was typed, read by the schema of the API. Throws `invalid-merchant` with every fault. */
export function readTyped<T extends z.ZodType>(schema: T, typed: Readonly<Record<string, unknown>>): z.output<T> {
  const given = Object.fromEntries(Object.entries(typed).filter(([, value]) => value !== undefined));
  const read = schema.safeParse(given);
  if (!read.success) throw new Problem('invalid-merchant', { faults: faultsOf(read.error) });
  return read.data;
}
