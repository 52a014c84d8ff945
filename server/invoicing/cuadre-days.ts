/** The cuadre by local day, branch and currency. */
import { type Micro, ZERO } from '../cfdi/money.ts';
import type { CuadreLine } from './cuadre.ts';
import { type Figure, RATES, type Rate } from './cuadre-parts.ts';

/** The figures that cover what was sold. */
export const FIGURES = ['nominatives', 'globals', 'egresos', 'pending'] as const;
/** One of `FIGURES`. */
export type FigureName = (typeof FIGURES)[number];

type Parts = Record<FigureName, { base: Micro; iva: Micro }>;

/** One local day of a branch in one currency, each figure with its base and IVA by rate. */
export type CuadreDay = Pick<CuadreLine, 'date' | 'branch'> &
  Record<FigureName | 'sales' | 'difference' | 'replacedInForce', Micro> & {
    readonly moneda: string;
    count: number;
    readonly rates: Map<Rate, Parts>;
  };

/** Adds the sales up by day, then branch, then currency. */
export async function daysOf(lines: AsyncGenerator<CuadreLine>): Promise<readonly CuadreDay[]> {
  const days = new Map<string, CuadreDay>();
  for await (const line of lines) {
    const { moneda } = line.life.sale.body;
    const key = `${line.date} ${line.branch} ${moneda}`;
    const day = days.get(key) ?? emptyDay(line, moneda);
    days.set(key, day);
    addLine(day, line);
  }
  return [...days].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => day);
}

function emptyDay({ date: on, branch }: CuadreLine, moneda: string): CuadreDay {
  const none = { sales: ZERO, nominatives: ZERO, globals: ZERO, egresos: ZERO, pending: ZERO };
  return { date: on, branch, moneda, ...none, difference: ZERO, replacedInForce: ZERO, count: 0, rates: new Map() };
}

function addLine(day: CuadreDay, { sales, covers, pending, difference }: CuadreLine): void {
  day.count += 1;
  day.sales += sales;
  day.difference += difference;
  addFigure(day, 'pending', pending);
  for (const { kind, figure, isReplaced } of covers)
    if (isReplaced) day.replacedInForce += figure.total;
    else addFigure(day, kind, figure);
}

function addFigure(day: CuadreDay, name: FigureName, { total, rates }: Figure): void {
  day[name] += total;
  for (const rate of RATES) {
    const added = rates[rate];
    if (!added) continue;
    const parts = day.rates.get(rate) ?? emptyParts();
    parts[name].base += added.base;
    parts[name].iva += added.iva;
    day.rates.set(rate, parts);
  }
}

/** Nothing in any figure. */
export function emptyParts(): Parts {
  const none = () => ({ base: ZERO, iva: ZERO });
  return { nominatives: none(), globals: none(), egresos: none(), pending: none() };
}
