/**
 * Measures how easily a merchant's latest sales can be guessed: how folios are numbered, how often the most common total occurs, and how many
 * sales there are a week.
 */
import { SALES_ON_FILE, type SoldFacts, USUAL_FACTS } from '../portals/lookup-strength.ts';
import { keysOf } from './lookup.ts';
import type { SaleBody } from './sale.ts';

/** How many of the latest sales are read. */
export const SALES_LOOKED_AT = 400;
const ENOUGH_SALES = 200;
const WEEK_MS = 7 * 86_400_000;

/** Measures how guessable the sales are, in bits. Below 200 sales it answers `USUAL_FACTS`, since a small sample says too little. */
export function soldFacts(sales: readonly SaleBody[]): SoldFacts {
  if (sales.length < ENOUGH_SALES) return USUAL_FACTS;
  const keys = sales.map(keysOf);
  const dates = keys.map(({ dateMs }) => dateMs);
  const weeks = Math.max(1 / 7, (Math.max(...dates) - Math.min(...dates)) / WEEK_MS);
  return {
    folioBits: folioBits(sales.map(({ folio }) => folio.toUpperCase())),
    totalBits: -Math.log2(share(keys.map(({ totalCentavos }) => totalCentavos))),
    salesAWeek: sales.length / weeks,
  };
}

/**
 * The share of the most common value, which is what a single guess would try. Among many equally common values one leads in any sample by
 * chance, so one standard deviation is subtracted.
 */
function share(values: readonly unknown[]): number {
  const most = Math.max(...counts(values).values());
  return Math.max(1, most - Math.sqrt(most * (1 - most / values.length))) / values.length;
}

/**
 * The number of possible folios (judged by how evenly each position is used, from the right) over the number of existing ones. Sequential
 * numbers use up every possibility, so nothing is left; random codes leave much.
 */
function folioBits(folios: readonly string[]): number {
  const series = folios.map((folio) => /^\D*/.exec(folio)?.[0] ?? '');
  // Letters before a number name a few branches or series, which is one choice; many different ones are part of a code.
  const isSeries = new Set(series).size <= MOST_SERIES;
  const codes = isSeries ? folios.map((folio, at) => folio.slice(series[at]?.length)) : folios;
  const longest = Math.max(...codes.map(({ length }) => length));
  const places = Array.from({ length: longest }, (_, place) => entropy(codes.map((code) => code.at(-1 - place))));
  const bits = places.reduce((sum, place) => sum + place, isSeries ? entropy(series) : 0);
  return Math.max(0, bits - Math.log2(SALES_ON_FILE));
}

const MOST_SERIES = 20;

function entropy(values: readonly unknown[]): number {
  return [...counts(values).values()].reduce((bits, count) => {
    const p = count / values.length;
    return bits - p * Math.log2(p);
  }, 0);
}

function counts(values: readonly unknown[]): Map<unknown, number> {
  const found = new Map<unknown, number>();
  for (const value of values) found.set(value, (found.get(value) ?? 0) + 1);
  return found;
}
