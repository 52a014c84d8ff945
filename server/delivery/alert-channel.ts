/** Deliveries to a merchant's own team: Slack, Teams, a mailbox. What waits for one channel is told as one message. */
import { createHash } from 'node:crypto';
import type { Tenant } from '../merchants/tenant.ts';
import type { GuardedClient } from '../outbound/guarded.ts';
import type { Delivery, Listener } from '../outbox/delivery.ts';
import type { EventStore, ListenerStore } from '../outbox/outbox-store.ts';
import type { About } from '../problems/about-text.ts';
import type { Language } from '../problems/problem.ts';
import { SLACK_GONE, slackMessage } from './alert/slack.ts';
import { TEAMS_GONE, teamsMessage } from './alert/teams.ts';
import { type Alert, alertOf, type PageOf, type ToldNews } from './alert/words.ts';
import { endOfAnswer } from './answer-end.ts';
import type { Channel, DeliveryEnd } from './channel.ts';
import { type News, newsOf, type OpenListener } from './news.ts';

/** An alert on its way to a mailbox. */
export type AlertMail = {
  /** The same for the same deliveries: what a carrier knows a repeat by. */
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
  /** Where a tenant's people act on this one thing, or on all of them. */
  readonly panelOf?: (tenant: Tenant, subject?: string) => string;
  readonly aboutOf: (news: News) => Promise<About | undefined>;
  /** The team's language; es-MX unless told. */
  readonly languageOf?: (tenant: Tenant) => Promise<Language>;
  readonly mail: (mail: AlertMail, signal: AbortSignal) => Promise<DeliveryEnd>;
  readonly now: () => number;
  /** Of one attempt; 15 s unless told. */
  readonly timeoutMs?: number;
};

const TIMEOUT_MS = 15_000;
/** Of so many at most the events are looked up: no message shows more. */
const SHOWN = 10;

const FORMATS = {
  slack: { write: slackMessage, gone: SLACK_GONE },
  teams: { write: teamsMessage, gone: TEAMS_GONE },
} as const;

/** All deliveries it is given are to one listener, and one message tells them. */
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
      const told = alertOf(news, countOf(deliveries), language, pageOf);
      const alert: Alert = { ...told, ...(panel !== undefined && { panel }) };
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

/** The first of what there is to tell, in the order in which it happened. */
async function shown(
  { events, aboutOf }: AlertChannelOptions,
  deliveries: readonly Delivery[],
): Promise<readonly ToldNews[]> {
  const inOrder = [...deliveries].sort((one, other) => one.createdAt - other.createdAt);
  const once = new Map(inOrder.map((delivery) => [delivery.eventId ?? delivery.id, delivery]));
  const news = await Promise.all([...once.values()].slice(0, SHOWN).map((delivery) => newsOf(events, delivery)));
  return Promise.all(
    news.filter((one) => one !== undefined).map(async (one) => ({ ...one, about: await aboutOf(one) })),
  );
}

/** A replayed event is one piece of news, however often it is on its way. */
function countOf(deliveries: readonly Delivery[]): number {
  return new Set(deliveries.map(({ eventId, id }) => eventId ?? id)).size;
}

function idOf(deliveries: readonly Delivery[]): string {
  const [only] = deliveries;
  if (deliveries.length === 1 && only) return only.id;
  const ids = deliveries.map(({ id }) => id).sort();
  return `msg_${createHash('sha256').update(ids.join()).digest('hex').slice(0, 32)}`;
}
