/**
 * The port to a source of sales. Each is implemented in one folder, as pure code from event to facts where possible. Signatures are verified
 * before anything is trusted, and the adapter fetches what an event does not include.
 */
import type { z } from 'zod';
import type { SaleFact } from './intake/fact.ts';

/** Every type of source, by the name that the API and the database use. */
export const SOURCE_TYPES = [
  'stripe',
  'mercado-pago',
  'shopify',
  'woocommerce',
  'conekta',
  'openpay',
  'csv',
  'pull',
  'api',
  'manual',
] as const;

/** The type of a source: a payment provider, a shop platform, or the merchant's own system. */
export type SourceType = (typeof SOURCE_TYPES)[number];

/** A request to a source's webhook, as received. */
export type WebhookRequest = {
  /** Header names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The URL, with its query. */
  readonly url: URL;
  /** The raw body, byte for byte, because signatures cover it. */
  readonly body: string;
  /** Epoch milliseconds. */
  readonly now: number;
};

/** The result of reading a webhook request. */
export type WebhookReading =
  /** Not signed by the source, too old, or signed with an unknown secret: answered 401 and counted. `why` names the check, never a value. */
  | { readonly kind: 'bad-signature'; readonly why: string }
  /** Nothing for us, such as a ping or an unknown type. Answered 200. */
  | { readonly kind: 'ignored'; readonly externalId: string; readonly type: string }
  /** Signed, but of an unknown shape: stored with its body and the reason, to be replayed after a fix. Answered 200. */
  | { readonly kind: 'unreadable'; readonly externalId: string; readonly type: string; readonly reason: string }
  | { readonly kind: 'event'; readonly externalId: string; readonly type: string; readonly event: unknown };

/** The facts of an event, or why they could not be read now. */
export type FactsReading =
  | { readonly kind: 'facts'; readonly facts: readonly SaleFact[] }
  /** What had to be fetched is unavailable; retry later. The provider is answered 503, or the event waits. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** A page of a provider's list, for backfill and polling. `cursor` is the provider's own; absent at the end. */
export type ListPage =
  | { readonly kind: 'page'; readonly facts: readonly SaleFact[]; readonly count: number; readonly cursor?: string }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** What a customer looks for, as typed; `total` is a decimal and `date` is `2026-11-20`. */
export type SaleQuestion = {
  readonly folio?: string;
  readonly email?: string;
  readonly total?: string;
  readonly date?: string;
  readonly cardLast4?: string;
};

/** An open source, ready to verify webhooks and to ask the provider. A method that its type does not support is absent. */
export interface SaleSource {
  /** Reads a webhook. Absent for a source without webhooks. Never throws. */
  readWebhook?(request: WebhookRequest): WebhookReading | Promise<WebhookReading>;
  /**
   * Reads an event from a stored body whose signature was verified before; `undefined` if it still cannot be read or belongs to the other world.
   * `type` is what `readWebhook` called it. Never throws.
   */
  eventOf?(kept: { readonly body: string; readonly type: string; readonly receivedAt: number }): unknown;
  /** Converts an `event` from `readWebhook` to facts, fetching what it lacks. Never throws. */
  factsOf?(event: unknown, signal: AbortSignal): Promise<FactsReading>;
  /** Lists the sales changed since then, oldest first if the provider supports that. Absent for a source without a list. Never throws. */
  list?(since: number, cursor: string | undefined, signal: AbortSignal): Promise<ListPage>;
  /** Asks for the sales that a customer looks for, at `now`. Only for sources that can be asked while the customer waits. Never throws. */
  find?(question: SaleQuestion, now: number): Promise<FactsReading>;
}

/** How a source is queried: in which world, at which host, and for how many milliseconds at most. */
export type SourcePlace = {
  readonly world: 'test' | 'live';
  /** A stand-in on loopback that replaces the provider's own host. */
  readonly baseUrl?: string;
  readonly timeoutMs: number;
};

/** A type of source that has an adapter: its credentials' schema and its factory. */
export type KnownSource = {
  /** The provider's name, as merchants know it. */
  readonly name: string;
  readonly credentials: z.ZodType<object>;
  /** Creates the adapter. Throws a ZodError for malformed credentials. */
  create(credentials: unknown, place: SourcePlace): SaleSource;
};
