/** What has happened to a sale since it was sold: requests, invoices, refunds and cancellations, in chronological order. */
import { formatTrimmed, sum, toMicro } from '../cfdi/money.ts';
import type { Tenant } from '../merchants/tenant.ts';
import type { Sale } from '../sales/sale.ts';
import { BY_CUSTOMER, type Cancellation, type Motivo } from './cancellation.ts';
import type { CancellationStore } from './cancellation-store.ts';
import type { Invoice } from './invoice.ts';
import type { InvoiceStore, PacCall } from './invoice-store.ts';
import type { Refund } from './refund.ts';
import type { RefundStore } from './refund-store.ts';
import type { InvoiceRequest, RequestStore } from './request-store.ts';

/** Every kind of event in a sale's history. The names are part of the API. */
export const STORY_WORDS = [
  'sold',
  'requested',
  'request-accepted',
  'request-declined',
  'request-expired',
  'invoice-asked',
  'invoice-stamped',
  'invoice-rejected',
  'invoice-undecided',
  'invoice-released',
  'refunded',
  'cancellation-asked',
  'cancellation-rejected',
  'invoice-canceled',
] as const;

/** One thing that happened, and what it happened to. `by` is a person's or a key's id, `automatic`, or absent for a customer or if it is not recorded. */
export type StoryEvent = {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly what: (typeof STORY_WORDS)[number];
  readonly by?: string;
  readonly invoice?: string;
  readonly request?: string;
  readonly refund?: string;
  readonly motivo?: Motivo;
  /** What it was sold for, of `sold`. */
  readonly total?: string;
  /** The reason of a decline, as the merchant wrote it. */
  readonly reason?: string;
};

/** Everything that is stored about a sale. */
export type SaleFacts = {
  readonly sale: Sale;
  /** Every attempt, oldest first, with what its PAC answered to those that it did not stamp. */
  readonly invoices: readonly { readonly invoice: Invoice; readonly calls: readonly PacCall[] }[];
  readonly requests: readonly InvoiceRequest[];
  readonly refunds: readonly Refund[];
  readonly cancellations: readonly Cancellation[];
};

/** Most entries of each kind that are read; more of them are an attack. */
const MOST = 100;

/** What a sale’s story is read from. */
type SaleFactsDeps = {
  readonly store: {
    readonly invoices: InvoiceStore;
    readonly cancellations: CancellationStore;
    readonly requests: RequestStore;
    readonly refunds: RefundStore;
  };
};

/** Reads what is stored about a sale: at most a hundred entries of each kind. */
export async function readSaleFacts({ store }: SaleFactsDeps, tenant: Tenant, sale: Sale): Promise<SaleFacts> {
  const found = await store.invoices.find(tenant, { sale: sale.id, limit: MOST });
  const invoices = await Promise.all(
    found.map(async (invoice) => ({ invoice, calls: invoice.stamped ? [] : await store.invoices.callsOf(invoice.id) })),
  );
  const stamped = found.filter((invoice) => invoice.stamped);
  const cancellations = await Promise.all(stamped.map(({ id }) => store.cancellations.ofInvoice(tenant, id)));
  return {
    sale,
    invoices: invoices.reverse(),
    requests: await store.requests.listOfSale(tenant, sale.id, MOST),
    refunds: (await store.refunds.list(tenant, { sale: sale.id, limit: MOST })).toReversed(),
    cancellations: cancellations.flat(),
  };
}

/** The story, oldest first. Events at the same instant are in their causal order. */
export function saleStory({ sale, invoices, requests, refunds, cancellations }: SaleFacts): readonly StoryEvent[] {
  return [
    { at: Date.parse(sale.body.date), what: 'sold' as const, total: soldFor(sale, refunds) },
    ...requests.flatMap(requestEvents),
    // Its nota de crédito is claimed in the transaction that registers a refund.
    ...refunds.map(refundEvent),
    ...invoices.flatMap(({ invoice, calls }) => invoiceEvents(invoice, calls)),
    ...cancellations.flatMap(cancellationEvents),
  ].toSorted((one, other) => one.at - other.at);
}

/** What it was sold for: a refund before its invoice lowered its total, except for the one that closed it. */
function soldFor({ body }: Sale, refunds: readonly Refund[]): string {
  const reduced = refunds.filter(({ state }) => state === 'reduced');
  const lowering = body.estado === 'cancelada' ? reduced.slice(0, -1) : reduced;
  if (lowering.length === 0) return body.total;
  return formatTrimmed(toMicro(body.total) + sum(lowering.map(({ total }) => toMicro(total))), 2);
}

function requestEvents(request: InvoiceRequest): readonly StoryEvent[] {
  const about = { request: request.id };
  const left = { at: request.createdAt, what: 'requested', ...about } as const;
  if (request.status === 'open') return [left];
  const { at, by } = request.settled;
  const reason = request.status === 'declined' ? { reason: request.answer } : {};
  return [left, { at, what: `request-${request.status}`, by, ...about, ...reason }];
}

const ENDINGS = {
  rejected: 'invoice-rejected',
  reconcile: 'invoice-undecided',
  released: 'invoice-released',
} as const satisfies Partial<Record<PacCall['kind'], StoryEvent['what']>>;

function invoiceEvents(invoice: Invoice, calls: readonly PacCall[]): readonly StoryEvent[] {
  const { id, createdAt, origin, snapshot, stamped } = invoice;
  // What a refund that waited led to is the merchant's too, and nobody knows any more whose.
  const by = snapshot.by ?? (origin === 'schedule' ? 'automatic' : undefined);
  const about = { invoice: id };
  const asked: StoryEvent = { at: createdAt, what: 'invoice-asked', ...(by !== undefined && { by }), ...about };
  const answered = calls.flatMap(({ kind, at }): StoryEvent[] =>
    kind in ENDINGS ? [{ at, what: ENDINGS[kind as keyof typeof ENDINGS], ...about }] : [],
  );
  return [asked, ...answered, ...(stamped ? [{ at: stamped.at, what: 'invoice-stamped' as const, ...about }] : [])];
}

function refundEvent({ id, createdAt, invoiceId, reason }: Refund): StoryEvent {
  return {
    ...{ at: createdAt, what: 'refunded', refund: id },
    ...(invoiceId !== undefined && { invoice: invoiceId }),
    ...(reason !== undefined && { reason }),
  };
}

function cancellationEvents(cancellation: Cancellation): readonly StoryEvent[] {
  const { createdAt, settledAt, state, requestedBy: by, invoiceId: invoice, motivo } = cancellation;
  const asked: StoryEvent = {
    ...{ at: createdAt, what: 'cancellation-asked', invoice, motivo },
    ...(by !== BY_CUSTOMER && { by }),
  };
  if (settledAt === undefined) return [asked];
  return [asked, { at: settledAt, what: state === 'canceled' ? 'invoice-canceled' : 'cancellation-rejected', invoice }];
}
