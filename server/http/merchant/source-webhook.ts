/** Receives providers' webhooks: verified, stored before the answer, and idempotent. */
import { randomBytes } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { Problem } from '../../problems/problem.ts';
import { receiveFacts } from '../../sources/intake/intake.ts';
import type { Intake } from '../../sources/intake/intake-context.ts';
import type { SourceAccount } from '../../sources/settings.ts';
import type { SaleSource, WebhookReading } from '../../sources/source.ts';
import { storable, storableJson } from '../../text/storable.ts';
import { addressOf } from '../api/address.ts';
import { type ApiVariables, createApi, jsonAnswer, REFUSAL } from '../api/api.ts';
import { intakeOf } from '../api/intake-of.ts';
import type { Services } from '../api/services.ts';

const answer = z
  .object({
    status: z.enum(['taken', 'duplicate', 'ignored', 'kept']).openapi({
      description:
        '`kept` means that the event could not be read yet. It is stored with the reason and can be replayed.',
    }),
  })
  .openapi('SourceEvent');

const receiveWebhook = createRoute({
  method: 'post',
  path: '/sources/{id}/webhook',
  tags: ['Sources'],
  summary: 'Receive a provider’s webhook',
  description: 'Signed by the provider. Duplicates, reordering and replays lead to the same sales.',
  request: { params: z.object({ id: z.string().max(80) }) },
  responses: { 200: jsonAnswer(answer, 'The event was received.'), ...REFUSAL },
});

/** How long to wait for what an event does not include: providers wait a few seconds, and then send it again. */
const FETCH_DEADLINE_MS = 4_000;

type Listening = {
  readonly account: SourceAccount;
  readonly source: SaleSource;
  readonly readWebhook: NonNullable<SaleSource['readWebhook']>;
};
type SourceVariables = { Variables: ApiVariables['Variables'] & { listening: Listening } };

/** The route `POST /sources/{id}/webhook`, which providers call. */
export function sourceWebhookRoutes(services: Services) {
  const api = createApi<SourceVariables>();
  // This runs before the body is read: nothing is read for a source that does not exist.
  api.post('/sources/:id/webhook', async (c, next) => {
    const account = await services.invoicing.store.sources.get(c.req.param('id'));
    const source = account && (await services.sourceAccounts.open(account));
    if (!account || !source?.readWebhook) throw new Problem('unknown-source');
    c.set('listening', { account, source, readWebhook: source.readWebhook });
    await next();
  });
  api.openapi(receiveWebhook, async (c) => {
    const { account, source, readWebhook } = c.get('listening');
    const request = {
      headers: c.req.header(),
      url: new URL(c.req.url),
      body: await c.req.text(),
      now: services.invoicing.now(),
    };
    const reading = await readWebhook(request);
    if (reading.kind === 'bad-signature') {
      await noteBadSignature(services, account, reading.why, addressOf(c, services.trustProxy));
      throw new Problem('bad-signature');
    }
    const status = await take(services, account, source, reading, request.body);
    return c.json({ status }, 200);
  });
  return api;
}

async function take(
  services: Services,
  account: SourceAccount,
  source: SaleSource,
  reading: Exclude<WebhookReading, { readonly kind: 'bad-signature' }>,
  body: string,
): Promise<z.output<typeof answer>['status']> {
  const { now, store } = services.invoicing;
  const intake = intakeOf(services);
  const [, code] = /^verification:(.{1,40})$/.exec(reading.externalId) ?? [];
  if (code !== undefined) {
    const { tenant, id, name } = account;
    await store.notices.raise({ tenant, kind: 'source-verification', subject: id, params: { name, code }, now: now() });
  }
  if (reading.kind === 'ignored') return 'ignored';
  if (reading.kind === 'unreadable') return keep(intake, account, reading, body);
  const facts = await source.factsOf?.(reading.event, AbortSignal.timeout(FETCH_DEADLINE_MS));
  if (facts?.kind === 'unavailable') throw new Problem('unavailable', { params: { retryAfter: '60' } });
  if (facts?.kind !== 'facts') return keep(intake, account, { ...reading, reason: facts?.reason ?? 'no facts' }, body);
  const kind = await receiveFacts(intake, account, { externalId: reading.externalId, facts: facts.facts });
  return kind === 'new' ? 'taken' : 'duplicate';
}

/** Counts and logs a bad signature. In a flood, only the first ones are recorded, with a note that there are more. */
async function noteBadSignature(
  { invoicing: { store, now, log }, limits }: Services,
  { id }: SourceAccount,
  why: string,
  address: string,
): Promise<void> {
  const worth = await limits.notesBadSignature(id, address);
  if (worth === 'no') return;
  await store.sources.countBadSignature(id, now());
  log('source.bad-signature', { source: id, why, ...(worth === 'last' && { more: 'not logged for a minute' }) });
}

async function keep(
  { store, now }: Intake,
  { id: sourceId }: SourceAccount,
  { externalId, type, reason }: { readonly externalId: string; readonly type: string; readonly reason: string },
  body: string,
): Promise<'kept'> {
  const id = `sev_${randomBytes(12).toString('hex')}`;
  const kept = storable({ externalId, type, reason });
  await store.sources.keepUnread({ id, sourceId, ...kept, body: storableJson(body), receivedAt: now() });
  return 'kept';
}
