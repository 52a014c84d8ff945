/** A message as Standard Webhooks has it (spec of 2024, symmetric): what is sent, and what proves from whom. */
import { Webhook } from 'standardwebhooks';
import { kindOf, type LinkOf, type News } from '../news.ts';

/** Thin, and the same bytes on every attempt: what it was like is asked for by its link, with a key. */
export function webhookBody(news: News, linkOf: LinkOf): string {
  const data = { id: news.subject, kind: kindOf(news), link: linkOf(news) };
  return JSON.stringify({ type: news.type, timestamp: new Date(news.at).toISOString(), data });
}

/** The headers of one attempt, with a signature for each secret. Throws on a secret that is none, and when there is none at all. */
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
