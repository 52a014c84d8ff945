/**
 * The rules of a request's steps, independent of any database: given the current request, locked by its caller, what a step leads to and which
 * event and mail go with it.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { NewDelivery } from '../outbox/delivery.ts';
import type { EventType, WorldEvent } from '../outbox/event.ts';
import type { InvoiceRequest, RequestState, RequestStep } from './request-store.ts';

/** What a step changes. Sales that arrive later no longer find the request. */
export type RequestMove = {
  readonly state: RequestState;
  /** The sales it is about, if they change. */
  readonly saleIds?: readonly string[];
  /** When it is due again; `null` once there is nothing left to watch. */
  readonly lookAt: number | null;
  readonly event?: WorldEvent;
  readonly mail?: NewDelivery;
};

/** Returns what a step changes; `undefined` if the state does not allow it. `isWatched` says whether there is still something to watch. */
export function moveRequest(request: InvoiceRequest, step: RequestStep, isWatched: boolean): RequestMove | undefined {
  switch (step.kind) {
    case 'ask-merchant':
      return request.status === 'open' ? askMerchant(step) : undefined;
    case 'accept':
    case 'decline':
      return request.status === 'open' || request.status === 'expired' ? answer(request, step) : undefined;
    case 'reopen':
      return request.status === 'accepted' ? askMerchant(step) : undefined;
    case 'invoice': {
      if (request.status !== 'accepted') return undefined;
      const { settled } = request;
      return { state: { status: 'accepted', invoiceId: step.invoiceId, settled }, lookAt: step.lookAt };
    }
    case 'finish': {
      if (request.status !== 'accepted' || request.invoiceId === undefined || !isWatched) return undefined;
      const { status, invoiceId, settled } = request;
      return {
        state: { status, invoiceId, settled },
        lookAt: null,
        event: eventOf(request, 'request.accepted', step.at),
      };
    }
    case 'expire': {
      if (request.status !== 'open') return undefined;
      const settled = { by: 'automatic', at: step.at };
      const state = { status: 'expired', waitedFor: request.waitsFor, settled } as const;
      return { state, lookAt: null, ...announced(request, 'request.expired', step.at) };
    }
  }
}

type Step<Kind extends RequestStep['kind']> = Extract<RequestStep, { readonly kind: Kind }>;

function askMerchant(step: Step<'ask-merchant' | 'reopen'>): RequestMove {
  const { hindrance, lookAt, expiresAt } = step;
  return {
    state: { status: 'open', waitsFor: 'merchant', hindrance, ...(expiresAt !== undefined && { expiresAt }) },
    lookAt,
    ...('saleIds' in step && step.saleIds && { saleIds: step.saleIds }),
  };
}

function answer(request: InvoiceRequest, step: Step<'accept' | 'decline'>): RequestMove {
  const settled = { by: step.by, at: step.at };
  if (step.kind === 'accept')
    return { state: { status: 'accepted', settled }, saleIds: step.saleIds, lookAt: step.lookAt };
  const state = { status: 'declined', answer: step.answer, settled } as const;
  return { state, lookAt: null, ...announced(request, 'request.declined', step.at) };
}

function announced(request: InvoiceRequest, type: EventType, at: number): Pick<RequestMove, 'event' | 'mail'> {
  const { email } = request;
  return {
    event: eventOf(request, type, at),
    ...(email !== undefined && { mail: answerMail(request, { email, type, at }) }),
  };
}

/** The id is the same for the same outcome, so that a repeated step notifies once. */
function eventOf(request: InvoiceRequest, type: EventType, at: number): WorldEvent {
  const { id: subject, tenant, portalSlug } = request;
  const invoiceId = request.status === 'accepted' ? request.invoiceId : undefined;
  const digest = createHash('sha256')
    .update(`${type}|${subject}|${invoiceId ?? ''}`)
    .digest('hex')
    .slice(0, 24);
  return { id: `evt_${digest}`, tenant, type, subject, portalSlug, at };
}

function answerMail(
  { id, tenant, language }: InvoiceRequest,
  { email, type, at }: { readonly email: string; readonly type: EventType; readonly at: number },
): NewDelivery {
  const target = email.toLowerCase();
  return {
    id: `msg_${randomBytes(12).toString('hex')}`,
    tenant,
    kind: 'mail',
    // Each end is mailed once: what expired may still be declined.
    once: `mail:${id}:${type}:${target}`,
    target,
    subject: id,
    payload: { template: 'request-answer', ...(language !== undefined && { language }) },
    nextAt: at,
  };
}
