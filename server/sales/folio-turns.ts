/** Stores sales whose folios read alike one after the other, so that two concurrent submissions cannot both find no duplicate and both store. */

import type { Tenant } from '../merchants/tenant.ts';
import { folioKey } from './lookup.ts';
import type { SaleBody } from './sale.ts';

/** The key that such sales wait for each other under: merchant, world, and the folio without the leading zeros that spreadsheets drop. */
export function turnOf({ merchantId, world }: Tenant, { folio }: Pick<SaleBody, 'folio'>): string {
  return `${world} ${merchantId} ${folioKey(folio).replace(/^0+(?=.)/, '')}`;
}

const last = new Map<string, Promise<unknown>>();

/**
 * Runs `work` after everything that holds one of these turns. This holds within one process only: two servers on one database can still store a
 * purchase twice, and `noticeDuplicate` then notifies the merchant.
 */
export function inTurn<T>(turns: readonly string[], work: () => Promise<T>): Promise<T> {
  const before = turns.map((turn) => last.get(turn));
  const mine = Promise.all(before).then(work);
  const done: Promise<void> = mine.then(noop, noop).then(() => {
    for (const turn of turns) if (last.get(turn) === done) last.delete(turn);
  });
  for (const turn of turns) last.set(turn, done);
  return mine;
}

function noop(): void {}
