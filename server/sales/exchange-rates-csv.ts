/**
 * Reads a file of exchange rates: a day, a rate and optionally a currency (USD by default). It may be the merchant's own or an export of Banco
 * de México's site.
 */
import { moneda } from '../catalogs/moneda.ts';
import { type Delimited, linesOf, readDelimited } from '../text/delimited.ts';
import { DELIMITERS } from '../text/delimiter.ts';
import { scanCells } from '../text/scan-cells.ts';
import type { ExchangeRate } from './exchange-rate.ts';

/** The rates that a file holds, and the lines that could not be read. */
export type ExchangeRatesFile = {
  readonly rates: readonly ExchangeRate[];
  /** The lines without a readable rate, and why. If there are any, nothing must be loaded. */
  readonly faults: readonly { readonly line: number; readonly reason: string }[];
};

const NAMES = {
  published: /^(date|fecha|published)$/,
  moneda: /^(moneda|currency|divisa)$/,
  rate: /^(rate|tipo ?cambio|tipo de cambio|valor|sf\d+)$/,
} as const;

/**
 * Reads the file. The header names the columns `fecha` (2026-11-20 or 20/11/2026), `tipoCambio` and `moneda`, which is USD if the column is
 * missing. Lines above the header and days without a publication («N/E») are skipped. Never throws.
 */
export function readExchangeRates(text: string): ExchangeRatesFile {
  const layout = headerOf(text);
  const { header, rows, refused } = layout ? readDelimited(text, { ...layout, isRagged: true }) : NOTHING;
  const columns = columnsOf(header?.cells ?? []);
  if (!columns) return { rates: [], faults: [{ line: 1, reason: 'no header with fecha and tipoCambio' }] };
  const read = rows.flatMap(({ line, cells }) => {
    const rate = readRow(cells, columns);
    return rate === 'not-published' ? [] : [{ line, rate }];
  });
  return {
    rates: read.flatMap(({ rate }) => (typeof rate === 'string' ? [] : [rate])),
    faults: [
      ...refused.map(({ line, code }) => ({ line, reason: code })),
      ...read.flatMap(({ line, rate }) => (typeof rate === 'string' ? [{ line, reason: rate }] : [])),
    ].sort((one, other) => one.line - other.line),
  };
}

const NOTHING: Delimited = { rows: [], refused: [] };

/** The first line whose cells name the columns, with whatever delimiter it uses; there may be a title above it. */
function headerOf(text: string): { readonly delimiter: string; readonly line: number } | undefined {
  for (const [index, line] of linesOf(text).entries()) {
    const delimiter = DELIMITERS.find((each) => columnsOf(scanCells(line, each).cells));
    if (delimiter !== undefined) return { delimiter, line: index + 1 };
  }
  return undefined;
}

type Columns = { readonly published: number; readonly rate: number; readonly moneda: number };

function columnsOf(cells: readonly string[]): Columns | undefined {
  const names = cells.map((cell) => cell.trim().toLowerCase());
  const indexOf = (name: keyof typeof NAMES): number => names.findIndex((text) => NAMES[name].test(text));
  const columns = { published: indexOf('published'), rate: indexOf('rate'), moneda: indexOf('moneda') };
  return columns.published < 0 || columns.rate < 0 ? undefined : columns;
}

function readRow(cells: readonly string[], columns: Columns): ExchangeRate | string {
  const rate = cells[columns.rate]?.trim() ?? '';
  if (/^n\/?[ea]$/i.test(rate)) return 'not-published';
  const published = readDay(cells[columns.published]?.trim() ?? '');
  if (published === undefined) return 'no such day';
  const clave = columns.moneda < 0 ? 'USD' : (cells[columns.moneda]?.trim().toUpperCase() ?? '');
  if (!moneda(clave) || ['MXN', 'XXX', 'XTS'].includes(clave)) return 'no foreign currency of c_Moneda';
  // TipoCambio has at most six decimals and is not below a millionth (Anexo 20 v4.0, t_TipoCambio of cfdv40.xsd).
  if (!/^\d{1,12}(\.\d{1,6})?$/.test(rate) || /^[0.]+$/.test(rate)) return 'no rate of at most six decimals';
  return { moneda: clave, published, rate };
}

function readDay(text: string): string | undefined {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  const iso = year === undefined ? text : `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  const at = /^\d{4}-\d\d-\d\d$/.test(iso) ? Date.parse(`${iso}T00:00:00Z`) : Number.NaN;
  // Date.parse accepts 30 February as a day in March.
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== iso ? undefined : iso;
}
