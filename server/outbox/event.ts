/** What happens here that others may want to hear of: facts, in the past tense, each about one thing. */
import type { Tenant } from '../merchants/tenant.ts';

/** `invoice.corrected` is about the substitute; `invoice.canceled` of what it replaces follows. */
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
] as const;

/** For so long an event can be told again. */
export const EVENTS_KEPT_MS = 90 * 86_400_000;

/** One of `EVENT_TYPES`: the `type` that webhooks carry and that listeners subscribe to. */
export type EventType = (typeof EVENT_TYPES)[number];

/** One event of one tenant. It names its subject by id and never carries personal data; `at` is in epoch milliseconds. */
export type WorldEvent = {
  /** `evt_…`: the same for every endpoint, attempt and replay. */
  readonly id: string;
  readonly tenant: Tenant;
  readonly type: EventType;
  /** The id of the sale, invoice or request it is about; what it was like is asked for by its link. */
  readonly subject: string;
  readonly portalSlug?: string;
  readonly at: number;
};
