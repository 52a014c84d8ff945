/** The cuadre as it is serialized: in JSON, and in CSV for a spreadsheet. */
import { formatMicro, type Micro } from '../../cfdi/money.ts';
import type { CuadreLine } from '../../invoicing/cuadre.ts';
import { type CuadreDay, emptyParts, FIGURES } from '../../invoicing/cuadre-days.ts';
import { RATES, type Rate } from '../../invoicing/cuadre-parts.ts';

const shown = (value: Micro): string => formatMicro(value, 2);

/** A day in JSON. */
export function dayView(day: CuadreDay) {
  const { date: on, branch, moneda, count } = day;
  const partView = ({ base, iva }: { base: Micro; iva: Micro }) => ({ base: shown(base), iva: shown(iva) });
  return {
    ...{ date: on, branch, moneda, count },
    ...{ sales: shown(day.sales), nominatives: shown(day.nominatives), globals: shown(day.globals) },
    ...{ egresos: shown(day.egresos), pending: shown(day.pending), difference: shown(day.difference) },
    replacedInForce: shown(day.replacedInForce),
    rates: RATES.flatMap((rate) => {
      const parts = day.rates.get(rate);
      if (!parts) return [];
      const { nominatives, globals, egresos, pending } = parts;
      const [n, g, e, p] = [partView(nominatives), partView(globals), partView(egresos), partView(pending)];
      return [{ rate, nominatives: n, globals: g, egresos: e, pending: p }];
    }),
  };
}

/** A sale of the cuadre in JSON, with the CFDIs that cover its pesos. */
export function lineView({ life: { sale }, branch, sales, covers, pending, difference }: CuadreLine) {
  return {
    ...{ id: sale.id, folio: sale.body.folio, branch, moneda: sale.body.moneda },
    ...{ sales: shown(sales), pending: shown(pending.total), difference: shown(difference) },
    cfdis: covers.map(({ kind, invoice, figure, isReplaced: replaced }) => ({
      ...{ kind, invoice: invoice.id, uuid: invoice.stamped?.uuid ?? '', serie: invoice.serie },
      ...{ folio: String(invoice.folio), amount: shown(figure.total), replaced },
    })),
  };
}

const FIGURE_WORDS = {
  nominatives: 'Facturas',
  globals: 'Facturas globales',
  egresos: 'Notas de crédito',
  pending: 'Por facturar',
} as const;
const COLUMN_WORDS = {
  ...{ sales: 'Vendido', ...FIGURE_WORDS, difference: 'Diferencia' },
  replacedInForce: 'Sustituidas aún vigentes',
} as const;
const COLUMNS = Object.keys(COLUMN_WORDS) as (keyof typeof COLUMN_WORDS)[];
const RATE_WORDS = { '16': '16 %', '8': '8 %', '0': '0 %', exento: 'exenta', none: 'sin IVA' } as const;
/** Only at these rates is there any IVA. */
const hasIva = (rate: Rate): boolean => rate === '16' || rate === '8';

/**
 * One row per day, branch and currency, with base and IVA of each figure by rate, in the words of whoever does the books; with a BOM, by which
 * Excel recognizes UTF-8.
 */
export function csvOf(days: readonly CuadreDay[]): string {
  const byRate = RATES.flatMap((rate) =>
    FIGURES.flatMap((name) => [
      `${FIGURE_WORDS[name]}: base ${RATE_WORDS[rate]}`,
      ...(hasIva(rate) ? [`${FIGURE_WORDS[name]}: IVA ${RATE_WORDS[rate]}`] : []),
    ]),
  );
  const head = ['Fecha', 'Sucursal', 'Moneda', ...COLUMNS.map((name) => COLUMN_WORDS[name]), ...byRate];
  const rows = days.map((day) => [
    ...[day.date, cell(day.branch), day.moneda, ...COLUMNS.map((name) => shown(day[name]))],
    ...RATES.flatMap((rate) => {
      const parts = day.rates.get(rate) ?? emptyParts();
      return FIGURES.flatMap((name) => [shown(parts[name].base), ...(hasIva(rate) ? [shown(parts[name].iva)] : [])]);
    }),
  ]);
  return `\ufeff${[head, ...rows].map((row) => row.join(',')).join('\r\n')}\r\n`;
}

/** A branch's code may begin with what a spreadsheet takes for a formula. */
function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
