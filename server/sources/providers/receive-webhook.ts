/** Receives a provider's webhook: verified, stored before the answer, and idempotent. */
import { randomBytes } from 'node:crypto';
import type { NoiseLimits } from '../../limits/noise-limits.ts';
import { Problem } from '../../problems/problem.ts';
import { storable, storableJson } from '../../text/storable.ts';
import type { SourceAccounts } from '../accounts.ts';
import { receiveFacts } from '../intake/intake.ts';
import type { Intake } from '../intake/intake-context.ts';
import type { SourceAccount } from '../settings.ts';
import type { SaleSource, WebhookReading, WebhookRequest } from '../source.ts';

/** What receiving a webhook may touch. */
export type ReceiveWebhookDeps = { readonly intake: Intake; readonly limits: NoiseLimits };

/** An opened source whose provider sends webhooks. */
export type ListeningSource = {
  readonly account: SourceAccount;
  readonly source: SaleSource;
  readonly readWebhook: NonNullable<SaleSource['readWebhook']>;
};

/** The outcomes of an event. `kept` could not be read yet; it is stored with the reason and can be replayed. */
export const EVENT_STATUSES = ['taken', 'duplicate', 'ignored', 'kept'] as const;

/** One of `EVENT_STATUSES`. */
export type EventStatus = (typeof EVENT_STATUSES)[number];

/** How long to wait for what an event does not include: providers wait a few seconds, and then send it again. */
const FETCH_DEADLINE_MS = 4_000;

/** Opens the source of this id. Throws `unknown-source` for one that does not exist or has no webhooks. */
export async function openListening(
  { intake, sourceAccounts }: { readonly intake: Intake; readonly sourceAccounts: Pick<SourceAccounts, 'open'> },
  id: string,
): Promise<ListeningSource> {
  const account = await intake.store.sources.get(id);
  const source = account && (await sourceAccounts.open(account));
  if (!account || !source?.readWebhook) throw new Problem('unknown-source');
  return { account, source, readWebhook: source.readWebhook };
}

/** Verifies and accepts an event. Throws `bad-signature`, which is counted, and `unavailable` if the provider has to send it again. */
export async function receiveWebhook(
  deps: ReceiveWebhookDeps,
  { account, source, readWebhook }: ListeningSource,
  request: WebhookRequest,
  address: string,
): Promise<EventStatus> {
  const reading = await readWebhook(request);
  if (reading.kind === 'bad-signature') {
    await noteBadSignature(deps, account, reading.why, address);
    throw new Problem('bad-signature');
  }
  return takeEvent(deps.intake, { account, source }, reading, request.body);
}

async function takeEvent(
  intake: Intake,
  { account, source }: Pick<ListeningSource, 'account' | 'source'>,
  reading: Exclude<WebhookReading, { readonly kind: 'bad-signature' }>,
  body: string,
): Promise<EventStatus> {
  await noteVerification(intake, account, reading.externalId);
  if (reading.kind === 'ignored') return 'ignored';
  if (reading.kind === 'unreadable') return keep(intake, account, reading, body);
  const facts = await source.factsOf?.(reading.event, AbortSignal.timeout(FETCH_DEADLINE_MS));
  if (facts?.kind === 'unavailable') throw new Problem('unavailable', { params: { retryAfter: '60' } });
  if (facts?.kind !== 'facts') return keep(intake, account, { ...reading, reason: facts?.reason ?? 'no facts' }, body);
  const kind = await receiveFacts(intake, account, { externalId: reading.externalId, facts: facts.facts });
  return kind === 'new' ? 'taken' : 'duplicate';
}

/** Notifies the merchant of the code that a provider sends to prove the webhook's address. */
async function noteVerification(
  { store, now }: Intake,
  { tenant, id, name }: SourceAccount,
  externalId: string,
): Promise<void> {
  const [, code] = /^verification:(.{1,40})$/.exec(externalId) ?? [];
  if (code === undefined) return;
  await store.notices.raise({ tenant, kind: 'source-verification', subject: id, params: { name, code }, now: now() });
}

/** Counts and logs a bad signature. In a flood, only the first ones are recorded, with a note that there are more. */
async function noteBadSignature(
  { intake: { store, now, log }, limits }: ReceiveWebhookDeps,
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
