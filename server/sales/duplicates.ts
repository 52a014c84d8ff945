/**
 * Detects one purchase that was submitted twice: by a till that both pushes and uploads, by a shop that is connected and exported, or in a
 * spreadsheet that dropped the zeros of a folio. Otherwise both sales could be invoiced. `SaleStore.put` applies the rule in the transaction
 * that stores the sale, so that no two servers can each store one.
 */

import { localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import type { Branch } from '../merchants/merchant.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { NoticeStore } from '../notices/notice-store.ts';
import type { Fault } from '../problems/problem.ts';
import { keysOf, readsAlike } from './lookup.ts';
import type { Sale, SaleBody, SaleKeys } from './sale.ts';
import type { NewSale, SaleStore } from './sale-store.ts';

/** A sale to compare with, stored or about to be. */
export type KnownSale = Pick<NewSale, 'source' | 'body'> & {
  readonly keys: Pick<SaleKeys, 'folioKey' | 'totalCentavos' | 'paidCentavos' | 'dateMs'>;
};

/** What the rule needs to know of a merchant: the branches, and the sources that the compared sales came from. */
export type DuplicateContext = {
  readonly branches: readonly Branch[];
  readonly sources: readonly { readonly id: string; readonly type: string; readonly name: string }[];
};

const DAY_MS = 86_400_000;

/**
 * Returns the known sales that could be the same purchase: their folios read alike, and total, currency and time agree, with no different
 * branch. Returns none for a cancelled sale, since nobody can invoice that one, and none for a sale that repeats what is stored of it.
 */
export function alikeSales(sale: KnownSale, known: readonly KnownSale[]): readonly KnownSale[] {
  if (sale.body.estado === 'cancelada') return [];
  const alike = known.filter((each) => isAlike(each, sale));
  return alike.some((each) => isRepeated(each, sale)) ? [] : alike.filter((each) => !isItself(each, sale));
}

/**
 * Returns why a sale must not be stored along with those that `alikeSales` found: one is of the same source and within a day, or of another
 * source that may have the same purchase and on the same local day.
 */
export function duplicateFault(
  { source, body, keys }: KnownSale,
  alike: readonly KnownSale[],
  { branches, sources }: DuplicateContext,
): Fault | undefined {
  for (const each of alike) {
    const { folio, total } = each.body;
    if (each.source === source && Math.abs(each.keys.dateMs - keys.dateMs) <= DAY_MS)
      return { code: 'folio-alike', pointer: '/folio', params: { folio } };
    if (dayOf(each.body, branches) !== dayOf(body, branches)) continue;
    const rival = rivalSource(sources, each.source, source);
    if (rival !== undefined)
      return { code: 'sale-duplicate', pointer: '/folio', params: { folio, total, source: rival } };
  }
  return undefined;
}

/**
 * Notifies the merchant, once for each pair of sources, that a new sale has the number, total and day of a sale from another source.
 * `duplicateFault` lets such a sale through, because two tills can share a numbering.
 */
export async function noticeDuplicate(
  { sales, notices }: { readonly sales: Pick<SaleStore, 'search'>; readonly notices: Pick<NoticeStore, 'raise'> },
  tenant: Tenant,
  { source, body }: Pick<Sale, 'source' | 'body'>,
  now: number,
): Promise<void> {
  const { folioKey, totalCentavos, dateMs } = keysOf(body);
  const near = { folioKey, totalCentavos, dateFrom: dateMs - DAY_MS, dateTo: dateMs + DAY_MS };
  const twin = folioKey && (await sales.search(tenant, near)).find((sale) => sale.source !== source);
  if (!twin) return;
  const subject = [source, twin.source].sort().join(' ');
  const params = { folio: body.folio, total: body.total };
  await notices.raise({ tenant, kind: 'sale-in-two-sources', subject, params, now });
}

/** Tills pad numbers with zeros to at most this many digits, and spreadsheets remove the zeros. */
const LONGEST_PADDED = 12;

/** The searchable forms of a folio and of the same number with more or fewer leading zeros; none for a folio without a letter or digit. */
export function alikeKeys(folioKey: string): readonly string[] {
  if (folioKey === '') return [];
  if (!/^\d+$/.test(folioKey)) return [folioKey];
  const bare = folioKey.replace(/^0+(?=.)/, '');
  const padded = Array.from({ length: Math.max(0, LONGEST_PADDED - bare.length) }, (_, zeros) =>
    bare.padStart(bare.length + zeros + 1, '0'),
  );
  return [...new Set([folioKey, bare, ...padded])];
}

/** A key that any two folios share that read alike. Sales of one merchant with the same key are stored one after the other. */
export function turnOf(folioKey: string): string {
  return folioKey.replaceAll('0', '');
}

/** Spreadsheets often leave out the branch, so only two named branches can differ. */
function isAlike(known: KnownSale, { body, keys }: KnownSale): boolean {
  const { branch, estado, moneda, folio } = known.body;
  const isElsewhere = branch !== undefined && body.branch !== undefined && branch !== body.branch;
  const { totalCentavos, paidCentavos, dateMs } = known.keys;
  const isSameMoney = moneda === body.moneda && [totalCentavos, paidCentavos].includes(keys.totalCentavos);
  const isNear = Math.abs(dateMs - keys.dateMs) <= DAY_MS;
  return estado !== 'cancelada' && isSameMoney && isNear && !isElsewhere && readsAlike(folio, body.folio);
}

/** Whether a sale is already stored with everything that the rule compares: what was allowed then stays allowed. */
function isRepeated(known: KnownSale, sale: KnownSale): boolean {
  const { totalCentavos, dateMs } = known.keys;
  const isSameMoneyAndTime = totalCentavos === sale.keys.totalCentavos && dateMs === sale.keys.dateMs;
  return isItself(known, sale) && known.body.branch === sale.body.branch && isSameMoneyAndTime;
}

function isItself(known: KnownSale, { source, body }: KnownSale): boolean {
  return known.source === source && known.body.folio === body.folio;
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
function rivalSource(
  sources: DuplicateContext['sources'],
  knownSource: string,
  otherSource: string,
): string | undefined {
  const [known, other] = [knownSource, otherSource].map((source) => sources.find(({ id }) => id === source));
  const [type, otherType] = [known?.type, other?.type];
  const isApart = type === otherType || !(isOwnSystem(type) || isOwnSystem(otherType));
  return isApart ? undefined : (known?.name ?? 'API');
}

/** Pushed sales have no source, and neither have sales whose source was removed. */
function isOwnSystem(type: string | undefined): boolean {
  return type === undefined || OWN_SYSTEM.has(type);
}
