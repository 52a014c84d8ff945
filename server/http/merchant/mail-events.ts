/** Receives a mail carrier's reports: a mail bounced, or its recipient complained. */
import { createRoute, z } from '@hono/zod-openapi';
import { readResendWebhook } from '../../delivery/mail/resend-webhook.ts';
import { Problem } from '../../problems/problem.ts';
import { type ApiVariables, createApi, jsonAnswer, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';

const receiveEvent = createRoute({
  method: 'post',
  path: '/mail-events/{merchant}/{world}',
  tags: ['Mail'],
  summary: 'Receive a Resend webhook',
  description:
    'Signed by Resend with the webhookSecret of the merchant’s account. An address that bounced or complained gets no more mail.',
  request: { params: z.object({ merchant: z.string().max(80), world: z.enum(['test', 'live']) }) },
  responses: { 200: jsonAnswer(z.object({ status: z.enum(['noted', 'ignored']) }), 'Received.'), ...REFUSAL },
});

type SecretVariables = { Variables: ApiVariables['Variables'] & { secret: string } };

/** The route `POST /mail-events/{merchant}/{world}`, Resend's webhook. It suppresses addresses that bounced or complained. */
export function mailEventRoutes(services: Services) {
  const { store, now } = services.invoicing;
  const api = createApi<SecretVariables>();
  // This runs before the body is read: nothing is read for a merchant without such an account.
  api.post('/mail-events/:merchant/:world', async (c, next) => {
    const world = c.req.param('world');
    if (world !== 'test' && world !== 'live') throw new Problem('malformed-request');
    const opened = await services.mailAccounts.open({ merchantId: c.req.param('merchant'), world });
    const secret = opened.find(({ account }) => account.provider === 'resend')?.adapter.webhookSecret;
    if (secret === undefined) throw new Problem('unknown-source');
    c.set('secret', secret);
    await next();
  });
  api.openapi(receiveEvent, async (c) => {
    const { merchant: merchantId, world } = c.req.valid('param');
    const secret = c.get('secret');
    const news = readResendWebhook({ headers: c.req.raw.headers, body: await c.req.text(), secret, now: now() });
    if (news.kind === 'bad-signature') throw new Problem('bad-signature');
    if (news.kind !== 'bounced' && news.kind !== 'complained') return c.json({ status: 'ignored' as const }, 200);
    const delivery = await store.deliveries.noteReceipt({ merchantId, world }, news.receipt, news.kind, now());
    if (!delivery) return c.json({ status: 'ignored' as const }, 200);
    await store.addresses.suppress(delivery.tenant, services.addressHash(delivery.target), news.kind, now());
    return c.json({ status: 'noted' as const }, 200);
  });
  return api;
}
