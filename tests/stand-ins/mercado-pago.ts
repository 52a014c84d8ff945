/**
 * Mercado Pago's payments (wire-contracts 14.2). `mp-oxxo-paid`: the ticket of OXXO has been paid meanwhile;
 * `mp-other-payment`: it answers with another one; `mp-live`: it is of the live world; `mp-many`: a search finds 120;
 * `mp-down`: 500; `mp-silent`: it never answers.
 */
import { Hono } from 'hono';
import type { PacEnv } from '../../server/pac/sandbox/delivery.ts';
import { fixture } from '../sources/fixtures/fixture.ts';
import type { ProviderRoutes } from './bench.ts';
import { SOURCE_ACCOUNTS } from './source-accounts.ts';

const OXXO_PAID = fixture('mp-oxxo-approved');
const PAYMENTS = ['mp-oxxo-pending', 'mp-debit', 'mp-account-money-refunded', 'mp-charged-back'].map((name) =>
  fixture(name),
);
const MANY = Array.from({ length: 120 }, (_, index) => {
  const at = new Date(Date.UTC(2026, 10, 20, 18) + Math.max(0, index - 70)).toISOString();
  return fixture('mp-debit', { id: 144_000_000 + index, date_last_updated: at });
});
const changedAt = ({ date_last_updated }: { readonly date_last_updated?: unknown }) =>
  Date.parse(String(date_last_updated));

export const mercadoPagoRoutes: ProviderRoutes = (bench) => {
  const app = new Hono<PacEnv>();
  app.use('/v1/payments/*', async (c, next) => {
    if (bench.takes('mp-silent')) return new Promise<Response>(() => {});
    if (bench.takes('mp-down')) return c.json({ message: 'internal_error', status: 500 }, 500);
    if (c.req.header('authorization') === `Bearer ${SOURCE_ACCOUNTS['mercado-pago'].accessToken}`) return next();
    return c.json({ message: 'invalid access token', error: 'unauthorized', status: 401 }, 401);
  });
  app.get('/v1/payments/search', (c) => {
    const { sort, criteria, range, begin_date: begin = '', end_date, offset, limit } = c.req.query();
    if (`${sort} ${criteria} ${range} ${end_date}` !== 'date_last_updated asc date_last_updated NOW')
      return c.json({ message: 'bad_request', status: 400 }, 400);
    const all = bench.takes('mp-many') ? MANY : PAYMENTS;
    const found = all.filter((payment) => changedAt(payment) >= Date.parse(begin));
    const sorted = found.sort((a, b) => changedAt(a) - changedAt(b));
    const from = Number(offset);
    const results = sorted.slice(from, from + Number(limit));
    return c.json({ results, paging: { total: sorted.length, limit: Number(limit), offset: from } });
  });
  app.get('/v1/payments/:id', (c) => {
    const known = [...(bench.takes('mp-oxxo-paid') ? [OXXO_PAID] : []), ...PAYMENTS];
    const payment = known.find(({ id }) => String(id) === c.req.param('id'));
    if (!payment) return c.json({ message: 'Payment not found', error: 'not_found', status: 404 }, 404);
    if (bench.takes('mp-other-payment')) return c.json({ ...payment, id: 1 });
    return c.json(bench.takes('mp-live') ? { ...payment, live_mode: true } : payment);
  });
  return app;
};
