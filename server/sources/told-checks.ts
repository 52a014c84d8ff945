/**
 * What is wrong with a sale that its merchant's own system tells, seen beside what is known of it: a file numbers tickets anew, writes a
 * number in two ways, mistakes the month for the day.
 */
import { localDate } from '../catalogs/local-time.ts';
import type { Fault } from '../cfdi/problem.ts';
import { keysOf, readsAlike } from '../sales/lookup.ts';
import type { Sale, SaleBody } from '../sales/sale.ts';
import type { Intake } from './intake.ts';
import type { SourceAccount } from './settings.ts';
import { zonesOf } from './spreadsheet/zones.ts';

const DAY_MS = 86_400_000;

/** `known` is the sale that it would replace. */
export async function toldFaults(
  intake: Intake,
  account: SourceAccount,
  body: SaleBody,
  known: Sale | undefined,
): Promise<readonly Fault[]> {
  const otherDay = known ? await otherDayFaults(intake, account, body, known.body) : [];
  const isNew = known?.body.total !== body.total;
  return otherDay.length > 0 || !isNew ? otherDay : alikeFaults(intake, account, body);
}

/** Yesterday's ticket 0042 is not today's. What was still to be paid is dated anew when it is. */
async function otherDayFaults(
  { store }: Intake,
  account: SourceAccount,
  body: SaleBody,
  known: SaleBody,
): Promise<readonly Fault[]> {
  if (known.estado !== 'pagada' || body.estado !== 'pagada' || known.date === body.date) return [];
  const zone = (await zonesOf(store.merchants, account))(body.branch);
  const [before, now] = [known, body].map(({ date }) => localDate(Date.parse(date), zone));
  if (before === undefined || before === now) return [];
  const params = { folio: known.folio, date: before.split('-').reverse().join('/'), total: known.total };
  return [{ code: 'folio-of-another-day', pointer: '/folio', params }];
}

/** The same ticket by a number that reads alike: `731` and `000731`, `a-7` and `A7`. */
async function alikeFaults({ store }: Intake, account: SourceAccount, body: SaleBody): Promise<readonly Fault[]> {
  const { folioKey, totalCentavos, dateMs } = keysOf(body);
  const near = { source: account.id, totalCentavos, dateFrom: dateMs - DAY_MS, dateTo: dateMs + DAY_MS };
  for (const key of alikeKeys(folioKey)) {
    const found = await store.sales.search(account.tenant, { ...near, folioKey: key });
    const alike = found.find((sale) => isAlike(sale.body, body));
    if (alike) return [{ code: 'folio-alike', pointer: '/folio', params: { folio: alike.body.folio } }];
  }
  return [];
}

/** One that was cancelled gave its place away. */
function isAlike(known: SaleBody, body: SaleBody): boolean {
  return known.folio !== body.folio && known.estado !== 'cancelada' && readsAlike(known.folio, body.folio);
}

/** Tills write numbers of up to so many digits with zeros before them; office programs take those away. */
const LONGEST_PADDED = 8;

/** None for a number without a letter or digit: every such one has the same key. */
function alikeKeys(key: string): readonly string[] {
  if (key === '') return [];
  if (!/^\d+$/.test(key)) return [key];
  const bare = key.replace(/^0+(?=.)/, '');
  const padded = Array.from({ length: Math.max(0, LONGEST_PADDED - bare.length) }, (_, zeros) =>
    bare.padStart(bare.length + zeros + 1, '0'),
  );
  return [...new Set([key, bare, ...padded])];
}
