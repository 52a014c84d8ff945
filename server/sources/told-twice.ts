/** One purchase by two roads: a till that is pushed and uploaded, a shop that is connected and exported. Both sales can be invoiced. */
import type { Store } from '../../db/store.ts';
import { keysOf } from '../sales/lookup.ts';
import type { Sale, Tenant } from '../sales/sale.ts';

const DAY_MS = 86_400_000;

/**
 * Tells the merchant, once for two roads, that a sale that is new was told by another already: the same number, total and day. Two tills
 * may number alike: which it is, only the merchant knows.
 */
export async function noteTwice(
  { sales, notices }: Pick<Store, 'sales' | 'notices'>,
  tenant: Tenant,
  { source, body }: Pick<Sale, 'source' | 'body'>,
  now: number,
): Promise<void> {
  const { folioKey, totalCentavos, dateMs } = keysOf(body);
  const near = { folioKey, totalCentavos, dateFrom: dateMs - DAY_MS, dateTo: dateMs + DAY_MS };
  const twin = folioKey && (await sales.search(tenant, near)).find((sale) => sale.source !== source);
  if (!twin) return;
  const subject = [source, twin.source].sort().join(' ');
  await notices.raise({
    tenant,
    kind: 'sale-told-twice',
    subject,
    params: { folio: body.folio, total: body.total },
    now,
  });
}
