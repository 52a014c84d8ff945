/** How a sale that arrives finds the requests that were left for it: each waits under one key, the most telling of what was searched by. */
import type { SaleQuery } from './sale.ts';

/** The searchable columns of a sale, as it is stored. */
type Searchable = {
  readonly folioKey: string;
  readonly emailKey?: string | null;
  readonly cardLast4?: string | null;
  readonly totalCentavos: number;
  readonly paidCentavos: number;
};

/** Under what a search waits; `undefined` when it names nothing that a sale could be found by. */
export function waitKeyOf({ folioKey, emailKey, cardLast4, totalCentavos }: SaleQuery): string | undefined {
  if (folioKey !== undefined) return `folio:${folioKey}`;
  if (emailKey !== undefined) return `email:${emailKey}`;
  if (cardLast4 !== undefined) return `card:${cardLast4}`;
  return totalCentavos === undefined ? undefined : `total:${totalCentavos}`;
}

/** Every key under which a search that matches this sale may wait. */
export function waitKeysOf({
  folioKey,
  emailKey,
  cardLast4,
  totalCentavos,
  paidCentavos,
}: Searchable): readonly string[] {
  return [
    `folio:${folioKey}`,
    ...(emailKey ? [`email:${emailKey}`] : []),
    ...(cardLast4 ? [`card:${cardLast4}`] : []),
    `total:${totalCentavos}`,
    ...(paidCentavos === totalCentavos ? [] : [`total:${paidCentavos}`]),
  ];
}
