/**
 * Shopify's list of orders (Admin REST; wire-contracts 14.3): one order a page, the next one named in the Link header.
 * `shopify-rate-limited`: 429; `shopify-other-shape`: an order without its lines among them; `shopify-silent`: it never
 * answers.
 */
import { Hono } from 'hono';
import type { PacEnv } from '../../server/pac/sandbox/delivery.ts';
import { fixture, type Json } from '../sources/fixtures/fixture.ts';
import type { ProviderRoutes } from './bench.ts';
import { SOURCE_ACCOUNTS } from './source-accounts.ts';

const ORDERS: readonly Json[] = [fixture('shopify-order-paid'), fixture('shopify-order-pending')];

export const shopifyRoutes: ProviderRoutes = (bench) => {
  const app = new Hono<PacEnv>();
  app.get('/admin/api/2026-07/orders.json', async (c) => {
    if (bench.takes('shopify-silent')) return new Promise<Response>(() => {});
    if (bench.takes('shopify-rate-limited')) return c.json({ errors: 'Exceeded 2 calls per second' }, 429);
    if (c.req.header('x-shopify-access-token') !== SOURCE_ACCOUNTS.shopify.accessToken)
      return c.json({ errors: '[API] Invalid API key or access token' }, 401);
    const { page_info: page, status, updated_at_min: min, limit } = c.req.query();
    if (limit !== '250') return c.json({ errors: { limit: 'expected 250' } }, 400);
    // «A request that includes page_info can't include any other parameters except limit and fields.»
    if (page !== undefined && (status !== undefined || min !== undefined))
      return c.json({ errors: { page_info: 'Invalid value' } }, 400);
    if (page === undefined && status !== 'any') return c.json({ orders: [] });
    const changed = ORDERS.filter(
      ({ updated_at }) => Date.parse(String(updated_at)) >= Date.parse(min ?? '2000-01-01'),
    );
    const [order, next] = page === undefined ? changed : changed.slice(1);
    const odd = bench.takes('shopify-other-shape') ? [{ id: 1, name: '#1' }] : [];
    const link = `<https://elsewhere.example/admin/orders.json?limit=250&page_info=dos%2B2>; rel="next"`;
    return c.json({ orders: [...odd, ...(order ? [order] : [])] }, 200, { ...(next && { Link: link }) });
  });
  return app;
};
