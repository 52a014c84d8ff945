/** The events that listeners can subscribe to. Each is a fact in the past tense about one sale, invoice or request. */
import type { Tenant } from '../merchants/tenant.ts';

/** Every type of event. `invoice.corrected` is about the substitute invoice; `invoice.canceled` for the replaced one follows it. */
export const EVENT_TYPES = [
  'sale.created',
  'invoice.stamped',
  'invoice.pending',
  'invoice.rejected',
  'request.created',
  'request.accepted',
  'request.declined',
  'request.expired',
  'invoice.canceled',
  'invoice.corrected',
  'global-invoice.stamped',
  'egreso.stamped',
] as const;

/** How long an event is kept for replays: 90 days. */
export const EVENTS_KEPT_MS = 90 * 86_400_000;

/** One of `EVENT_TYPES`: the `type` that webhooks carry and that listeners subscribe to. */
export type EventType = (typeof EVENT_TYPES)[number];

/** One event of one tenant. It names its subject by id and never carries personal data; `at` is in epoch milliseconds. */
export type WorldEvent = {
  /** `evt_…`. The id is the same for every endpoint, attempt and replay. */
  readonly id: string;
  readonly tenant: Tenant;
  readonly type: EventType;
  /** The id of the sale, invoice or request that the event is about. Its details are not in the event; a receiver fetches them from the API. */
  readonly subject: string;
  readonly portalSlug?: string;
  readonly at: number;
};
