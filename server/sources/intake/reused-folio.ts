/** Folios that a till uses again: a sale of another day under a number that is there already. */

import { localDate } from '../../catalogs/local-time.ts';
import type { MerchantStore } from '../../merchants/merchant-store.ts';
import type { Fault } from '../../problems/problem.ts';
import type { SaleBody } from '../../sales/sale.ts';
import type { SourceAccount } from '../settings.ts';
import { zonesOf } from './zones.ts';

/**
 * Yesterday's ticket 0042 is not today's: taken as a correction, it would overwrite a purchase. A sale that was pending is dated again when it
 * is paid. `known` is the sale that it would replace.
 */
export async function otherDayFaults(
  { merchants }: { readonly merchants: Pick<MerchantStore, 'listBranches'> },
  account: SourceAccount,
  body: SaleBody,
  known: SaleBody | undefined,
): Promise<readonly Fault[]> {
  if (known?.estado !== 'pagada' || body.estado !== 'pagada' || known.date === body.date) return [];
  const zone = (await zonesOf(merchants, account))(body.branch);
  const [before, now] = [known, body].map(({ date }) => localDate(Date.parse(date), zone));
  if (before === undefined || before === now) return [];
  const params = { folio: known.folio, date: before.split('-').reverse().join('/'), total: known.total };
  return [{ code: 'folio-of-another-day', pointer: '/folio', params }];
}
