/**
 * Reconciles the last cent: each figure of a document is rounded separately, so their sum can differ from what was paid. Moving one line's
 * importe by a few micro-units, its taxes following, moves one rounded figure by a cent (cfdi-rules §4.4: 16.9 % of mixed sales need it, median
 * 0.0014 MXN). SubTotal and Total are never touched alone: the PAC computes them again.
 */
import type { Amounts } from './concepto-amounts.ts';
import { type Micro, roundTo, ZERO } from './money.ts';

/** A concepto whose importe can be moved, with matching taxes; `undefined` if nothing would be left to tax. */
export type Movable<Self> = Amounts & {
  withImporte(importe: Micro): Self | undefined;
  /** The same amounts, whose taxes follow in other proportions. */
  otherWays?(): readonly Self[];
};

/** One figure that the document rounds: SubTotal, a group of traslados, retenciones of one impuesto. */
type Figure = { readonly sign: 1n | -1n; readonly others: Micro; readonly of: (amounts: Amounts) => Micro };

/**
 * The lines with at most one importe moved so that the document's Total is `target`; `undefined` if no single line can do that. A line cannot if two
 * of its figures are rounded up by the same micro-unit: the Total skips a cent.
 */
export function reconcile<Line extends Movable<Line>>(
  lines: readonly Line[],
  target: Micro,
  decimals: number,
): readonly Line[] | undefined {
  const missing = target - documentTotal(lines, decimals);
  if (missing === ZERO) return lines;
  const biggestFirst = lines.map((_, index) => index).sort((a, b) => compare(importeAt(lines, b), importeAt(lines, a)));
  const having = (index: number, other: Line): readonly Line[] =>
    lines.map((line, at) => (at === index ? other : line));
  for (const index of biggestFirst) {
    const moved = moveLine(lines, index, missing, decimals);
    if (moved) return having(index, moved);
  }
  for (const index of biggestFirst) {
    for (const other of lines[index]?.otherWays?.() ?? []) {
      const moved = moveLine(having(index, other), index, missing, decimals);
      if (moved) return having(index, moved);
    }
  }
  return undefined;
}

/** SubTotal − Descuento + traslados − retenciones, each rounded as the document writes it (CFDI40119). */
export function documentTotal(lines: readonly Amounts[], decimals: number): Micro {
  let total = ZERO;
  for (const { sign, others } of figuresOf(lines, undefined)) total += sign * roundTo(others, decimals);
  return total;
}

function moveLine<Line extends Movable<Line>>(
  lines: readonly Line[],
  index: number,
  missing: Micro,
  decimals: number,
): Line | undefined {
  const line = lines[index];
  if (!line) return undefined;
  const figures = figuresOf(lines, line);
  const totalAt = (amounts: Amounts): Micro =>
    figures.reduce((total, { sign, others, of }) => total + sign * roundTo(others + of(amounts), decimals), ZERO);
  const target = totalAt(line) + missing;
  const unit = 10n ** BigInt(6 - decimals);
  const reach = (missing < ZERO ? -missing : missing) + 2n * unit;
  const candidates = figures.flatMap((figure) => thresholds(figure, line, reach, unit, decimals));
  for (const delta of candidates.sort((a, b) => compare(abs(a), abs(b)))) {
    const moved = line.withImporte(line.importe + delta);
    if (moved && totalAt(moved) === target) return moved;
  }
  return undefined;
}

/** The smallest moves, in either direction, at which the rounded figure takes each new value within reach. */
function thresholds<Line extends Movable<Line>>(
  figure: Figure,
  line: Line,
  reach: Micro,
  unit: Micro,
  decimals: number,
): Micro[] {
  const at = (delta: Micro): Micro | undefined => {
    const moved = line.withImporte(line.importe + delta);
    return moved && roundTo(figure.others + figure.of(moved), decimals);
  };
  const found: Micro[] = [];
  for (const way of [1n, -1n]) {
    const start = at(ZERO);
    if (start === undefined) continue;
    for (let goal = start + way * unit; ; goal += way * unit) {
      const delta = firstReaching((steps) => {
        const value = at(way * steps);
        return value !== undefined && (way > 0n ? value >= goal : value <= goal);
      }, reach);
      if (delta === undefined) break;
      found.push(way * delta);
    }
  }
  return found;
}

/** The smallest number of steps, up to `most`, that satisfies a monotonic test. */
function firstReaching(reached: (steps: bigint) => boolean, most: bigint): bigint | undefined {
  if (!reached(most)) return undefined;
  let low = 0n;
  let high = most;
  while (low < high) {
    const middle = (low + high) / 2n;
    if (reached(middle)) high = middle;
    else low = middle + 1n;
  }
  return low;
}

/** Every figure with the sum of all lines except `line`; of all lines if it is absent. */
function figuresOf(lines: readonly Amounts[], line: Amounts | undefined): readonly Figure[] {
  const sums = new Map<string, { sign: 1n | -1n; others: Micro; of: Figure['of'] }>();
  for (const current of lines) {
    for (const { key, sign, amount } of current.figures) {
      const entry = sums.get(key) ?? { sign, others: ZERO, of: (amounts) => figureOf(amounts, key) };
      sums.set(key, entry);
      if (current !== line) entry.others += amount;
    }
  }
  return [...sums.values()];
}

function figureOf(amounts: Amounts, key: string): Micro {
  return amounts.figures.reduce((total, figure) => (figure.key === key ? total + figure.amount : total), ZERO);
}

function importeAt(lines: readonly Amounts[], index: number): Micro {
  return lines[index]?.importe ?? ZERO;
}

function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}
