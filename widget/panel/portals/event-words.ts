/** The events that a team is notified of, in words. */
import { msg } from '@lit/localize';

/** An event's words; its own name for one that this panel is too old to know. */
export function eventWords(type: string): string {
  const words: Readonly<Record<string, () => string>> = {
    'request.created': () => msg('Un cliente dejó una solicitud', { id: 'event-request' }),
    'invoice.rejected': () => msg('Una factura no salió', { id: 'event-rejected' }),
    'invoice.stamped': () => msg('Se timbró una factura', { id: 'event-stamped' }),
    'invoice.canceled': () => msg('Se canceló una factura', { id: 'event-canceled' }),
    'sale.created': () => msg('Llegó una venta', { id: 'event-sale' }),
    'invoice.pending': () => msg('Una factura está en proceso', { id: 'event-pending' }),
    'invoice.corrected': () => msg('Un cliente corrigió su factura', { id: 'event-corrected' }),
    'request.accepted': () => msg('Se aceptó una solicitud', { id: 'event-accepted' }),
    'request.declined': () => msg('Se rechazó una solicitud', { id: 'event-declined' }),
    'request.expired': () => msg('Una solicitud venció sin respuesta', { id: 'event-expired' }),
    'global-invoice.stamped': () => msg('Se timbró una factura global', { id: 'event-global' }),
    'egreso.stamped': () => msg('Se timbró una nota de crédito', { id: 'event-egreso' }),
    test: () => msg('Prueba', { id: 'event-test' }),
  };
  return words[type]?.() ?? type;
}
