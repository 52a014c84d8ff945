/** Decides what to do with a sale that is submitted again: nothing once it is invoiced, and nothing if it did not change. */
import { isDeepStrictEqual } from 'node:util';
import type { Fault } from '../problems/problem.ts';
import type { SaleBody, SaleKeys } from './sale.ts';

/** The search keys of a stored sale, `null` for those that it does not have. */
type KeptKeys = { readonly [K in keyof SaleKeys]-?: SaleKeys[K] | (undefined extends SaleKeys[K] ? null : never) };

/** A sale as it is stored. Its body and deadlines are JSON text: most submissions are repeats, and equal texts need no parsing. */
export type KeptSale = KeptKeys & {
  readonly body: string;
  readonly deadlines: string | null;
  /** Whether part of the sale was refunded. */
  readonly refunded: boolean;
  readonly updatedAt: number;
};

/** The columns to write when a sale is submitted again. */
export type KeptChanges = Omit<KeptSale, 'refunded'>;

/** What to do with a repeated submission: nothing, or write the `changes`. */
export type SentAgain =
  | { readonly kind: 'locked' | 'unchanged' }
  | { readonly kind: 'updated'; readonly changes: KeptChanges };

/** Returns why a sale that must be new was not stored: another sale has its folio. */
export function folioTaken({ folio, total: money, moneda }: SaleBody): Fault {
  return { code: 'folio-taken', pointer: '/folio', params: { folio, money, moneda } };
}

/** Compares a submission with a stored sale that no invoice holds. Of a partly refunded one, a submission can only say that it is cancelled. */
export function sentAgain(kept: KeptSale, sent: KeptSale): SentAgain {
  if (!kept.refunded) return replaced(kept, sent);
  // It does not know what was refunded since.
  return estadoOf(sent) === 'cancelada' ? estadoAgain(kept, sent) : { kind: 'locked' };
}

/** Keeps the stored sale and takes only the `estado` of what was sent. */
export function estadoAgain(kept: KeptSale, sent: KeptSale): SentAgain {
  const { folioKey, emailKey, totalCentavos, paidCentavos, dateMs, cardLast4, deadlines } = kept;
  const keys = { folioKey, emailKey, totalCentavos, paidCentavos, dateMs, cardLast4 };
  const estado = estadoOf(sent);
  if (estado === estadoOf(kept)) return { kind: 'unchanged' };
  const body = JSON.stringify({ ...JSON.parse(kept.body), estado });
  return { kind: 'updated', changes: { ...keys, body, deadlines, updatedAt: sent.updatedAt } };
}

function estadoOf({ body }: KeptSale): SaleBody['estado'] {
  return (JSON.parse(body) as SaleBody).estado;
}

/** Replaces the stored sale by what was sent, if they differ. */
export function replaced(kept: KeptSale, sent: KeptSale): SentAgain {
  const { folioKey, emailKey, totalCentavos, paidCentavos, dateMs, cardLast4, body, updatedAt } = sent;
  const keys = { folioKey, emailKey, totalCentavos, paidCentavos, dateMs, cardLast4 };
  const sameKeys = (Object.keys(keys) as (keyof typeof keys)[]).every((name) => kept[name] === keys[name]);
  if (sameKeys && sameJson(kept.body, body)) return { kind: 'unchanged' };
  return { kind: 'updated', changes: { ...keys, body, deadlines: standingDeadlines(kept, sent), updatedAt } };
}

/** A deadline stays while the day and branch that it is based on do; only portals that were created since then add their own. */
function standingDeadlines(kept: KeptSale, sent: KeptSale): string | null {
  const branchOf = ({ body }: KeptSale): unknown => (JSON.parse(body) as { readonly branch?: string }).branch;
  if (kept.deadlines === null || kept.dateMs !== sent.dateMs || branchOf(kept) !== branchOf(sent))
    return sent.deadlines;
  return JSON.stringify({ ...JSON.parse(sent.deadlines ?? '{}'), ...JSON.parse(kept.deadlines) });
}

/** Whether two texts hold the same JSON value, regardless of the order of fields. */
function sameJson(one: string, other: string): boolean {
  return one === other || isDeepStrictEqual(JSON.parse(one), JSON.parse(other));
}
