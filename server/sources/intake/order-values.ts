/**
 * What the values in shops' orders have in common, whoever wrote them: amounts, ids, instants, addresses, names of
 * gateways.
 */
import { z } from 'zod';
import { formatTrimmed, type Micro, parseMicro, sum, toMicro, ZERO } from '../../cfdi/money.ts';
import type { OrderFact, RefundFact } from './fact.ts';

/**
 * Below it a JSON number of up to 6 decimals has at most 15 digits, and 15 digits survive a binary double: `String`
 * writes the shortest decimal that reads back as the same double, which is the one the provider wrote. No arithmetic is
 * done on the number itself.
 */
const EXACT_BELOW = 1e9;

/** An amount, a rate or a quantity as decimal text of up to 6 decimals, whether it came as text or as a JSON number. */
export const DECIMAL = z.union([z.string().trim(), z.number()]).transform((value, context) => {
  const isExact = typeof value === 'string' || Math.abs(value) < EXACT_BELOW;
  const micro = isExact ? parseMicro(String(value)) : undefined;
  if (micro !== undefined) return formatTrimmed(micro, 2);
  context.issues.push({ code: 'custom', message: 'not an exact decimal', input: value });
  return z.NEVER;
});

/** An id, as text: providers write theirs as JSON numbers that a double holds exactly, or as text. */
export const ID = z.union([z.string().min(1).max(100), z.int()]).transform(String);

/** RFC 3339 with its offset. */
export const INSTANT = z.iso.datetime({ offset: true });

/** An e-mail that a sale can carry; shops write blanks, masks and notes in its place, and those are none. */
const EMAIL = z.email().max(254);

/** The first that is an e-mail. */
export function emailOf(...said: readonly (string | null | undefined)[]): string | undefined {
  return said.map((each) => EMAIL.safeParse(each?.trim()).data).find((email) => email !== undefined);
}

/** A gateway's name as the payment table knows it: lower case, blanks and dashes as underscores. */
export function slugOf(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

/** The sum of decimal texts. */
export function total(amounts: Iterable<string>): Micro {
  return sum(Array.from(amounts, toMicro));
}

/** Decimal text of at least 2 decimals. */
export function text(amount: Micro): string {
  return formatTrimmed(amount, 2);
}

/** Whether an amount is there and is not nothing. */
export function isSome(amount: string | null | undefined): amount is string {
  return amount !== undefined && amount !== null && toMicro(amount) !== ZERO;
}

/** How far on in an order's life each is. */
export const RANK: Readonly<Record<OrderFact['estado'], number>> = { pendiente: 0, pagada: 1, cancelada: 2 };

/**
 * The version of an order changed at an instant. Shops tell it to the second, and an order is made and paid within one:
 * of two sayings of the same second the one further on in an order's life stands.
 */
export function orderVersion(changedAt: string, estado: OrderFact['estado']): number {
  return Date.parse(changedAt) + RANK[estado];
}

/** Providers tell a dispute to the second, or not at all when: of two tellings of one moment the one further on stands. */
export const DISPUTE_RANK: Readonly<Record<RefundFact['estado'], number>> = { disputed: 0, failed: 1, done: 2 };

/** Where a body is not of a shape, without a value of it: `line_items/0/price`. */
export function whereWrong(error: z.ZodError): string {
  const paths = error.issues.slice(0, 5).map(({ path }) => path.map(String).join('/') || 'the whole');
  return [...new Set(paths)].join(', ');
}
