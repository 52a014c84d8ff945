/** The days that one global invoice covers, by its c_Periodicidad. */

/** The claves of c_Periodicidad: daily, weekly, every fortnight, monthly, every two months. */
export const PERIODICIDAD_CLAVES = ['01', '02', '03', '04', '05'] as const;
/** A clave of c_Periodicidad. */
export type Periodicidad = (typeof PERIODICIDAD_CLAVES)[number];

/** Both ends are calendar days, `YYYY-MM-DD`, and belong to the period. */
export type GlobalPeriod = { readonly from: string; readonly to: string };

const DAY_MS = 86_400_000;

/**
 * The period that contains a local day. Weeks begin on Monday and fortnights on the 1st and the 16th. A week that reaches into another
 * month ends with its own month: InformacionGlobal states one month (Guía de llenado del CFDI global 4.0, attribute Meses).
 */
export function globalPeriod(date: string, periodicidad: Periodicidad): GlobalPeriod {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  switch (periodicidad) {
    case '01':
      return { from: date, to: date };
    case '02':
      return weekOf(year, month, day);
    case '03':
      return day <= 15
        ? { from: dateOf(Date.UTC(year, month - 1, 1)), to: dateOf(Date.UTC(year, month - 1, 15)) }
        : { from: dateOf(Date.UTC(year, month - 1, 16)), to: dateOf(Date.UTC(year, month, 0)) };
    case '04':
      return { from: dateOf(Date.UTC(year, month - 1, 1)), to: dateOf(Date.UTC(year, month, 0)) };
    case '05': {
      const first = month % 2 === 1 ? month : month - 1;
      return { from: dateOf(Date.UTC(year, first - 1, 1)), to: dateOf(Date.UTC(year, first + 1, 0)) };
    }
  }
}

/** The period just before: the last one that is over while `period` runs. */
export function periodBefore(periodicidad: Periodicidad, { from }: GlobalPeriod): GlobalPeriod {
  return globalPeriod(shiftDay(from, -1), periodicidad);
}

/** A local day, `YYYY-MM-DD`, this many days later, or earlier if negative. */
export function shiftDay(day: string, days: number): string {
  return dateOf(Date.parse(day) + days * DAY_MS);
}

function weekOf(year: number, month: number, day: number): GlobalPeriod {
  const at = Date.UTC(year, month - 1, day);
  const sinceMonday = (new Date(at).getUTCDay() + 6) % 7;
  const monday = at - sinceMonday * DAY_MS;
  return {
    from: dateOf(Math.max(monday, Date.UTC(year, month - 1, 1))),
    to: dateOf(Math.min(monday + 6 * DAY_MS, Date.UTC(year, month, 0))),
  };
}

function dateOf(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}
