/**
 * How an arriving sale finds the requests that wait for it. Each request waits under one key, made from the most specific criterion that was
 * searched by.
 */
import type { SaleQuery } from './sale.ts';

/** The searchable columns of a stored sale. */
type Searchable = {
  readonly folioKey: string;
  readonly emailKey?: string | null;
  readonly cardLast4?: string | null;
  readonly totalCentavos: number;
  readonly paidCentavos: number;
};

/** The key that a search waits under; `undefined` if it has no criterion that could find a sale. */
export function waitKeyOf({ folioKey, emailKey, cardLast4, totalCentavos }: SaleQuery): string | undefined {
  if (folioKey !== undefined) return `folio:${folioKey}`;
  if (emailKey !== undefined) return `email:${emailKey}`;
  if (cardLast4 !== undefined) return `card:${cardLast4}`;
  return totalCentavos === undefined ? undefined : `total:${totalCentavos}`;
}

/** Every key that a search matching this sale could wait under. */
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
