/** The books of the stand-in shop: one month that adds up but for a day, its sales, and its lock. */
import type { CuadreDay, CuadreSale, Month } from '../../../widget/panel/books/books-wire.ts';

const part = (base: string, iva: string) => ({ base, iva });
const NONE = part('0.00', '0.00');

const day = (date: string, more: Partial<CuadreDay>): CuadreDay => ({
  ...{ date, branch: 'matriz', moneda: 'MXN', count: 3, sales: '1044.00', nominatives: '696.00', globals: '348.00' },
  ...{ egresos: '0.00', pending: '0.00', difference: '0.00', replacedInForce: '0.00' },
  rates: [
    {
      rate: '16',
      nominatives: part('600.00', '96.00'),
      globals: part('300.00', '48.00'),
      egresos: NONE,
      pending: NONE,
    },
  ],
  ...more,
});

const EVEN: readonly CuadreDay[] = [
  day('2026-10-01', {}),
  day('2026-10-02', {
    ...{ branch: 'roma', sales: '580.00', globals: '0.00', egresos: '232.00', pending: '116.00' },
    rates: [
      {
        ...{ rate: '16', nominatives: part('600.00', '96.00'), globals: NONE },
        ...{ egresos: part('200.00', '32.00'), pending: part('100.00', '16.00') },
      },
    ],
  }),
];

const SALES: readonly CuadreSale[] = [
  {
    ...{ id: 'sale_3', folio: 'CJ-1060', branch: 'roma', moneda: 'MXN', sales: '464.00', pending: '0.00' },
    difference: '0.00',
    cfdis: [
      {
        kind: 'nominatives',
        invoice: 'inv_2',
        uuid: 'A',
        serie: 'CJ',
        folio: '318',
        amount: '696.00',
        replaced: false,
      },
      { kind: 'egresos', invoice: 'inv_3', uuid: 'B', serie: 'CJNC', folio: '4', amount: '232.00', replaced: false },
    ],
  },
  {
    ...{ id: 'sale_4', folio: 'CJ-1061', branch: 'roma', moneda: 'MXN', sales: '116.00', pending: '116.00' },
    ...{ difference: '0.00', cfdis: [] },
  },
];

const asBranch = (branch: object) => ({
  ...branch,
  codigoPostal: '06700',
  zone: 'America/Mexico_City',
  frontera: 'none',
});

const runOf = (status: string, stamped: number) => ({
  ...{ id: 'glo_1', status, branch: 'roma', periodicidad: '04', from: '2026-10-01', to: '2026-10-31' },
  invoices: Array.from({ length: stamped }, (_, at) => ({
    ...{ id: `inv_g${at}`, status: 'stamped', serie: 'G', folio: String(41 + at), total: '209996.00', moneda: 'MXN' },
    ...{ accessToken: 't', links: { self: '' } },
  })),
});

/** The replies of the books; `uneven` says that one day does not add up, `dollars` that there were sales in dollars too. */
export function booksReplies({ uneven = false, dollars = false } = {}) {
  let months: readonly Month[] = [];
  const days = [
    ...EVEN,
    ...(uneven ? [day('2026-10-03', { sales: '1160.00', difference: '116.00' })] : []),
    ...(dollars ? [day('2026-10-04', { moneda: 'USD' })] : []),
  ];
  const put = (locked: boolean) => () => {
    const month = { month: '2026-10', locked, lockedAt: new Date().toISOString() };
    months = locked ? [month] : [];
    return { json: month };
  };
  return {
    'GET cuadre': ({ query }: { readonly query: string }) =>
      query.includes('csv') ? { text: 'date,branch\r\n' } : { json: { days } },
    'GET cuadre/2026-10-02': { json: { sales: SALES } },
    'GET branches': {
      json: {
        branches: [
          { code: 'roma', name: 'Roma Norte' },
          { code: 'matriz', name: 'Matriz' },
        ].map(asBranch),
      },
    },
    'POST global-invoices/preview': {
      json: {
        currencies: [{ moneda: 'MXN', sales: 1_204, total: '419992.00', invoices: 2 }],
        leftOut: { unpaid: 3, retencion: 1, 'before-cut-off': 12 },
      },
    },
    'POST global-invoices': { json: runOf('issuing', 1), status: 201 },
    'GET global-invoices/glo_1': { json: runOf('issued', 2) },
    'PUT global-schedules/roma': ({ body }: { readonly body: unknown }) => ({
      json: { branch: 'roma', ...(body as object) },
    }),
    'GET months': () => ({ json: { months } }),
    'POST months/2026-10/lock': put(true),
    'POST months/2026-10/unlock': put(false),
  };
}
