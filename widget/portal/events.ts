/** The typed `autofactura-*` events that a portal dispatches to its page. They never contain a name, an RFC or an address. */
import type { PortalEvent, State } from './state.ts';
import { isBusy } from './states.ts';

/** The details of the events of `<autofactura-portal>`; all bubble and leave the shadow root. */
export type PortalEventDetails = {
  /** A screen opened: `lookup`, `receptor`, `review`, `issued`, or the name of a side screen. */
  'autofactura-step': { readonly step: string };
  'autofactura-found': {
    readonly sales: readonly { readonly folio: string; readonly total: string; readonly moneda: string }[];
  };
  'autofactura-pending': { readonly id: string };
  'autofactura-issued': {
    readonly id: string;
    readonly uuid: string;
    readonly serie?: string;
    readonly folio?: string;
    readonly total?: string;
  };
  'autofactura-requested': { readonly id: string; readonly status: string };
  /** A refusal, by its stable code (also `offline`, `timeout`, `unreachable`). */
  'autofactura-error': { readonly code: string };
};

declare global {
  interface HTMLElementEventMap {
    'autofactura-step': CustomEvent<PortalEventDetails['autofactura-step']>;
    'autofactura-found': CustomEvent<PortalEventDetails['autofactura-found']>;
    'autofactura-pending': CustomEvent<PortalEventDetails['autofactura-pending']>;
    'autofactura-issued': CustomEvent<PortalEventDetails['autofactura-issued']>;
    'autofactura-requested': CustomEvent<PortalEventDetails['autofactura-requested']>;
    'autofactura-error': CustomEvent<PortalEventDetails['autofactura-error']>;
  }
}

/** Informs the page of what one event changed. */
export function announce(element: HTMLElement, before: State, after: State, event: PortalEvent): void {
  const emit = <Name extends keyof PortalEventDetails>(name: Name, detail: PortalEventDetails[Name]) =>
    element.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  if (event.kind === 'refused') emit('autofactura-error', { code: event.problem.code });
  // A guarded sale has no folio yet.
  if (!before.visit.sales[0]?.folio && after.visit.sales[0]?.folio) {
    emit('autofactura-found', {
      sales: after.visit.sales.map(({ folio, total, moneda }) => ({ folio, total, moneda })),
    });
  }
  if (before.kind === after.kind) return;
  if (!isBusy(after.kind)) emit('autofactura-step', { step: after.kind });
  if (after.kind === 'pending') emit('autofactura-pending', { id: after.answer.id });
  if (after.kind === 'requested') emit('autofactura-requested', { id: after.request.id, status: after.request.status });
  if (after.kind === 'issued') {
    const { id, uuid, serie, folio, total } = after.invoice;
    emit('autofactura-issued', { id, uuid, ...(total && { total }), ...(serie && { serie }), ...(folio && { folio }) });
  }
}
