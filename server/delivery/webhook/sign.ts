/** Builds and signs a message by Standard Webhooks (2024 specification, symmetric signatures). */
import { Webhook } from 'standardwebhooks';
import { kindOf, type LinkOf, type News } from '../news.ts';

/** The body of a webhook. It is thin, with the same bytes on every attempt: receivers fetch the details through its link, with an API key. */
export function webhookBody(news: News, linkOf: LinkOf): string {
  const data = { id: news.subject, kind: kindOf(news), link: linkOf(news) };
  return JSON.stringify({ type: news.type, timestamp: new Date(news.at).toISOString(), data });
}

/** The headers of one attempt, with a signature for each secret. Throws for a malformed secret, and if there is none. */
export function webhookHeaders(
  message: { readonly id: string; readonly body: string },
  secrets: readonly string[],
  now: number,
): Readonly<Record<string, string>> {
  if (secrets.length === 0) throw new Error('an endpoint without a secret');
  const at = new Date(now);
  return {
    'Content-Type': 'application/json',
    'webhook-id': message.id,
    'webhook-timestamp': String(Math.floor(now / 1_000)),
    'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(message.id, at, message.body)).join(' '),
  };
}
