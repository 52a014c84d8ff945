/** The total and the IVA of a row that is a whole ticket: tills write totals with or without the tip, and the tax as a rate or an amount. */
import { formatTrimmed, type Micro, multiply, parseMicro, roundTo, ZERO } from '../../../cfdi/money.ts';
import type { Fault } from '../../../problems/problem.ts';

type Cells = Readonly<Record<string, string>>;

const IVA_GENERAL = 160_000n;

/**
 * The row's total without its tip, which is never invoiced; a fault if two readings remain. `iva` is the amount in its column, as money.
 * The amount handed over is not a total: the change is subtracted from it.
 */
export function consumedTotal(cells: Cells, iva: Micro | undefined): { readonly total?: string } | Fault {
  const tip = amount(cells.propina) ?? ZERO;
  const consumed = amount(cells.totalSinPropina);
  if (consumed !== undefined) return { total: formatTrimmed(consumed, 2) };
  const [total, paid] = [amount(cells.total), amount(cells.totalConPropina)];
  if (total === undefined) return paid === undefined ? {} : { total: formatTrimmed(paid - tip, 2) };
  // If the lines have prices, their sum tells which reading is right.
  if (tip === ZERO || cells.valorUnitario || paid === total + tip) return {};
  const without = consumptionsOf(amount(cells.subtotal), iva, amount(cells.descuento));
  if (without.includes(total)) return {};
  const isInside = without.includes(total - tip) || paid === total;
  return isInside ? { total: formatTrimmed(total - tip, 2) } : { code: 'tip-unclear', pointer: '/total' };
}

/** The totals that a subtotal can lead to: if it includes taxes, with the tax stated next to it, or with the general rate. */
function consumptionsOf(
  subtotal: Micro | undefined,
  iva: Micro | undefined,
  descuento: Micro = ZERO,
): readonly Micro[] {
  if (subtotal === undefined) return [];
  return [subtotal, subtotal - descuento].flatMap((net) => [
    net,
    ...(iva === undefined ? [] : [net + iva]),
    net + roundTo(multiply(net, IVA_GENERAL), 2),
  ]);
}

/** Whether the value in the IVA column of a whole ticket is money: written as money, or not a valid rate. */
export function isMoney(written: string, { valorUnitario }: Cells, isRate: boolean): boolean {
  if (valorUnitario) return false;
  return !isRate || (/^\$?\d[\d,]*\.\d\d$/.test(written) && !/^0\.(?:16|08)$/.test(written));
}

function amount(text: string | undefined): Micro | undefined {
  return text ? parseMicro(text) : undefined;
}
