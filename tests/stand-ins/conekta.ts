/**
 * Conekta's list of orders, one a page (wire-contracts 14.5). `conekta-down`: 500; `conekta-html`: a page, with a 200.
 */
import { Hono } from 'hono';
import type { PacEnv } from '../../server/pac/sandbox/delivery.ts';
import { fixture } from '../sources/fixtures/fixture.ts';
import type { ProviderRoutes } from './bench.ts';
import { SOURCE_ACCOUNTS } from './source-accounts.ts';

const ORDERS = ['conekta-order-oxxo', 'conekta-order'].map((name) => fixture(name));

export const conektaRoutes: ProviderRoutes = (bench) => {
  const app = new Hono<PacEnv>();
  const basic = `Basic ${Buffer.from(`${SOURCE_ACCOUNTS.conekta.privateKey}:`).toString('base64')}`;
  app.get('/orders', (c) => {
    if (bench.takes('conekta-down')) return c.json({ type: 'internal_error' }, 500);
    if (bench.takes('conekta-html')) return c.html('<h1>Mantenimiento</h1>');
    if (c.req.header('authorization') !== basic) return c.json({ type: 'authentication_error' }, 401);
    if (!c.req.header('accept')?.startsWith('application/vnd.conekta-v2.')) return c.json({ type: 'api_error' }, 406);
    const since = Number(c.req.query('updated_at.gte'));
    const found = ORDERS.filter(({ updated_at }) => Number(updated_at) >= since);
    const from = found.findIndex(({ id }) => id === c.req.query('next')) + 1;
    const data = found.slice(from, from + 1);
    const has_more = from + 1 < found.length;
    const next = { next_page_url: `https://otro.example/orders?next=${data[0]?.id}&limit=1` };
    return c.json({ object: 'list', has_more, data, ...(has_more && next) });
  });
  return app;
};
