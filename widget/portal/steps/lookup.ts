/** Step 1, «Tu compra»: the fields of one way to look it up, and the merchant's other ways as buttons. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { submit } from '../../ui/button.ts';
import { field } from '../../ui/field.ts';
import { clean } from '../clean.ts';
import type { State } from '../state.ts';
import { noun } from '../texts.ts';
import { shownWay, type Way } from '../ways.ts';
import type { Lookup, LookupField } from '../wire.ts';
import { otherWays } from './other-ways.ts';
import {
  edits,
  example,
  faultAt,
  faultOf,
  type Host,
  heading,
  help,
  privacy,
  stepOf,
  submits,
  summary,
} from './step.ts';

/** The screen of `lookup` and `searching`. `outcome` shows the result of a search; it arrives with the main path, which searches. */
export function lookupStep(
  state: State & { kind: 'lookup' | 'searching' },
  host: Host,
  outcome?: (state: State & { kind: 'lookup' }, way: Way, host: Host) => unknown,
): TemplateResult {
  const { settings } = host;
  const { faults, problem } = state.kind === 'lookup' ? state : { faults: [] };
  const { combinations: ways, optional } = settings.lookup;
  const way = shownWay(state.visit, ways);
  const shown = [...way, ...(optional[ways.indexOf(way)] ?? [])];
  const edit = edits(host, 'lookup');
  return html`<form novalidate @input=${edit} @change=${edit} @submit=${submits(() => search(way, shown, state, host))}>
    ${heading(settings.title, `${stepOf(1)} · ${yourPurchase(host)}`, settings.subtitle)}
    ${state.kind === 'lookup' && outcome ? outcome(state, shown, host) : summary(faults, problem, shown)}
    ${settings.lookup.fields.map((name) => (shown.includes(name) ? lookupField(name, state, host, faultAt(faults, name), !way.includes(name)) : nothing))}
    ${submit(msg(str`Buscar mi ${noun(settings)}`, { id: 'search' }), state.kind === 'searching' && msg('Buscando…', { id: 'searching' }))}
    ${ways.length > 1 ? html`<div class="ways">${otherWays(way, ways, host)}</div>` : nothing}
    <div class="foot">
      <p>${settings.deadline.text}</p>
      ${privacy(host)} ${help(host)}
      <slot name="help"></slot>
    </div>
  </form>`;
}

/** «Tu compra», in the noun of the trade. */
export function yourPurchase({ settings }: Host): string {
  return msg(str`Tu ${noun(settings)}`, { id: 'your-purchase' });
}

function search(way: Way, shown: Way, { visit }: State, host: Host): void {
  const lookup: Lookup = Object.fromEntries(
    Object.entries(visit.lookup).map(([name, text]) => [name, clean(name, text)]),
  );
  host.send({ kind: 'edit', lookup });
  const required = msg('Escribe este dato.', { id: 'required' });
  const faults = way.filter((name) => !lookup[name]).map((name) => faultOf(`/${name}`, required));
  host.send(faults.length ? { kind: 'faulty', faults } : { kind: 'search', way: shown });
}

/** The input of one look-up field. */
export function lookupField(
  name: LookupField,
  { visit }: State,
  host: Host,
  fault: unknown,
  optional?: boolean,
): TemplateResult {
  const own = host.settings.lookup.hints[name] ?? '';
  const hint = optional ? msg(str`Opcional. ${own}`, { id: 'optional' }) : own;
  const base = { name, value: visit.lookup[name], hint, fault, optional };
  switch (name) {
    case 'email':
      return field({
        ...base,
        label: msg('Correo que diste al pagar', { id: 'lookup-email' }),
        type: 'email',
        inputmode: 'email',
        autocomplete: 'email',
      });
    case 'total':
      return field({
        ...base,
        label: msg('Total pagado', { id: 'lookup-total' }),
        inputmode: 'decimal',
        example: example('348.00'),
      });
    case 'date':
      return field({ ...base, label: msg('Fecha', { id: 'lookup-date' }), type: 'date' });
    case 'cardLast4':
      return field({
        ...base,
        label: msg('Últimos 4 dígitos de tu tarjeta', { id: 'lookup-card' }),
        inputmode: 'numeric',
        maxlength: 4,
      });
    default:
      return html`${field({ ...base, label: msg('Folio', { id: 'folio' }) })}${whereToFind(host)}`;
  }
}

// Fetched only when it is unfolded.
function whereToFind({ settings, address }: Host): TemplateResult | typeof nothing {
  const { picture } = settings.lookup;
  return picture
    ? html`<details>
        <summary class="link">${msg('¿Dónde lo encuentro?', { id: 'where' })}</summary>
        <img src=${address(picture.url)} alt=${picture.alt} loading="lazy" />
      </details>`
    : nothing;
}
