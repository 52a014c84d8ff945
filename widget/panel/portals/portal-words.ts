/** The words of a portal's settings, as a shop says them. */
import { msg, str } from '@lit/localize';
import type { LookupField, PortalSettings } from '../wire.ts';

export function nouns(): readonly (readonly [string, string])[] {
  return [
    ['compra', msg('Productos (compra)', { id: 'noun-compra' })],
    ['consumo', msg('Comida o bebida (consumo)', { id: 'noun-consumo' })],
    ['servicio', msg('Servicios (servicio)', { id: 'noun-servicio' })],
    ['estacionamiento', msg('Estacionamiento (boleto)', { id: 'noun-parking' })],
  ];
}

export function fieldWords(field: LookupField): string {
  return {
    folio: () => msg('folio', { id: 'field-folio' }),
    email: () => msg('correo', { id: 'field-email' }),
    total: () => msg('total', { id: 'field-total' }),
    date: () => msg('fecha', { id: 'field-date' }),
    cardLast4: () => msg('últimos 4 de la tarjeta', { id: 'field-card' }),
  }[field]();
}

type Deadline = PortalSettings['deadline'];

/** A deadline as one value of a list: `month-end/1`, `days/30`. */
export function deadlineValue(deadline: Deadline): string {
  return deadline.kind === 'days' ? `days/${deadline.days}` : `month-end/${deadline.monthsAfter}`;
}

export function deadlineOf(value: string): Deadline {
  const [kind, number = '1'] = value.split('/');
  return kind === 'days' ? { kind, days: Number(number) } : { kind: 'month-end', monthsAfter: Number(number) };
}

/** The usual deadlines, and the portal's own where it is another. */
export function deadlines(own: string): readonly (readonly [string, string])[] {
  return [...new Set(['month-end/0', 'month-end/1', 'days/15', 'days/30', 'days/90', own])].map(
    (value) => [value, deadlineWords(value)] as const,
  );
}

function deadlineWords(value: string): string {
  const deadline = deadlineOf(value);
  if (deadline.kind === 'days') return msg(str`${deadline.days} días después de la compra`, { id: 'deadline-days' });
  if (deadline.monthsAfter === 0) return msg('Hasta el último día del mes de la compra', { id: 'deadline-month' });
  if (deadline.monthsAfter === 1) return msg('Hasta el último día del mes siguiente', { id: 'deadline-next' });
  return msg(str`Hasta el último día de ${deadline.monthsAfter} meses después`, { id: 'deadline-months' });
}
