/** Helpers for the values in orders of all shops: amounts, ids, instants, addresses and names of gateways. */
import { z } from 'zod';
import { formatTrimmed, type Micro, parseMicro, sum, toMicro, ZERO } from '../../cfdi/money.ts';
import type { OrderFact, RefundFact } from './fact.ts';

/**
 * Below this a JSON number with up to 6 decimals has at most 15 digits, which survive a binary double: `String` writes the shortest decimal that
 * reads back as the same double, which is the one the provider wrote. No arithmetic is done on the number itself.
 */
const EXACT_BELOW = 1e9;

/** An amount, rate or quantity as a decimal string of up to 6 decimals, whether it came as text or as a JSON number. */
export const DECIMAL = z.union([z.string().trim(), z.number()]).transform((value, context) => {
  const isExact = typeof value === 'string' || Math.abs(value) < EXACT_BELOW;
  const micro = isExact ? parseMicro(String(value)) : undefined;
  if (micro !== undefined) return formatTrimmed(micro, 2);
  context.issues.push({ code: 'custom', message: 'not an exact decimal', input: value });
  return z.NEVER;
});

/** An id as text. Providers write ids as text, or as JSON numbers that a double holds exactly. */
export const ID = z.union([z.string().min(1).max(100), z.int()]).transform(String);

/** An instant in RFC 3339, with its offset. */
export const INSTANT = z.iso.datetime({ offset: true });

/** An e-mail that a sale can carry. Shops write blanks, masks and notes in its place, which are not addresses. */
const EMAIL = z.email().max(254);

/** Returns the first valid e-mail. */
export function emailOf(...candidates: readonly (string | null | undefined)[]): string | undefined {
  return candidates.map((each) => EMAIL.safeParse(each?.trim()).data).find((email) => email !== undefined);
}

/** Converts a gateway's name to the payment table's form: lower case, with underscores for blanks and dashes. */
export function slugOf(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
}

/** Adds up decimal strings. */
export function total(amounts: Iterable<string>): Micro {
  return sum(Array.from(amounts, toMicro));
}

/** Formats an amount as a decimal string with at least 2 decimals. */
export function text(amount: Micro): string {
  return formatTrimmed(amount, 2);
}

/** Whether an amount is present and not zero. */
export function isSome(amount: string | null | undefined): amount is string {
  return amount !== undefined && amount !== null && toMicro(amount) !== ZERO;
}

/** How far along an order's life each state is. */
export const RANK: Readonly<Record<OrderFact['estado'], number>> = { pendiente: 0, pagada: 1, cancelada: 2 };

/**
 * The version of an order that changed at an instant. Shops report seconds, and an order may be created and paid within one: of two reports of
 * the same second the state further along wins.
 */
export function orderVersion(changedAt: string, estado: OrderFact['estado']): number {
  return Date.parse(changedAt) + RANK[estado];
}

/** Providers date a dispute to the second or not at all: of two reports of one moment the state further along wins. */
export const DISPUTE_RANK: Readonly<Record<RefundFact['estado'], number>> = { disputed: 0, failed: 1, done: 2 };

/** Where a body does not conform to a schema, without its values: `line_items/0/price`. */
export function whereWrong(error: z.ZodError): string {
  const paths = error.issues.slice(0, 5).map(({ path }) => path.map(String).join('/') || 'the whole');
  return [...new Set(paths)].join(', ');
}
