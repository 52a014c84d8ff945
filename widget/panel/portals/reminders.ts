/** The reminder to customers who have not invoiced a purchase yet: whether it is sent, when, and how they stop it. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { notice } from '../../ui/notice.ts';
import { createForm, type Form } from '../form.ts';
import type { Panel } from '../page.ts';
import type { PortalSettings } from '../wire.ts';

/** The days before the deadline that a merchant chooses from, besides their own if they set another by the API. */
const DAYS = [1, 2, 3, 5, 7, 10, 15];
const USUAL = 5;

/** Creates the form of a portal's reminders. */
export function createReminders(panel: Panel, slug: string, { reminder, enabled }: PortalSettings) {
  let isSaved = false;
  const days = String(reminder?.daysBefore ?? USUAL);
  const form = createForm(panel, {
    ...{ name: `reminders ${slug}`, values: { reminds: reminder ? 'yes' : '', 'reminder/daysBefore': days } },
    async send(values) {
      const wanted = values.reminds ? { daysBefore: Number(values['reminder/daysBefore']) } : null;
      await panel.call('PATCH', `portals/${slug}/settings`, { body: { reminder: wanted } });
      isSaved = true;
      panel.say(savedWords(form));
    },
  });
  const offered = [...new Set([...DAYS, Number(days)])].sort((a, b) => a - b);
  return {
    render: () => html`<section class="column" aria-labelledby="reminders">
      <h2 id="reminders">${msg('Recordatorios', { id: 'reminders-title' })}</h2>
      <p>${msg('Un correo, una sola vez por compra, a quien dejó su correo al comprar y todavía no factura.', { id: 'reminders-lead' })}</p>
      ${isSaved ? notice('good', savedWords(form)) : nothing}
      ${form.render(fields(form, offered), msg('Guardar los recordatorios', { id: 'reminders-save' }))}
      ${enabled ? nothing : notice('warn', msg('Este portal está apagado: mientras tanto no se envían.', { id: 'reminders-off' }))}
    </section>`,
  };
}

function fields(form: Form, offered: readonly number[]) {
  const { reminds, 'reminder/daysBefore': days = '' } = form.values();
  return html`<label class="check"><input type="checkbox" name="reminds" .checked=${Boolean(reminds)} />${msg('Recordarles antes de que venza su plazo', { id: 'reminders-on' })}</label>
    ${
      reminds
        ? html`${form.choice(
            'reminder/daysBefore',
            { label: msg('¿Cuánto antes?', { id: 'reminders-when' }) },
            offered.map((day) => [String(day), daysWords(day)] as const),
          )}
          <p class="hint">${msg(str`Le llega ${daysWords(Number(days))} de su último día para facturar, entre las 9 de la mañana y las 8 de la noche de tu sucursal, y al menos un día después de la compra.`, { id: 'reminders-timing' })}</p>
          <p class="hint">${msg('Cada recordatorio trae un enlace para no recibir más. Quien lo usa sigue recibiendo sus facturas.', { id: 'reminders-stop' })}</p>`
        : nothing
    }`;
}

function daysWords(days: number): string {
  return days === 1 ? msg('un día antes', { id: 'day-before' }) : msg(str`${days} días antes`, { id: 'days-before' });
}

function savedWords(form: Form): string {
  return form.values().reminds
    ? msg('Guardado: tus clientes reciben su recordatorio.', { id: 'reminders-saved' })
    : msg('Guardado: no se envían recordatorios.', { id: 'reminders-saved-off' });
}
