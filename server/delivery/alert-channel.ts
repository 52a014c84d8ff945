/** Delivers alerts to a merchant's own team, by Slack, Teams or mail. All alerts that wait for one channel are sent as one message. */
import { createHash } from 'node:crypto';
import type { Tenant } from '../merchants/tenant.ts';
import type { GuardedClient } from '../outbound/guarded.ts';
import type { Delivery, Listener } from '../outbox/delivery.ts';
import type { EventStore, ListenerStore } from '../outbox/outbox-store.ts';
import type { About } from '../problems/about-text.ts';
import type { Language } from '../problems/problem.ts';
import { SLACK_GONE, slackMessage } from './alert/slack.ts';
import { TEAMS_GONE, teamsMessage } from './alert/teams.ts';
import { type Alert, alertOf, type ListenerNews, type PageOf } from './alert/words.ts';
import { endOfAnswer } from './answer-end.ts';
import type { Channel, DeliveryEnd } from './channel.ts';
import { type News, newsOf, type OpenListener } from './news.ts';

/** An alert to be mailed. */
export type AlertMail = {
  /** The idempotency key: the same for the same deliveries, so that a carrier recognizes a repetition. */
  readonly id: string;
  readonly tenant: Tenant;
  readonly to: string;
  readonly language: Language;
  readonly alert: Alert;
};

/** What the alert channel needs: a guarded HTTP client for Slack and Teams, a mail sender, and look-ups for what an alert is about. */
export type AlertChannelOptions = {
  readonly client: GuardedClient;
  readonly events: Pick<EventStore, 'get'>;
  readonly listeners: Pick<ListenerStore, 'get'>;
  readonly openListener: OpenListener;
  readonly pageOf: PageOf;
  /** Where a tenant's people can act on this one thing, or on all of them. */
  readonly panelOf?: (tenant: Tenant, subject?: string) => string;
  readonly aboutOf: (news: News) => Promise<About | undefined>;
  /** The team's language; es-MX by default. */
  readonly languageOf?: (tenant: Tenant) => Promise<Language>;
  readonly mail: (mail: AlertMail, signal: AbortSignal) => Promise<DeliveryEnd>;
  readonly now: () => number;
  /** The timeout of one attempt; 15 s by default. */
  readonly timeoutMs?: number;
};

const TIMEOUT_MS = 15_000;
/** The number of events that are read, because no message shows more. */
const SHOWN = 10;

const FORMATS = {
  slack: { write: slackMessage, gone: SLACK_GONE },
  teams: { write: teamsMessage, gone: TEAMS_GONE },
} as const;

/** Creates the channel. All deliveries passed to `deliver` must be to one listener, and are sent as one message. */
export function createAlertChannel(options: AlertChannelOptions): Channel {
  const { listeners, openListener, pageOf, panelOf, languageOf, mail, now } = options;
  return {
    async deliver(deliveries, signal) {
      const [first] = deliveries;
      const listener = first && (await listeners.get(first.target));
      if (listener?.state !== 'enabled') return { kind: 'dropped', reason: 'nobody listens' };
      const news = await shown(options, deliveries);
      if (news.length === 0) return { kind: 'dropped', reason: 'event not kept' };
      const { tenant, kind } = listener;
      const language = (await languageOf?.(tenant)) ?? 'es-MX';
      const [only] = news.length === 1 ? news : [];
      const panel = only?.type === 'test' ? undefined : panelOf?.(tenant, only?.subject);
      const summary = alertOf(news, countOf(deliveries), language, pageOf);
      const alert: Alert = { ...summary, ...(panel !== undefined && { panel }) };
      const opened = await openListener(listener);
      if ('address' in opened) {
        return mail({ id: idOf(deliveries), tenant, to: opened.address, language, alert }, signal);
      }
      return post(options, kind, { url: opened.url, alert, signal }, now);
    },
  };
}

async function post(
  { client, timeoutMs = TIMEOUT_MS }: AlertChannelOptions,
  kind: Listener['kind'],
  { url, alert, signal }: { readonly url: string; readonly alert: Alert; readonly signal: AbortSignal },
  now: () => number,
): Promise<DeliveryEnd> {
  if (kind !== 'slack' && kind !== 'teams') return { kind: 'failed', reason: 'no URL' };
  const { write, gone } = FORMATS[kind];
  const headers = { 'Content-Type': 'application/json' };
  return endOfAnswer(await client.post(url, { headers, body: write(alert), signal, timeoutMs }), gone, now());
}

/** The first events to show, in the order in which they happened. */
async function shown(
  { events, aboutOf }: AlertChannelOptions,
  deliveries: readonly Delivery[],
): Promise<readonly ListenerNews[]> {
  const inOrder = [...deliveries].sort((one, other) => one.createdAt - other.createdAt);
  const once = new Map(inOrder.map((delivery) => [delivery.eventId ?? delivery.id, delivery]));
  const news = await Promise.all([...once.values()].slice(0, SHOWN).map((delivery) => newsOf(events, delivery)));
  return Promise.all(
    news.filter((one) => one !== undefined).map(async (one) => ({ ...one, about: await aboutOf(one) })),
  );
}

/** The number of distinct events: a replayed event counts once, however many deliveries it has. */
function countOf(deliveries: readonly Delivery[]): number {
  return new Set(deliveries.map(({ eventId, id }) => eventId ?? id)).size;
}

function idOf(deliveries: readonly Delivery[]): string {
  const [only] = deliveries;
  if (deliveries.length === 1 && only) return only.id;
  const ids = deliveries.map(({ id }) => id).sort();
  return `msg_${createHash('sha256').update(ids.join()).digest('hex').slice(0, 32)}`;
}
