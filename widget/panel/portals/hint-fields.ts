/** Where each requested detail is printed, in the merchant's words. */
import { msg } from '@lit/localize';
import { html } from 'lit';
import type { Form } from '../form.ts';
import type { LookupField } from '../wire.ts';

/** Every field that a customer can search by. */
export const ALL_FIELDS: readonly LookupField[] = ['folio', 'total', 'email', 'date', 'cardLast4'];

/** One field for each detail that is requested. */
export function hintFields(form: Form, asked: readonly LookupField[], at: 'hints' | 'english/hints') {
  const isEnglish = at === 'english/hints';
  return html`<div class="two">
    ${ALL_FIELDS.filter((field) => asked.includes(field)).map((field) =>
      form.field(`${at}/${field}`, {
        label: isEnglish ? inEnglish(field) : whereIs(field),
        maxlength: 160,
        optional: true,
      }),
    )}
  </div>`;
}

function whereIs(field: LookupField): string {
  return {
    folio: () => msg('¿Dónde está el folio?', { id: 'portal-hint-folio' }),
    total: () => msg('¿Y el total?', { id: 'portal-hint-total' }),
    email: () => msg('¿Cuál correo?', { id: 'portal-hint-email' }),
    date: () => msg('¿Y la fecha?', { id: 'portal-hint-date' }),
    cardLast4: () => msg('¿Y la tarjeta?', { id: 'portal-hint-card' }),
  }[field]();
}

function inEnglish(field: LookupField): string {
  return {
    folio: () => msg('Dónde está el folio, en inglés', { id: 'english-hint-folio' }),
    total: () => msg('Dónde está el total, en inglés', { id: 'english-hint-total' }),
    email: () => msg('Cuál correo, en inglés', { id: 'english-hint-email' }),
    date: () => msg('Dónde está la fecha, en inglés', { id: 'english-hint-date' }),
    cardLast4: () => msg('Cuál tarjeta, en inglés', { id: 'english-hint-card' }),
  }[field]();
}
