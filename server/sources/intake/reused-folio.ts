/** Detects folios that a till reuses: a sale of another day with an existing number. */

import { localDate } from '../../catalogs/local-time.ts';
import type { MerchantStore } from '../../merchants/merchant-store.ts';
import type { Fault } from '../../problems/problem.ts';
import type { SaleBody } from '../../sales/sale.ts';
import type { SourceAccount } from '../settings.ts';
import { zonesOf } from './zones.ts';

/**
 * Returns faults if a sale would replace one of another day: yesterday's ticket 0042 is not a correction of today's, and treating it so would
 * overwrite a purchase. A pending sale gets a new date when it is paid. `known` is the sale that would be replaced.
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
