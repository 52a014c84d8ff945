/** What becomes of a sale that is submitted again: nothing once it is invoiced, and nothing where it says the same. */
import { isDeepStrictEqual } from 'node:util';
import type { SaleKeys } from './sale.ts';

/** What a sale is found by, `null` where it has none. */
type KeptKeys = { readonly [K in keyof SaleKeys]-?: SaleKeys[K] | (undefined extends SaleKeys[K] ? null : never) };

/** A sale as it is kept. Its body and its deadlines are JSON: most submissions are repeats, and texts that are equal need no reading. */
export type KeptSale = KeptKeys & {
  readonly body: string;
  readonly deadlines: string | null;
  /** Whether something of it was given back. */
  readonly refunded: boolean;
  readonly updatedAt: number;
};

/** What is written where a sale is submitted again. */
export type KeptChanges = Omit<KeptSale, 'refunded'>;

/** What to do with a repeated submission: nothing, or write the `changes`. */
export type SentAgain =
  | { readonly kind: 'locked' | 'unchanged' }
  | { readonly kind: 'updated'; readonly changes: KeptChanges };

/** Compares a submission with what is kept; `invoiceId` is the invoice that holds the sale. */
export function sentAgain(kept: KeptSale, invoiceId: string | null, sent: KeptSale): SentAgain {
  // What was sent before knows nothing of what was given back since.
  if (invoiceId !== null || kept.refunded) return { kind: 'locked' };
  const { folioKey, emailKey, totalCentavos, paidCentavos, dateMs, cardLast4, body, updatedAt } = sent;
  const keys = { folioKey, emailKey, totalCentavos, paidCentavos, dateMs, cardLast4 };
  const sameKeys = (Object.keys(keys) as (keyof typeof keys)[]).every((name) => kept[name] === keys[name]);
  if (sameKeys && sameJson(kept.body, body)) return { kind: 'unchanged' };
  return { kind: 'updated', changes: { ...keys, body, deadlines: standingDeadlines(kept, sent), updatedAt } };
}

/** A promise stands while the day and the branch that it rests on do; only a portal that is new since then adds its own. */
function standingDeadlines(kept: KeptSale, sent: KeptSale): string | null {
  const branchOf = ({ body }: KeptSale): unknown => (JSON.parse(body) as { readonly branch?: string }).branch;
  if (kept.deadlines === null || kept.dateMs !== sent.dateMs || branchOf(kept) !== branchOf(sent))
    return sent.deadlines;
  return JSON.stringify({ ...JSON.parse(sent.deadlines ?? '{}'), ...JSON.parse(kept.deadlines) });
}

/** Whether two texts are the same JSON value, in whatever order its fields come. */
function sameJson(one: string, other: string): boolean {
  return one === other || isDeepStrictEqual(JSON.parse(one), JSON.parse(other));
}
