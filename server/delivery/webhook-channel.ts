/** Delivers webhooks to merchants' endpoints. */

import type { GuardedClient } from '../outbound/guarded.ts';
import type { EventStore, ListenerStore } from '../outbox/outbox-store.ts';
import type { Channel } from './channel.ts';
import { type LinkOf, newsOf, type OpenListener } from './news.ts';
import { liveSecrets } from './webhook/secrets.ts';
import { sendWebhook } from './webhook/send.ts';
import { webhookBody } from './webhook/sign.ts';

/** What the webhook channel needs: a guarded HTTP client, and look-ups for the event and its endpoint. */
export type WebhookChannelOptions = {
  readonly client: GuardedClient;
  readonly events: Pick<EventStore, 'get'>;
  readonly listeners: Pick<ListenerStore, 'get'>;
  readonly openListener: OpenListener;
  /** Returns the API URL of the subject of an event. */
  readonly linkOf: LinkOf;
  readonly now: () => number;
  /** The timeout of one attempt; 15 s by default. */
  readonly timeoutMs?: number;
};

const TIMEOUT_MS = 15_000;

/** Creates the channel. It sends the first delivery it is given, because webhooks are never grouped. */
export function createWebhookChannel(options: WebhookChannelOptions): Channel {
  const { client, events, listeners, openListener, linkOf, now, timeoutMs = TIMEOUT_MS } = options;
  return {
    async deliver([delivery], signal) {
      const listener = delivery && (await listeners.get(delivery.target));
      if (!delivery || listener?.state !== 'enabled') return { kind: 'dropped', reason: 'nobody listens' };
      const news = await newsOf(events, delivery);
      if (!news) return { kind: 'dropped', reason: 'event not kept' };
      const opened = await openListener(listener);
      if (!('url' in opened)) return { kind: 'failed', reason: 'no URL' };
      const { url } = opened;
      const secrets = liveSecrets(opened.secrets, now());
      const body = webhookBody(news, linkOf);
      return sendWebhook(client, { url, secrets, id: news.id, body, signal, timeoutMs }, now);
    },
  };
}
