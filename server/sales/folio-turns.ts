/** Sales whose folios read alike are stored one after the other, so that two roads cannot both find nothing and both store. */

import type { Tenant } from '../merchants/tenant.ts';
import { folioKey } from './lookup.ts';
import type { SaleBody } from './sale.ts';

/** By which sales wait for each other: the folio without the zeros that spreadsheets take off, of one merchant and world. */
export function turnOf({ merchantId, world }: Tenant, { folio }: Pick<SaleBody, 'folio'>): string {
  return `${world} ${merchantId} ${folioKey(folio).replace(/^0+(?=.)/, '')}`;
}

const last = new Map<string, Promise<unknown>>();

/**
 * Runs `work` once everybody who came before with one of these turns is done. Within this process only: two servers on one database can
 * still store one purchase twice, and `noticeDuplicate` tells the merchant.
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
