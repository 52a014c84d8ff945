/**
 * Detects one purchase that was submitted twice: by a till that both pushes and uploads, by a shop that is connected and exported, or in a
 * spreadsheet that dropped the zeros of a folio. Otherwise both sales could be invoiced.
 */

import { localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import type { Branch } from '../merchants/merchant.ts';
import type { MerchantStore } from '../merchants/merchant-store.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { NoticeStore } from '../notices/notice-store.ts';
import type { Fault } from '../problems/problem.ts';
import { keysOf, readsAlike } from './lookup.ts';
import type { Sale, SaleBody } from './sale.ts';
import type { NewSale, SaleStore } from './sale-store.ts';

/** What `duplicates.ts` needs: the merchant's branches, sales and sources to compare with, and where to raise a notice. */
export type DuplicateContext = {
  readonly merchants: Pick<MerchantStore, 'listBranches'>;
  readonly sales: Pick<SaleStore, 'search'>;
  readonly sources: { get(id: string): Promise<{ readonly type: string; readonly name: string } | undefined> };
  readonly notices: Pick<NoticeStore, 'raise'>;
};

type Known = Pick<Sale, 'source' | 'body'>;

const DAY_MS = 86_400_000;

/**
 * Returns why a sale must not be stored beside the existing ones: another sale has a folio that reads alike, the same total and currency, no
 * different branch, and a date within a day in the same source or on the same local day in another. Returns nothing for a sale that replaces
 * itself or is cancelled, since nobody can invoice that one. `others` are about to be stored with it.
 */
export async function duplicateFault(
  { merchants, sales, sources }: DuplicateContext,
  tenant: Tenant,
  { source, body, keys }: Pick<NewSale, 'source' | 'body' | 'keys'>,
  others: readonly Known[],
): Promise<Fault | undefined> {
  if (body.estado === 'cancelada') return undefined;
  const near = { totalCentavos: keys.totalCentavos, dateFrom: keys.dateMs - DAY_MS, dateTo: keys.dateMs + DAY_MS };
  const found = await Promise.all(
    alikeKeys(keys.folioKey).map((key) => sales.search(tenant, { ...near, folioKey: key })),
  );
  const known: readonly Known[] = [...others, ...found.flat()];
  if (known.some((each) => each.source === source && each.body.folio === body.folio)) return undefined;
  const alike = known.filter((each) => readsAlike(each.body.folio, body.folio) && isSamePlaceAndMoney(each.body, body));
  if (alike.length === 0) return undefined;
  const branches = await merchants.listBranches(tenant.merchantId);
  for (const each of alike) {
    const { folio, total } = each.body;
    if (each.source === source && Math.abs(Date.parse(each.body.date) - keys.dateMs) <= DAY_MS)
      return { code: 'folio-alike', pointer: '/folio', params: { folio } };
    if (dayOf(each.body, branches) !== dayOf(body, branches)) continue;
    const road = await sharedRoad(sources, each.source, source);
    if (road !== undefined) return { code: 'sale-duplicate', pointer: '/folio', params: { folio, total, road } };
  }
  return undefined;
}

/**
 * Notifies the merchant, once for each pair of sources, that a new sale has the number, total and day of a sale from another source.
 * `duplicateFault` lets such a sale through, because two tills can share a numbering and another server may have stored the other sale at the
 * same moment.
 */
export async function noticeDuplicate(
  { sales, notices }: Pick<DuplicateContext, 'sales' | 'notices'>,
  tenant: Tenant,
  { source, body }: Known,
  now: number,
): Promise<void> {
  const { folioKey, totalCentavos, dateMs } = keysOf(body);
  const near = { folioKey, totalCentavos, dateFrom: dateMs - DAY_MS, dateTo: dateMs + DAY_MS };
  const twin = folioKey && (await sales.search(tenant, near)).find((sale) => sale.source !== source);
  if (!twin) return;
  const subject = [source, twin.source].sort().join(' ');
  const params = { folio: body.folio, total: body.total };
  await notices.raise({ tenant, kind: 'sale-told-twice', subject, params, now });
}

/** Tills pad numbers with zeros to at most this many digits, and spreadsheets remove the zeros. */
const LONGEST_PADDED = 8;

/** The searchable forms of a folio and of the same number with more or fewer leading zeros; none for a folio without a letter or digit. */
function alikeKeys(key: string): readonly string[] {
  if (key === '') return [];
  if (!/^\d+$/.test(key)) return [key];
  const bare = key.replace(/^0+(?=.)/, '');
  const padded = Array.from({ length: Math.max(0, LONGEST_PADDED - bare.length) }, (_, zeros) =>
    bare.padStart(bare.length + zeros + 1, '0'),
  );
  return [...new Set([key, bare, ...padded])];
}

/** Whether two sales agree on money and place. Spreadsheets often leave out the branch, so only two named branches can differ. */
function isSamePlaceAndMoney(known: SaleBody, body: SaleBody): boolean {
  const isElsewhere = known.branch !== undefined && body.branch !== undefined && known.branch !== body.branch;
  return known.estado !== 'cancelada' && known.moneda === body.moneda && !isElsewhere;
}

function dayOf({ branch, date }: SaleBody, branches: readonly Branch[]): string {
  const at = branches.find(({ code }) => code === branch) ?? branches[0];
  return localDate(Date.parse(date), issueZone(at?.codigoPostal ?? ''));
}

/** Types of source that the merchant's own system fills, besides what it pushes. */
const OWN_SYSTEM: ReadonlySet<string> = new Set(['csv', 'api', 'manual', 'pull']);

/**
 * The name of a sale's source, if the other source may carry the same purchase. `undefined` if each numbers by itself: two tills, two shops, or
 * a shop and a payment provider.
 */
async function sharedRoad(
  sources: DuplicateContext['sources'],
  knownSource: string,
  otherSource: string,
): Promise<string | undefined> {
  const [known, other] = await Promise.all([knownSource, otherSource].map((id) => sources.get(id)));
  const [type, otherType] = [known?.type, other?.type];
  const isApart = type === otherType || !(isOwnSystem(type) || isOwnSystem(otherType));
  return isApart ? undefined : (known?.name ?? 'API');
}

/** Pushed sales have no source, and neither have sales whose source was removed. */
function isOwnSystem(type: string | undefined): boolean {
  return type === undefined || OWN_SYSTEM.has(type);
}
