/**
 * WooCommerce's list of orders (REST v3; wire-contracts 14.4). `woo-many`: 250 of them, the first 120 changed within
 * one second; `woo-down`: a page of maintenance; `woo-silent`: it never answers.
 */
import { Hono } from 'hono';
import type { PacEnv } from '../../server/pac/sandbox/delivery.ts';
import { fixture } from '../sources/fixtures/fixture.ts';
import type { ProviderRoutes } from './bench.ts';
import { SOURCE_ACCOUNTS } from './source-accounts.ts';

const ORDERS = [fixture('woo-order-with-tax'), fixture('woo-order-without-tax')];
const MANY = Array.from({ length: 250 }, (_, index) => {
  const at = Date.UTC(2026, 10, 20, 18) + Math.max(0, index - 120) * 1_000;
  return fixture('woo-order-with-tax', {
    id: 1_000 + index,
    date_modified_gmt: new Date(at).toISOString().slice(0, 19),
  });
});

export const woocommerceRoutes: ProviderRoutes = (bench) => {
  const { consumerKey, consumerSecret } = SOURCE_ACCOUNTS.woocommerce;
  const basic = `Basic ${btoa(`${consumerKey}:${consumerSecret}`)}`;
  const app = new Hono<PacEnv>();
  app.get('/wp-json/wc/v3/orders', (c) => {
    if (bench.takes('woo-silent')) return new Promise<Response>(() => {});
    if (bench.takes('woo-down')) return c.html('<h1>Briefly unavailable for scheduled maintenance.</h1>', 503);
    if (c.req.header('authorization') !== basic)
      return c.json({ code: 'woocommerce_rest_cannot_view', message: 'Lo siento.', data: { status: 401 } }, 401);
    const { modified_after: after = '', dates_are_gmt, orderby, order, per_page, page } = c.req.query();
    if (dates_are_gmt !== 'true' || orderby !== 'modified' || order !== 'asc' || per_page !== '100')
      return c.json({ code: 'rest_invalid_param' }, 400);
    const changed = (bench.takes('woo-many') ? MANY : ORDERS).filter(({ date_modified_gmt: at }) => String(at) > after);
    const from = (Number(page) - 1) * 100;
    return c.json(changed.slice(from, from + 100));
  });
  return app;
};
