/** What was consumed and its IVA, of a row that is a whole ticket: tills write totals with the tip and without, and the tax as a rate or as money. */
import { formatTrimmed, type Micro, multiply, parseMicro, roundTo, ZERO } from '../../cfdi/money.ts';
import type { Fault } from '../../cfdi/problem.ts';

type Cells = Readonly<Record<string, string>>;

const IVA_GENERAL = 160_000n;

/** The row's total without its tip, which is never invoiced; a fault where two readings are left. `iva` is what stands in its column, as money. */
export function consumedTotal(cells: Cells, iva: Micro | undefined): { readonly total?: string } | Fault {
  const tip = amount(cells.propina) ?? ZERO;
  const paid = amount(cells.totalConPropina);
  if (paid !== undefined) return { total: formatTrimmed(paid - tip, 2) };
  const total = amount(cells.total);
  // Lines that have their prices say by their sum which it is.
  if (tip === ZERO || total === undefined || cells.valorUnitario) return {};
  const without = consumptionsOf(amount(cells.subtotal), iva);
  if (without.includes(total)) return {};
  return without.includes(total - tip)
    ? { total: formatTrimmed(total - tip, 2) }
    : { code: 'tip-unclear', pointer: '/total' };
}

/** What a subtotal may come to: taxes inside, with the tax that stands beside it, with the general rate. */
function consumptionsOf(subtotal: Micro | undefined, iva: Micro | undefined): readonly Micro[] {
  if (subtotal === undefined) return [];
  const taxed = subtotal + roundTo(multiply(subtotal, IVA_GENERAL), 2);
  return [subtotal, ...(iva === undefined ? [] : [subtotal + iva]), taxed];
}

/** Whether what stands in the column of IVA is money and no rate: with the subtotal it makes what was consumed, or is no rate at all. */
export function isMoney(iva: Micro, { subtotal: net, total, valorUnitario }: Cells, isRate: boolean): boolean {
  const [subtotal, consumed] = [amount(net), amount(total)];
  if (valorUnitario) return false;
  return (subtotal !== undefined && subtotal + iva === consumed) || !isRate;
}

function amount(text: string | undefined): Micro | undefined {
  return text ? parseMicro(text) : undefined;
}
