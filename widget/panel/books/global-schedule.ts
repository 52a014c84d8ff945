/** When the facturas globales of a branch are issued automatically, for which periods, and from which day on. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { notice } from '../../ui/notice.ts';
import { placesOf } from '../desk/places.ts';
import { createForm, type Values } from '../form.ts';
import type { OpenPage, Panel } from '../page.ts';
import { type Remote, remote } from '../remote.ts';
import type { GlobalSchedule } from './books-wire.ts';
import { periodicidades } from './global-period.ts';
import { daysOf, thisMonth } from './sums.ts';

const LATEST_HOUR = 20;
const EARLY = 3;

/** The schedules of the branches that have one. */
export function globalSchedules(panel: Panel): Remote<{ readonly schedules: readonly GlobalSchedule[] }> {
  return remote(panel, () => panel.call<{ schedules: readonly GlobalSchedule[] }>('GET', 'global-schedules'));
}

/** Each branch with its schedule, and a link to change it. */
export function scheduleList(
  branches: readonly { readonly code: string; readonly name: string }[],
  schedules: readonly GlobalSchedule[],
): TemplateResult {
  return html`<section>
    <h2>${msg('Que se emita sola', { id: 'schedule' })}</h2>
    <ul>${branches.map(({ code, name }) => {
      const schedule = schedules.find(({ branch }) => branch === code);
      return html`<li><a href="/panel/global/${code}">${name}</a><span class="below">${stateWords(schedule)}</span></li>`;
    })}</ul>
  </section>`;
}

function stateWords(schedule: GlobalSchedule | undefined): string {
  if (!schedule?.enabled) return msg('No se emite sola: la emites tú.', { id: 'schedule-off' });
  const [, period = ''] = periodicidades().find(([clave]) => clave === schedule.periodicidad) ?? [];
  return msg(str`Periodo: ${period}. A las ${schedule.hour}:00, cuando termina.`, { id: 'schedule-on' });
}

/** Opens the page of a branch's schedule. */
export const globalSchedulePage: OpenPage = (panel, { branch = '' }) => {
  const schedules = globalSchedules(panel);
  const places = placesOf(panel);
  let form: ReturnType<typeof createForm> | undefined;
  let isSaved = false;
  const formOf = (known: GlobalSchedule | undefined) =>
    createForm(panel, {
      name: `global-schedule ${branch}`,
      values: valuesOf(known),
      async send(values) {
        await panel.call('PUT', `global-schedules/${branch}`, { body: bodyOf(values) });
        isSaved = true;
        panel.redraw();
      },
    });
  return {
    title: () => msg(str`La factura global de ${places.nameOf(branch)}`, { id: 'schedule-title' }),
    lead: () =>
      msg('Al terminar el periodo, lo que nadie facturó se emite solo; lo que llegue tarde va en una complementaria.', {
        id: 'schedule-lead',
      }),
    render: () =>
      schedules.show(({ schedules: all }) => {
        form ??= formOf(all.find((schedule) => schedule.branch === branch));
        return html`${form.render(fields(form), msg('Guardar', { id: 'save' }))}
          ${isSaved ? notice('good', html`<p role="status">${msg('Quedó guardado.', { id: 'schedule-saved' })}</p>`) : nothing}
          <p><a href="/panel/global">${msg('Factura global', { id: 'global' })}</a></p>`;
      }),
  };
};

function fields(form: ReturnType<typeof createForm>): TemplateResult {
  const hours = Array.from({ length: LATEST_HOUR + 1 }, (_, hour) => [String(hour), `${hour}:00`] as const);
  const isOn = [
    ['yes', msg('Sí, que se emita sola', { id: 'schedule-yes' })],
    ['no', msg('No, la emito yo', { id: 'schedule-no' })],
  ] as const;
  return html`${form.choice('enabled', { label: msg('¿Que se emita sola?', { id: 'schedule-enabled' }) }, isOn)}
    ${form.choice('periodicidad', { label: msg('Qué periodo', { id: 'global-period' }) }, periodicidades())}
    ${form.choice('hour', { label: msg('A qué hora de la sucursal', { id: 'schedule-hour' }), hint: msg('El SAT da 24 horas desde que termina el periodo.', { id: 'schedule-hour-hint' }) }, hours)}
    ${form.field('since', { label: msg('Desde qué día', { id: 'schedule-since' }), hint: msg('Lo vendido antes va en globales hechas en otro sistema, y aquí no entra.', { id: 'schedule-since-hint' }), type: 'date' })}
    ${form.field('serie', { label: msg('Serie', { id: 'schedule-serie' }) })}`;
}

function valuesOf(known: GlobalSchedule | undefined): Values {
  const {
    enabled = true,
    periodicidad = '04',
    hour = EARLY,
    since = daysOf(thisMonth()).from,
    serie = 'G',
  } = known ?? {};
  return { enabled: enabled ? 'yes' : 'no', periodicidad, hour: String(hour), since, serie };
}

function bodyOf({ enabled, periodicidad, hour, since, serie }: Values) {
  return { enabled: enabled === 'yes', periodicidad, hour: Number(hour), since, serie };
}
