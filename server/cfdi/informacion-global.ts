/**
 * The period that a factura global is for, by the calendar of the branch (Guía de llenado del CFDI global v4.0, InformacionGlobal).
 * Meses holds a single month except for the bimestral one, so a week that runs into the next month ends with its own.
 */
import type { InformacionGlobal } from './comprobante.ts';

/** c_Periodicidad: 01 diario, 02 semanal (from Monday), 03 quincenal (1st–15th, 16th–end), 04 mensual, 05 bimestral (régimen 621 only). */
export type Periodicidad = '01' | '02' | '03' | '04' | '05';

/** Local days, `2026-11-01`, both inclusive. */
export type GlobalPeriod = { readonly from: string; readonly to: string };

/** The period of that kind that has a local day. */
export function periodOf(periodicidad: Periodicidad, day: string): GlobalPeriod {
  const [year, month, date] = partsOf(day);
  const last = lastDay(year, month);
  const within = (from: number, to: number): GlobalPeriod => ({
    from: dayOf(year, month, from),
    to: dayOf(year, month, to),
  });
  switch (periodicidad) {
    case '01':
      return { from: day, to: day };
    case '02': {
      const monday = date - ((new Date(Date.UTC(year, month - 1, date)).getUTCDay() + 6) % 7);
      return within(Math.max(1, monday), Math.min(last, monday + 6));
    }
    case '03':
      return date <= 15 ? within(1, 15) : within(16, last);
    case '04':
      return within(1, last);
    case '05': {
      const first = month - ((month + 1) % 2);
      return { from: dayOf(year, first, 1), to: dayOf(year, first + 1, lastDay(year, first + 1)) };
    }
  }
}

/** The period just before: the last that is over while `period` runs. */
export function periodBefore(periodicidad: Periodicidad, { from }: GlobalPeriod): GlobalPeriod {
  return periodOf(periodicidad, shiftDay(from, -1));
}

/** What InformacionGlobal says of a period: Meses 01–12, 13–18 for two months (CFDI40134, CFDI40135). */
export function informacionGlobal(periodicidad: Periodicidad, { from }: GlobalPeriod): InformacionGlobal {
  const [year, month] = partsOf(from);
  const meses = periodicidad === '05' ? 12 + Math.ceil(month / 2) : month;
  return { periodicidad, meses: two(meses), anio: String(year) };
}

/** A local day so many days later, or earlier. */
export function shiftDay(day: string, days: number): string {
  const [year, month, date] = partsOf(day);
  return new Date(Date.UTC(year, month - 1, date + days)).toISOString().slice(0, 10);
}

function partsOf(day: string): readonly [year: number, month: number, date: number] {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  return [year, month, date];
}

function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function dayOf(year: number, month: number, date: number): string {
  return `${year}-${two(month)}-${two(date)}`;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}
