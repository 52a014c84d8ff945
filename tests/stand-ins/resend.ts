/**
 * Resend as wire-contracts 15.4 records it, strict about what it is sent: a key it has answered well it remembers with its payload.
 * `resend-rate-limited`: 429 with Retry-After; `resend-quota`: 429 of the day; `resend-down`: 500; `resend-html`: 502 of
 * something before it; `resend-concurrent`: the key is in flight; `resend-bad-address`: 422; `resend-unverified`: 403, the
 * domain is not proven; `resend-lost`: it sends and its answer is lost; `resend-silent`: it never answers;
 * `resend-sending-key`: the key may only send; `resend-null`: 502 with a body of `null`.
 */
import type { Context } from 'hono';
import { Hono } from 'hono';
import { z } from 'zod';
import type { PacEnv } from '../../server/pac/sandbox/delivery.ts';
import type { ProviderRoutes } from './bench.ts';
import { SOURCE_ACCOUNTS } from './source-accounts.ts';

/** One line, no control characters: Resend refuses others, and so must we. */
const line = z.string().regex(/^\P{Cc}+$/u);

const emailSchema = z.strictObject({
  from: line,
  to: z.array(z.email()).min(1).max(50),
  subject: line,
  html: z.string().min(1),
  text: z.string().min(1),
  reply_to: z.email().optional(),
  headers: z.record(z.string().regex(/^[\w-]+$/), line).optional(),
  attachments: z.array(
    z.strictObject({
      filename: line,
      content: z.base64().min(1),
      content_type: line,
      content_id: z.string().min(1).max(127).optional(),
    }),
  ),
});

type Sent = { readonly id: string; readonly payload: string };
type Failure = readonly [status: 400 | 401 | 403 | 409 | 422 | 429 | 500, name: string, message: string];

const FAILURES: Readonly<Record<string, Failure>> = {
  'resend-rate-limited': [429, 'rate_limit_exceeded', 'Too many requests. You can only make 5 requests per second.'],
  'resend-quota': [429, 'daily_quota_exceeded', 'You have reached your daily email sending quota.'],
  'resend-down': [500, 'internal_server_error', 'An unexpected error occurred.'],
  'resend-concurrent': [
    409,
    'concurrent_idempotent_requests',
    'Same idempotency key used while original is in progress.',
  ],
  'resend-bad-address': [422, 'validation_error', 'Invalid `to` field: nobody@cafejacaranda.mx'],
  'resend-unverified': [403, 'validation_error', 'The cafejacaranda.mx domain is not verified.'],
};

export const resendRoutes: ProviderRoutes = (bench) => {
  const app = new Hono<PacEnv>();
  const sent = new Map<string, Sent>();

  app.use('/*', async (c, next) => {
    if ((c.req.header('user-agent') ?? '') === '') return c.text('error code: 1010', 403);
    const authorization = c.req.header('authorization');
    if (authorization === undefined) return failure(c, [401, 'missing_api_key', 'Missing API key']);
    if (authorization !== `Bearer ${SOURCE_ACCOUNTS.resend.apiKey}`)
      return failure(c, [403, 'invalid_api_key', 'API key is invalid']);
    if (bench.takes('resend-silent')) return new Promise<Response>(() => {});
    if (bench.takes('resend-null')) return c.json(null, 502);
    if (bench.takes('resend-html')) return c.html('<h1>Bad gateway</h1>', 502);
    const fault = Object.keys(FAILURES).find((quirk) => bench.takes(quirk));
    const failed = fault === undefined ? undefined : FAILURES[fault];
    if (failed) return failure(c, failed, failed[0] === 429 ? { 'retry-after': '2' } : {});
    return next();
  });

  app.get('/domains', (c) => {
    if (bench.takes('resend-sending-key'))
      return failure(c, [401, 'restricted_api_key', 'This API key is restricted to only send emails']);
    return c.json({
      object: 'list',
      has_more: false,
      data: [{ id: 'd1', name: 'cafejacaranda.mx', status: 'verified' }],
    });
  });

  app.post('/emails', async (c) => {
    const key = c.req.header('idempotency-key') ?? '';
    if (key.length < 1 || key.length > 256)
      return failure(c, [400, 'invalid_idempotency_key', 'The key must be between 1-256 chars']);
    const payload = await c.req.text();
    const asked = emailSchema.safeParse(parse(payload));
    if (!asked.success) return failure(c, [422, 'validation_error', z.prettifyError(asked.error)]);
    const before = sent.get(key);
    if (before && before.payload !== payload)
      return failure(c, [409, 'invalid_idempotent_request', 'Same idempotency key used with a different payload']);
    const { id } = before ?? { id: crypto.randomUUID() };
    sent.set(key, { id, payload });
    if (bench.takes('resend-lost')) return c.body(null, 504);
    return c.json({ id });
  });
  return app;
};

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function failure(c: Context<PacEnv>, [statusCode, name, message]: Failure, headers: Record<string, string> = {}) {
  return c.json({ statusCode, name, message }, statusCode, headers);
}
