/** The log: who did what, when and from where; filtered, exported, checked. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import { shortTime } from '../dates.ts';
import { empty, pageQuery, pager } from '../lists/pages-of.ts';
import type { OpenPage, Panel } from '../page.ts';
import { remote } from '../remote.ts';
import { ACTIONS, actionWords } from './action-words.ts';
import { createAttempt } from './attempt.ts';

type Entry = {
  readonly position: number;
  readonly at: string;
  readonly world?: 'test' | 'live';
  readonly actor: string;
  readonly actorName?: string;
  readonly action: string;
  readonly target?: string;
  readonly status: number;
  readonly address: string;
};
type Check = { readonly isIntact: boolean; readonly entries: number; readonly brokenAt?: number };

/** Opens the audit log. */
export const auditPage: OpenPage = (panel) => {
  const wanted = {
    action: panel.query.get('que') ?? '',
    from: panel.query.get('del') ?? '',
    until: panel.query.get('al') ?? '',
  };
  const narrowed = {
    action: wanted.action,
    from: wanted.from && startOf(wanted.from),
    until: wanted.until && startOf(wanted.until, 1),
  };
  const log = remote(panel, () =>
    panel.call<{ entries: readonly Entry[]; next?: number }>(
      'GET',
      `audit-log?${pageQuery(panel, 'before', narrowed)}`,
    ),
  );
  const attempt = createAttempt(panel);
  let check: Check | undefined;
  const look = async (): Promise<void> => {
    check = await panel.call<Check>('GET', 'audit-log/check');
    panel.say(checkWords(check));
    panel.redraw();
  };
  return {
    title: () => msg('Registro', { id: 'audit' }),
    lead: () =>
      msg(
        'Quién hizo qué, cuándo y desde dónde. Cada entrada va sellada con la anterior: si alguien cambia una, se nota.',
        { id: 'audit-lead' },
      ),
    width: 'wide',
    // The buttons come with the log: drawn before it, they would be pushed away by it.
    render: () => html`
      ${filters(panel, wanted)} ${attempt.shown()}
      ${check ? notice(check.isIntact ? 'good' : 'bad', html`<p>${checkWords(check)}</p>`) : nothing}
      ${log.show(
        ({ entries, next }) => html`
          ${entries.length ? html`${table(entries)} ${pager(panel, '/registro', next === undefined ? undefined : String(next))}` : none()}
          <div class="bar-of-actions start">
            ${action(msg('Descargar para hoja de cálculo', { id: 'audit-csv' }), () => attempt.run(() => download(panel, 'csv')), 'big')}
            ${action(msg('Descargar con sellos (JSONL)', { id: 'audit-jsonl' }), () => attempt.run(() => download(panel, 'jsonl')))}
            ${action(msg('Comprobar que está intacto', { id: 'audit-check' }), () => attempt.run(look))}
          </div>`,
      )}`,
  };
};

/** The moment at which a day begins in the reader's time zone, or the day after it. */
function startOf(day: string, later = 0): string {
  const date = new Date(`${day}T00:00:00`);
  date.setDate(date.getDate() + later);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}

function checkWords({ isIntact, entries, brokenAt }: Check): string {
  return isIntact
    ? msg(str`Las ${entries} entradas están como se escribieron.`, { id: 'audit-intact' })
    : msg(str`La entrada ${brokenAt ?? 0} no está como se escribió. Avisa a quien administra el servidor.`, {
        id: 'audit-broken',
      });
}

function filters(
  panel: Panel,
  { action: chosen, from, until }: { readonly action: string; readonly from: string; readonly until: string },
) {
  const go = (event: SubmitEvent): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget as HTMLFormElement);
    const given = [...data].flatMap(([name, value]) => (value ? [[name, String(value)]] : []));
    panel.go(`/panel/registro${given.length ? `?${new URLSearchParams(given)}` : ''}`);
  };
  return html`<form class="two filters" @submit=${go}>
    <div class="field"><label for="que">${msg('Qué', { id: 'audit-what' })}</label>
      <select id="que" name="que">
        <option value="">${msg('Todo', { id: 'audit-all' })}</option>
        ${ACTIONS.map((one) => html`<option value=${one} ?selected=${one === chosen}>${actionWords(one)}</option>`)}
      </select></div>
    <div class="field"><label for="del">${msg('Desde el día', { id: 'audit-from' })}</label><input id="del" name="del" type="date" value=${from} /></div>
    <div class="field"><label for="al">${msg('Hasta el día', { id: 'audit-until' })}</label><input id="al" name="al" type="date" value=${until} /></div>
    <div class="submit"><button class="big" type="submit">${msg('Filtrar', { id: 'audit-filter' })}</button></div>
  </form>`;
}

function none() {
  return empty(
    msg('Nada que mostrar', { id: 'audit-none' }),
    msg('Prueba con otras fechas, o con todo.', { id: 'audit-none-why' }),
    html`<a class="button quiet" href="/panel/registro">${msg('Ver todo', { id: 'audit-see-all' })}</a>`,
  );
}

function table(entries: readonly Entry[]) {
  return html`<div class="table"><table>
    <thead>
      <tr>
        <th scope="col">${msg('Qué', { id: 'audit-what' })}</th>
        <th scope="col" class="wide-only">${msg('Quién', { id: 'audit-who' })}</th>
        <th scope="col" class="wide-only">${msg('Cuándo', { id: 'audit-when' })}</th>
        <th scope="col" class="wide-only">${msg('Desde', { id: 'audit-where' })}</th>
      </tr>
    </thead>
    <tbody>
      ${entries.map((entry) => {
        const { at, action: what, target, status, address } = entry;
        const who = whoDid(entry);
        return html`<tr>
          <th scope="row">${actionWords(what, status)}${target ? html`<span class="below">${target}</span>` : nothing}<span class="below narrow-only">${who}, ${shortTime(at)}</span></th>
          <td class="wide-only">${who}</td>
          <td class="wide-only">${shortTime(at)}</td>
          <td class="wide-only">${address}</td>
        </tr>`;
      })}
    </tbody>
  </table></div>`;
}

function whoDid({ actor, actorName }: Entry): string {
  if (actorName !== undefined) return actorName;
  if (actor === 'customer') return msg('Un cliente', { id: 'audit-customer' });
  if (actor.startsWith('key_')) return msg('Una llave', { id: 'audit-key' });
  return actor.startsWith('cli:')
    ? msg(str`Línea de comandos (${actor.slice(4)})`, { id: 'audit-cli' })
    : msg('Alguien que ya no está', { id: 'audit-gone' });
}

async function download(panel: Panel, format: 'csv' | 'jsonl'): Promise<void> {
  const file = await panel.call<Blob>('GET', `audit-log/export?format=${format}`, { isFile: true });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(file);
  link.download = `registro.${format}`;
  link.click();
  URL.revokeObjectURL(link.href);
}
