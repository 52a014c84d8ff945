/**
 * One purchase submitted twice: a till that is pushed and uploaded, a shop that is connected and exported, a spreadsheet that took the zeros
 * off a folio. Two sales of it could both be invoiced.
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
 * Why a sale is not stored beside those that are there: one of them has a folio that reads alike, the same total and currency and no other
 * branch; within a day of it in the same source, on the same local day in another. Nothing for a sale that replaces itself, and for one that is cancelled, which nobody can invoice. `others` are about
 * to be stored with it.
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
 * Notifies the merchant, once for two sources, that a new sale has the number, total and day of another source's: what `duplicateFault` lets
 * through because two tills may number alike, or because another server stored the other one at the same moment.
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

/** Tills print numbers of up to so many digits with zeros before them; spreadsheets take those away. */
const LONGEST_PADDED = 8;

/** The searchable forms of a folio and of the same number with fewer or more zeros; none for a folio without a letter or digit. */
function alikeKeys(key: string): readonly string[] {
  if (key === '') return [];
  if (!/^\d+$/.test(key)) return [key];
  const bare = key.replace(/^0+(?=.)/, '');
  const padded = Array.from({ length: Math.max(0, LONGEST_PADDED - bare.length) }, (_, zeros) =>
    bare.padStart(bare.length + zeros + 1, '0'),
  );
  return [...new Set([key, bare, ...padded])];
}

/** A spreadsheet often leaves the branch out: only two branches that are both named can be two places. */
function isSamePlaceAndMoney(known: SaleBody, body: SaleBody): boolean {
  const isElsewhere = known.branch !== undefined && body.branch !== undefined && known.branch !== body.branch;
  return known.estado !== 'cancelada' && known.moneda === body.moneda && !isElsewhere;
}

function dayOf({ branch, date }: SaleBody, branches: readonly Branch[]): string {
  const at = branches.find(({ code }) => code === branch) ?? branches[0];
  return localDate(Date.parse(date), issueZone(at?.codigoPostal ?? ''));
}

/** Sources that a merchant's own system fills, beside what it pushes. */
const OWN_SYSTEM: ReadonlySet<string> = new Set(['csv', 'api', 'manual', 'pull']);

/**
 * What the merchant calls the source of a sale, when the other source may bring the same purchase; `undefined` when each numbers by itself: two
 * tills, two shops, a shop and a payment provider.
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

/** What is pushed has no source, nor has what came from one that was removed. */
function isOwnSystem(type: string | undefined): boolean {
  return type === undefined || OWN_SYSTEM.has(type);
}
