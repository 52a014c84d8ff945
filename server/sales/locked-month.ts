/** A sale of a month whose taxes are declared may still arrive; one that is stored already keeps the figures with which the month was locked. */
import { isDeepStrictEqual } from 'node:util';
import { localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import type { Branch } from '../merchants/merchant.ts';
import type { Fault } from '../problems/problem.ts';
import type { SaleBody } from './sale.ts';

/** What determines a month's figures. */
const FIGURES = [
  'total',
  'moneda',
  'tipoCambio',
  'date',
  'branch',
  'formaPago',
  'descuento',
  'pricesIncludeTax',
] as const;

/**
 * The locked month (`2026-10`) whose figures a resubmitted sale would change, by the branch's days; `undefined` if it changes none. An unpaid sale
 * is in no figures.
 */
export function lockedMonthOf(
  stored: SaleBody,
  sent: SaleBody,
  { branches, months }: { readonly branches: readonly Branch[]; readonly months: readonly string[] },
): string | undefined {
  const isCounted = stored.estado === 'pagada';
  const isSame =
    sent.estado === stored.estado &&
    FIGURES.every((name) => stored[name] === sent[name]) &&
    isDeepStrictEqual(stored.conceptos, sent.conceptos);
  if (!isCounted || isSame) return undefined;
  return [monthOf(stored, branches), monthOf(sent, branches)].find((month) => months.includes(month));
}

/** Why such a sale is left as it was. */
export function lockedMonthFault(month: string): Fault {
  return { code: 'month-locked', pointer: '/date', params: { month } };
}

function monthOf({ branch, date }: SaleBody, branches: readonly Branch[]): string {
  const at = branches.find(({ code }) => code === branch) ?? branches[0];
  return localDate(Date.parse(date), issueZone(at?.codigoPostal ?? '')).slice(0, 7);
}
