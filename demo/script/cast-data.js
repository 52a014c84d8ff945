/** What the demo server tells its pages, and how the pages write amounts and dates. */

/** The cast: `{url, portal, now, sales, receptores}`. Rejects when the server does not answer. */
export async function fetchCast() {
  const response = await fetch('/demo/cast.json');
  if (!response.ok) throw new Error(`cast.json answered ${response.status}`);
  return response.json();
}

const ZONE = 'America/Mexico_City';

/** «$1,284.50» for the decimal string «1284.50». */
export function money(amount) {
  return `$${new Intl.NumberFormat('es-MX', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(amount)}`;
}

/** «20 de noviembre de 2026», in Mexico City. */
export function longDay(iso) {
  return new Intl.DateTimeFormat('es-MX', { dateStyle: 'long', timeZone: ZONE }).format(new Date(iso));
}

/** «20/11/2026, 21:10», in Mexico City. */
export function dayAndTime(iso) {
  const format = {
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  };
  return new Intl.DateTimeFormat('es-MX', { ...format, timeZone: ZONE }).format(new Date(iso));
}

/** «2026-11-20», in Mexico City: what a date field holds. */
export function fieldDay(iso) {
  return new Intl.DateTimeFormat('en-CA', { timeZone: ZONE }).format(new Date(iso));
}
