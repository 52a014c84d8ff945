/** A portal's settings, and what the server says of them while they are put together. */
import type { PortalSettings } from '../../../widget/panel/wire.ts';

export const SETTINGS: PortalSettings = {
  ...{ title: 'Factura tu compra', noun: 'compra' },
  subtitle: 'Ten a la mano tu ticket y tus datos fiscales. Toma un minuto.',
  submitText: 'Generar factura',
  lookup: [
    ['folio', 'email'],
    ['folio', 'total'],
  ],
  acknowledgedLookup: [['folio', 'total']],
  hints: { folio: 'Es el número de tu ticket o de tu pedido.', total: 'Como aparece en tu ticket.' },
  theme: { primary: '#1f4f8f', accent: '#eaf1fa' },
  deadline: { kind: 'month-end', monthsAfter: 1 },
  contact: { email: 'hola@cafejacaranda.example' },
  ...{ enabled: true, allowNoRfc: false },
  english: {
    title: 'Invoice your purchase',
    subtitle: 'Have your receipt at hand.',
    submitText: 'Generate invoice',
    hints: { folio: 'The number of your receipt.' },
  },
};

const GUESSES: Readonly<Record<string, object>> = {
  'folio.total': { acquaintance: 64_000, stranger: 64, weakTo: 'stranger', add: ['cardLast4'] },
  folio: { acquaintance: 8, stranger: 1, weakTo: 'acquaintance', add: ['total', 'cardLast4'] },
  'total.date': { acquaintance: 150, stranger: 1, weakTo: 'acquaintance', add: ['folio'] },
};

/** A way that is not among them is safe; without an e-mail or a card three sales of the shop are not found. */
function searchCheck(query: string) {
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
function deadlineMonth(query: string) {
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

/** Answers the routes that weigh settings; nothing to others. */
export function settingsReply({ path, query }: { readonly path: string; readonly query: string }): object | undefined {
  if (/^portals\/[^/]+\/search-check$/.test(path)) return searchCheck(query);
  return /^portals\/[^/]+\/deadline-calendar$/.test(path) ? deadlineMonth(query) : undefined;
}
