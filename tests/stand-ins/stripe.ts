/**
 * Stripe's API as far as its events leave something out (wire-contracts 14.1). `stripe-down`: 500; `stripe-silent`: it
 * never answers; `stripe-half`: lines that go on; `stripe-refund-failed`: the bank gave the refund back;
 * `stripe-disputed`: the newest charge is in dispute.
 */
import { Hono } from 'hono';
import type { PacEnv } from '../../server/pac/sandbox/delivery.ts';
import { fixture } from '../sources/fixtures/fixture.ts';
import type { ProviderRoutes } from './bench.ts';
import { SOURCE_ACCOUNTS } from './source-accounts.ts';

const REFUND = fixture('stripe-refund');
const SECOND = fixture('stripe-refund', { id: 're_3QFreelance0003', amount: 100_000, created: 1_795_280_000 });

export const stripeRoutes: ProviderRoutes = (bench) => {
  const app = new Hono<PacEnv>();
  app.use('/v1/*', async (c, next) => {
    if (bench.takes('stripe-silent')) return new Promise<Response>(() => {});
    if (bench.takes('stripe-down')) return c.json({ error: { type: 'api_error' } }, 500);
    if (c.req.header('authorization') === `Bearer ${SOURCE_ACCOUNTS.stripe.secretKey}`) return next();
    return c.json({ error: { type: 'invalid_request_error', message: 'Invalid API Key provided' } }, 401);
  });
  app.get('/v1/checkout/sessions/:id/line_items', (c) => {
    const isKnown = c.req.param('id') === fixture('stripe-session').id;
    if (!isKnown) return c.json({ error: { type: 'invalid_request_error', code: 'resource_missing' } }, 404);
    return c.json(fixture('stripe-line-items', bench.takes('stripe-half') ? { has_more: true } : {}));
  });
  app.get('/v1/refunds', (c) => {
    const first = bench.takes('stripe-refund-failed') ? { ...REFUND, status: 'failed' } : REFUND;
    const data = c.req.query('charge') === REFUND.charge ? [SECOND, first] : [];
    return c.json({ object: 'list', has_more: false, url: '/v1/refunds', data });
  });
  app.get('/v1/disputes', (c) => {
    const open = fixture('stripe-dispute', { status: 'needs_response' });
    const data = c.req.query('charge') === open.charge ? [open] : [];
    return c.json({ object: 'list', has_more: false, url: '/v1/disputes', data });
  });
  app.get('/v1/charges', (c) => {
    const expanded = c.req.queries('expand[]') ?? [];
    const refunds = { object: 'list', has_more: false, data: expanded.includes('data.refunds') ? [REFUND] : [] };
    const intent = expanded.includes('data.payment_intent') ? fixture('stripe-intent') : fixture('stripe-intent').id;
    const disputed = bench.takes('stripe-disputed');
    const newest = fixture('stripe-charge', { payment_intent: intent, amount_refunded: 160_000, refunds, disputed });
    const alone = fixture('stripe-charge', { id: 'ch_alone0001', payment_intent: null, receipt_number: '1042-7001' });
    const since = Number(c.req.query('created[gte]'));
    const all = [newest, { ...alone, created: 1_795_100_000 }].filter(({ created }) => Number(created) >= since);
    const after = all.findIndex(({ id }) => id === c.req.query('starting_after')) + 1;
    return c.json({
      object: 'list',
      url: '/v1/charges',
      has_more: after + 1 < all.length,
      data: all.slice(after, after + 1),
    });
  });
  return app;
};
