/** The words that several pages of the daily work share: states, kinds, reasons. */
import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { ListedInvoice, ListedSale } from '../wire.ts';
import type { Kind, QueuedRequest } from './desk-wire.ts';

type Words = Readonly<Record<string, () => string>>;

const INVOICE_STATES: Words = {
  stamped: () => msg('Timbrada', { id: 'inv-stamped' }),
  pending: () => msg('Timbrándose', { id: 'inv-pending' }),
  rejected: () => msg('No se timbró', { id: 'inv-rejected' }),
  'needs-merchant': () => msg('Necesita que la revises', { id: 'inv-needs' }),
  canceled: () => msg('Cancelada', { id: 'inv-canceled' }),
};

const TONES: Readonly<Record<string, string>> = {
  stamped: 'ok',
  pending: 'wait',
  'needs-merchant': 'stop',
  rejected: 'stop',
  canceled: 'stop',
};

/** Names the state of an invoice in the page's language. */
export function invoiceStateWords(status: string): string {
  return INVOICE_STATES[status]?.() ?? status;
}

/** Renders the state of an invoice as a coloured badge. */
export function invoiceState(status: string): TemplateResult {
  return html`<span class="state ${TONES[status] ?? ''}">${invoiceStateWords(status)}</span>`;
}

/** Names a kind of CFDI in the page's language. */
export function kindWords(kind: Kind): string {
  return {
    ingreso: () => msg('Factura', { id: 'invoice' }),
    egreso: () => msg('Nota de crédito', { id: 'kind-egreso' }),
    global: () => msg('Factura global', { id: 'kind-global' }),
  }[kind]();
}

/** «CJ-318»; an invoice without a number says so. */
export function numberOf({ serie, folio }: Pick<ListedInvoice, 'serie' | 'folio'>): string {
  return [serie, folio].filter(Boolean).join('-') || msg('Sin número', { id: 'no-number' });
}

/** Renders the state of a sale as a coloured badge. */
export function saleState({ status, estado }: Pick<ListedSale, 'status' | 'estado'>): TemplateResult {
  if (status === 'invoiced') return html`<span class="state ok">${msg('Facturada', { id: 'sale-invoiced' })}</span>`;
  if (estado === 'pendiente') return html`<span class="state wait">${msg('Sin pagar', { id: 'sale-unpaid' })}</span>`;
  if (estado === 'cancelada') return html`<span class="state stop">${msg('Cancelada', { id: 'sale-canceled' })}</span>`;
  return html`<span class="state">${msg('Por facturar', { id: 'sale-open' })}</span>`;
}

const REASONS: Words = {
  late: () => msg('La pidió fuera de plazo', { id: 'req-late' }),
  'not-here-yet': () => msg('Su compra aún no estaba en el sistema', { id: 'req-not-here' }),
  'needs-merchant': () => msg('Hay algo que solo tú puedes corregir', { id: 'req-needs' }),
  retention: () => msg('Lleva retención de impuestos', { id: 'req-retention' }),
  correction: () => msg('Pide corregir su factura', { id: 'req-correction' }),
  'portal-off': () => msg('Tu portal estaba apagado', { id: 'req-off' }),
};

/** Why the portal could not issue the invoice by itself. */
export function reasonWords({ reason, sales, isSaleKnown }: QueuedRequest): string {
  if (isSaleKnown && !REASONS[reason] && sales.some(({ inGlobal }) => inGlobal))
    return msg('Su compra ya está en una factura global', { id: 'req-in-global' });
  return REASONS[reason]?.() ?? msg('Otra razón', { id: 'req-other' });
}

/** The values of c_TipoRelacion that an invoice of a sale may have. */
export function relationWords(tipoRelacion: string): string {
  const words: Words = {
    '01': () => msg('Nota de crédito de', { id: 'rel-01' }),
    '03': () => msg('Devolución de mercancía de', { id: 'rel-03' }),
    '04': () => msg('Sustituye a', { id: 'rel-04' }),
    '07': () => msg('Aplica el anticipo de', { id: 'rel-07' }),
  };
  return words[tipoRelacion]?.() ?? msg('Relacionada con', { id: 'rel-other' });
}
