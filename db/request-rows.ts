/** Requests in their columns, and what may follow what: pure, the same on both engines. */
import { createHash, randomBytes } from 'node:crypto';
import type {
  Hindrance,
  InvoiceRequest,
  RequestKept,
  RequestState,
  RequestStep,
} from '../server/invoicing/request-store.ts';
import type { NewDelivery } from '../server/outbox/delivery.ts';
import type { EventType } from '../server/outbox/event.ts';
import { type NewDeliveryRow, type NewEventRow, toDeliveryRow, toEventRow } from './delivery-rows.ts';
import { fromJson, present } from './rows.ts';
import type * as tables from './schema/schema.ts';

/** A row of `request`. */
export type RequestRow = typeof tables.request.$inferSelect;
type NewRequestRow = Omit<RequestRow, 'seq'>;

/** Converts a request to a new row. It is due at once if it waits for its sale, which may have arrived meanwhile. */
export function toRequestRow(request: InvoiceRequest, waitKey: string | undefined): NewRequestRow {
  const { tenant, lookup, receptor, saleIds, email = null, language = null, corrects = null } = request;
  const { id, portalSlug, purchaseKey, reason, createdAt, status } = request;
  const state = request.status === 'open' ? request : undefined;
  return {
    ...{ id, ...tenant, portalSlug, purchaseKey, email, language, reason, corrects, createdAt, status },
    saleIds: JSON.stringify(saleIds),
    lookup: JSON.stringify(lookup),
    receptor: JSON.stringify(receptor),
    receptorRfc: receptor.rfc ?? '',
    waitsFor: state?.waitsFor ?? 'merchant',
    waitKey: waitKey ?? null,
    lookAt: status === 'open' ? createdAt : null,
    expiresAt: state?.expiresAt ?? null,
    hindrance: state?.waitsFor === 'merchant' && state.hindrance ? JSON.stringify(state.hindrance) : null,
    ...{ invoiceId: null, answer: null, settledBy: null, settledAt: null },
  };
}

/** A request as it stands. */
export function fromRequestRow(row: RequestRow): InvoiceRequest {
  const { id, merchantId, world, portalSlug, purchaseKey, reason, corrects, createdAt, email, language } = row;
  return present({
    ...{ id, tenant: { merchantId, world }, portalSlug, purchaseKey, reason, corrects, createdAt, email, language },
    saleIds: fromJson<InvoiceRequest['saleIds']>(row.saleIds),
    lookup: fromJson<InvoiceRequest['lookup']>(row.lookup),
    receptor: fromJson<InvoiceRequest['receptor']>(row.receptor),
    ...stateOf(row),
  });
}

function stateOf(row: RequestRow): RequestState {
  const settled = { by: row.settledBy ?? '', at: row.settledAt ?? row.createdAt };
  switch (row.status) {
    case 'open':
      if (row.waitsFor === 'sale') return { status: 'open', waitsFor: 'sale', expiresAt: row.expiresAt ?? 0 };
      return {
        ...{ status: 'open', waitsFor: 'merchant' },
        ...(row.hindrance !== null && { hindrance: fromJson<Hindrance>(row.hindrance) }),
        ...(row.expiresAt !== null && { expiresAt: row.expiresAt }),
      };
    case 'accepted':
      return { status: 'accepted', settled, ...(row.invoiceId !== null && { invoiceId: row.invoiceId }) };
    case 'declined':
      return { status: 'declined', answer: row.answer ?? '', settled };
    case 'expired':
      return { status: 'expired', waitedFor: row.waitsFor, settled };
  }
}

/** The request that has the id already. Throws when it is another tenant's. */
export function knownRequest({ id, tenant }: InvoiceRequest, row: RequestRow | undefined): RequestKept {
  if (row === undefined || row.merchantId !== tenant.merchantId || row.world !== tenant.world)
    throw new Error(`request ${id} is another tenant's`);
  return { kind: 'known', request: fromRequestRow(row) };
}

/** What is written when a step is taken. */
export type Moved = {
  readonly patch: Partial<NewRequestRow>;
  readonly saleIds?: readonly string[];
  readonly event?: NewEventRow;
  readonly mail?: NewDeliveryRow;
};

/** Sales do not find it any more. */
const FOUND = { waitsFor: 'merchant', waitKey: null, expiresAt: null } as const;
const CLOSED = { ...FOUND, lookAt: null } as const;

/** What a step changes; `undefined` when the state does not allow it. */
export function move(row: RequestRow, step: RequestStep): Moved | undefined {
  const isOpen = row.status === 'open';
  const isUnanswered = isOpen || row.status === 'expired';
  switch (step.kind) {
    case 'ask-merchant':
      return isOpen ? askMerchant(step) : undefined;
    case 'accept':
      return isUnanswered ? accept(step) : undefined;
    case 'reopen': {
      const { hindrance, lookAt, expiresAt } = step;
      const free = { invoiceId: null, settledBy: null, settledAt: null } as const;
      const times = { lookAt, expiresAt: expiresAt ?? null };
      const open = { status: 'open', hindrance: JSON.stringify(hindrance), ...times } as const;
      const patch = { ...FOUND, ...free, ...open };
      return row.status === 'accepted' ? { patch } : undefined;
    }
    case 'invoice':
      return row.status === 'accepted' ? { patch: { invoiceId: step.invoiceId, lookAt: step.lookAt } } : undefined;
    case 'finish':
      if (row.status !== 'accepted' || row.invoiceId === null || row.lookAt === null) return undefined;
      return { patch: { lookAt: null }, event: eventOf(row, 'request.accepted', step.at) };
    case 'decline':
      return isUnanswered ? decline(row, step) : undefined;
    case 'expire': {
      if (!isOpen) return undefined;
      const { waitsFor } = row;
      const patch = { ...CLOSED, waitsFor, status: 'expired', settledBy: 'automatic', settledAt: step.at } as const;
      return { patch, ...told(row, 'request.expired', step.at) };
    }
  }
}

type Step<Kind extends RequestStep['kind']> = Extract<RequestStep, { readonly kind: Kind }>;

function askMerchant({ hindrance, saleIds, lookAt, expiresAt }: Step<'ask-merchant'>): Moved {
  const patch = { ...FOUND, hindrance: JSON.stringify(hindrance), lookAt, expiresAt: expiresAt ?? null };
  return saleIds ? { patch: { ...patch, saleIds: JSON.stringify(saleIds) }, saleIds } : { patch };
}

function accept({ saleIds, by, at, lookAt }: Step<'accept'>): Moved {
  const settled = { status: 'accepted', settledBy: by, settledAt: at, invoiceId: null } as const;
  return { patch: { ...FOUND, ...settled, hindrance: null, saleIds: JSON.stringify(saleIds), lookAt }, saleIds };
}

function decline(row: RequestRow, { answer, by, at }: Step<'decline'>): Moved {
  const patch = { ...CLOSED, status: 'declined', answer, settledBy: by, settledAt: at } as const;
  return { patch, ...told(row, 'request.declined', at) };
}

function told(row: RequestRow, type: EventType, at: number): Pick<Moved, 'event' | 'mail'> {
  const mail = row.email === null ? undefined : answerMail(row, row.email, at);
  return { event: eventOf(row, type, at), ...(mail && { mail }) };
}

/** Under one id for one outcome: a step that is repeated tells once. */
function eventOf(row: RequestRow, type: EventType, at: number): NewEventRow {
  const { id: subject, merchantId, world, portalSlug, invoiceId } = row;
  const digest = createHash('sha256')
    .update(`${type}|${subject}|${invoiceId ?? ''}`)
    .digest('hex')
    .slice(0, 24);
  return toEventRow({ id: `evt_${digest}`, tenant: { merchantId, world }, type, subject, portalSlug, at });
}

function answerMail({ id, merchantId, world, language }: RequestRow, email: string, at: number): NewDeliveryRow {
  const target = email.toLowerCase();
  const delivery: NewDelivery = {
    id: `msg_${randomBytes(12).toString('hex')}`,
    tenant: { merchantId, world },
    kind: 'mail',
    once: `mail:${id}:${target}`,
    target,
    subject: id,
    payload: { template: 'request-answer', ...(language !== null && { language }) },
    nextAt: at,
  };
  return toDeliveryRow(delivery, at);
}
