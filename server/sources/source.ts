/**
 * The port to where sales come from. One folder each implements it; it is pure where it can be: from a provider's event to facts. Signatures
 * are looked at before anything is believed, and what an event does not carry is fetched by the adapter.
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

/** A request to a source's webhook, as it came. */
export type WebhookRequest = {
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** With its query. */
  readonly url: URL;
  /** The raw body, byte for byte: signatures are over it. */
  readonly body: string;
  /** Epoch milliseconds. */
  readonly now: number;
};

/** What a webhook's request turned out to be. */
export type WebhookReading =
  /** Not signed by the source, or too old, or by a secret that is not ours: answered 401 and counted. `why` names the check, never a value. */
  | { readonly kind: 'bad-signature'; readonly why: string }
  /** Nothing for us: a ping, a type we do not know. Answered 200. */
  | { readonly kind: 'ignored'; readonly externalId: string; readonly type: string }
  /** Signed, and not of a shape we know: kept with its body and its reason, to be replayed after a fix. Answered 200. */
  | { readonly kind: 'unreadable'; readonly externalId: string; readonly type: string; readonly reason: string }
  | { readonly kind: 'event'; readonly externalId: string; readonly type: string; readonly event: unknown };

/** What an event says, or why it could not be told now. */
export type FactsReading =
  | { readonly kind: 'facts'; readonly facts: readonly SaleFact[] }
  /** What had to be fetched did not come: to be tried again. The provider is answered 503, or the event waits. */
  | { readonly kind: 'unavailable'; readonly reason: string }
  | { readonly kind: 'unreadable'; readonly reason: string };

/** A page of a provider's list, for backfill and polling. `cursor` is the provider's own; absent at the end. */
export type ListPage =
  | { readonly kind: 'page'; readonly facts: readonly SaleFact[]; readonly count: number; readonly cursor?: string }
  | { readonly kind: 'unavailable'; readonly reason: string };

/** What a customer looks for, as it was typed; `total` as a decimal, `date` as `2026-11-20`. */
export type SaleQuestion = {
  readonly folio?: string;
  readonly email?: string;
  readonly total?: string;
  readonly date?: string;
  readonly cardLast4?: string;
};

/** An open source, ready to verify webhooks and to ask the provider. A method that its type does not support is absent. */
export interface SaleSource {
  /** Absent for a source without webhooks. Never throws. */
  readWebhook?(request: WebhookRequest): WebhookReading | Promise<WebhookReading>;
  /**
   * The event of a body that was signed once and could not be read then; `undefined` when it still cannot, or is of the other world. `type`
   * is what `readWebhook` called it. Never throws.
   */
  eventOf?(kept: { readonly body: string; readonly type: string; readonly receivedAt: number }): unknown;
  /** Makes facts of an `event` of its own `readWebhook`, fetching what it lacks. Never throws. */
  factsOf?(event: unknown, signal: AbortSignal): Promise<FactsReading>;
  /** Sales changed since then, oldest first where the provider can. Absent where it has no list. Never throws. */
  list?(since: number, cursor: string | undefined, signal: AbortSignal): Promise<ListPage>;
  /** Asks for the sales that somebody looks for, at `now`. Only where there is somebody to ask while they wait. Never throws. */
  find?(question: SaleQuestion, now: number): Promise<FactsReading>;
}

/** Where a source is asked: in which world, at which host, and for how many milliseconds at most. */
export type SourcePlace = {
  readonly world: 'test' | 'live';
  /** A stand-in on loopback, instead of the provider's own host. */
  readonly baseUrl?: string;
  readonly timeoutMs: number;
};

/** A type of source that has an adapter: its credentials' schema and its factory. */
export type KnownSource = {
  /** As its customers call it. */
  readonly name: string;
  readonly credentials: z.ZodType<object>;
  /** Throws a ZodError for credentials of another shape. */
  create(credentials: unknown, place: SourcePlace): SaleSource;
};
