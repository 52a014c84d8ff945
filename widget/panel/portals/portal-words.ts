/** The texts of a portal's settings, in the words of a shop. */
import { msg, str } from '@lit/localize';
import type { LookupField, PortalSettings } from '../wire.ts';

/** What customers call a purchase, as pairs of value and text. */
export function nouns(): readonly (readonly [string, string])[] {
  return [
    ['compra', msg('Productos (compra)', { id: 'noun-compra' })],
    ['consumo', msg('Comida o bebida (consumo)', { id: 'noun-consumo' })],
    ['servicio', msg('Servicios (servicio)', { id: 'noun-servicio' })],
    ['estacionamiento', msg('Estacionamiento (boleto)', { id: 'noun-parking' })],
  ];
}

/** Names a search field in the page's language. */
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

/** A deadline as the value of a choice: `month-end/1`, `days/30`, `year-end`, `until-global/04`. */
export function deadlineValue(deadline: Deadline): string {
  switch (deadline.kind) {
    case 'days':
      return `days/${deadline.days}`;
    case 'month-end':
      return `month-end/${deadline.monthsAfter}`;
    case 'until-global':
      return `until-global/${deadline.periodicidad}`;
    default:
      return 'year-end';
  }
}

/** Reads a deadline from the value of a choice, such as `days/30`. */
export function deadlineOf(value: string): Deadline {
  const [kind, number = '1'] = value.split('/');
  if (kind === 'days') return { kind, days: Number(number) };
  if (kind === 'until-global') return { kind, periodicidad: number };
  return kind === 'year-end' ? { kind } : { kind: 'month-end', monthsAfter: Number(number) };
}

const USUAL = [
  ...['month-end/0', 'month-end/1', 'days/15', 'days/30', 'days/90', 'year-end'],
  ...['until-global/01', 'until-global/02', 'until-global/04'],
];

/** The usual deadlines, and the portal's own if it is a different one. */
export function deadlines(own: string): readonly (readonly [string, string])[] {
  return [...new Set([...USUAL, own])].map((value) => [value, deadlineWords(value)] as const);
}

function deadlineWords(value: string): string {
  const deadline = deadlineOf(value);
  if (deadline.kind === 'days') return msg(str`${deadline.days} días después de la compra`, { id: 'deadline-days' });
  if (deadline.kind === 'year-end') return msg('Hasta el 31 de diciembre', { id: 'deadline-year' });
  if (deadline.kind === 'until-global') return untilGlobal(deadline.periodicidad);
  if (deadline.monthsAfter === 0) return msg('Hasta el último día del mes de la compra', { id: 'deadline-month' });
  if (deadline.monthsAfter === 1) return msg('Hasta el último día del mes siguiente', { id: 'deadline-next' });
  return msg(str`Hasta el último día de ${deadline.monthsAfter} meses después`, { id: 'deadline-months' });
}

function untilGlobal(periodicidad: string): string {
  const words: Readonly<Record<string, () => string>> = {
    '01': () => msg('Hasta mi factura global diaria', { id: 'deadline-global-01' }),
    '02': () => msg('Hasta mi factura global semanal', { id: 'deadline-global-02' }),
    '03': () => msg('Hasta mi factura global quincenal', { id: 'deadline-global-03' }),
    '05': () => msg('Hasta mi factura global bimestral', { id: 'deadline-global-05' }),
  };
  return words[periodicidad]?.() ?? msg('Hasta mi factura global mensual', { id: 'deadline-global-04' });
}
