/** What the server says of a portal's settings while they are put together. */

const GUESSES: Readonly<Record<string, object>> = {
  'folio.total': { acquaintance: 64_000, stranger: 64, weakTo: 'stranger', add: ['cardLast4'] },
  folio: { acquaintance: 8, stranger: 1, weakTo: 'acquaintance', add: ['total', 'cardLast4'] },
  'total.date': { acquaintance: 150, stranger: 1, weakTo: 'acquaintance', add: ['folio'] },
};

/** A way that is not among them is safe; without an e-mail or a card three sales of the shop are not found. */
export function searchCheck(query: string) {
  const ways = (new URLSearchParams(query).get('ways') ?? '').split(',');
  const needs = (way: string): boolean => /email|cardLast4/.test(way);
  return {
    ways: ways.map((way) => ({
      fields: way.split('.'),
      ...(GUESSES[way] ?? { acquaintance: 2_000_000, stranger: 500_000, add: [] }),
    })),
    unfindable: { sales: ways.every(needs) ? 3 : 0, since: '2026-08-30T00:00:00.000Z' },
  };
}

const dayOf = (month: string, day: number): string => `${month}-${String(day).padStart(2, '0')}`;
const lastOf = (month: string, after = 0): string => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return new Date(Date.UTC(year, number + after, 0)).toISOString().slice(0, 10);
};

/** The end of the next month, with a monthly global; `days/N` as it says. */
export function deadlineMonth(query: string) {
  const asked = new URLSearchParams(query);
  const month = asked.get('month') ?? '2026-11';
  const [kind, number = '1'] = (asked.get('deadline') ?? 'month-end/1').split('/');
  const last = lastOf(month);
  return {
    ...{ month, zone: 'hora del centro de México' },
    days: Array.from({ length: Number(last.slice(-2)) }, (_, at) => {
      const date = dayOf(month, at + 1);
      const later = new Date(Date.parse(`${date}T12:00:00Z`) + Number(number) * 86_400_000).toISOString().slice(0, 10);
      return {
        date,
        until: kind === 'days' ? later : lastOf(month, Number(number)),
        ...(date === last && { global: { from: dayOf(month, 1), to: last } }),
      };
    }),
  };
}
