/** Step 1, «Tu compra»: the fields the merchant chose, and nothing else. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { action, submit } from '../../ui/button.ts';
import { field } from '../../ui/field.ts';
import { notice } from '../../ui/notice.ts';
import { clean } from '../clean.ts';
import type { State } from '../machine.ts';
import { noun } from '../texts.ts';
import type { Fault, Lookup, LookupField } from '../wire.ts';
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

/** The screen of `lookup` and `searching`. */
export function lookupStep(state: State & { kind: 'lookup' | 'searching' }, host: Host): TemplateResult {
  const { settings } = host;
  const { faults, problem, missing } = state.kind === 'lookup' ? state : { faults: [] };
  const { common, groups } = arrange(settings.lookup);
  const row = (name: LookupField) => lookupField(name, state, host, faultAt(faults, name));
  const edit = edits(host, 'lookup');
  return html`<form novalidate @input=${edit} @change=${edit} @submit=${submits(() => search(state, host))}>
    ${heading(settings.title, `${stepOf(1)} · ${yourPurchase(host)}`, settings.subtitle)}
    ${missing ? notFound(host) : summary(faults, problem, problem?.code === 'merchant-not-answering' ? notHereYet(host) : nothing)}
    ${common.map(row)}
    ${groups.map((group, index) => html`${index ? html`<p class="or">${msg('o', { id: 'or' })}</p>` : nothing}${group.map(row)}`)}
    ${submit(msg(str`Buscar mi ${noun(settings)}`, { id: 'search' }), state.kind === 'searching' && msg('Buscando…', { id: 'searching' }))}
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

// The likeliest causes, and never which field was wrong.
function notFound(host: Host): TemplateResult {
  return notice(
    'bad',
    html`<p><b>${msg(str`No encontramos tu ${noun(host.settings)} con esos datos.`, { id: 'not-found' })}</b></p>
      <p>${msg('Revisa que estén escritos como en tu comprobante. Si acabas de pagar, puede tardar hasta 30 minutos en aparecer.', { id: 'not-found-why' })}</p>
      ${notHereYet(host)}`,
  );
}

function notHereYet(host: Host): TemplateResult {
  return action(msg('Dejar mis datos y facturar en cuanto llegue', { id: 'not-here-yet' }), () =>
    host.send({ kind: 'ask', ask: 'not-here-yet' }),
  );
}

function search({ said }: State, host: Host): void {
  const lookup: Lookup = Object.fromEntries(
    Object.entries(said.lookup).map(([name, text]) => [name, clean(name, text)]),
  );
  host.send({ kind: 'edit', lookup });
  const faults = lookupFaults(lookup, host.settings.lookup);
  host.send(faults.length ? { kind: 'faulty', faults } : { kind: 'search' });
}

type Combinations = { readonly combinations: readonly (readonly LookupField[])[] };

/** What is missing for the nearest combination; nothing when one is whole. */
export function lookupFaults(lookup: Lookup, { combinations }: Combinations): readonly Fault[] {
  const lacking = combinations.map((names) => names.filter((name) => !lookup[name]));
  if (!lacking.length || lacking.some((names) => !names.length)) return [];
  const { common, groups } = arrange({ combinations });
  const empty = common.filter((name) => !lookup[name]);
  const others = groups.length && !groups.some((names) => names.every((name) => lookup[name]));
  const first = others ? (groups[0]?.filter((name) => !lookup[name]) ?? []) : [];
  const eitherText = msg('Escribe este dato o el de abajo.', { id: 'either' });
  const required = msg('Escribe este dato.', { id: 'required' });
  return [
    ...empty.map((name) => faultOf(`/${name}`, required)),
    ...first.map((name) => faultOf(`/${name}`, groups.length > 1 ? eitherText : required)),
  ];
}

// Fields that every combination needs stand first; the rest of each combination is one way among others («o»).
function arrange({ combinations }: Combinations) {
  const common = (combinations[0] ?? []).filter((name) => combinations.every((names) => names.includes(name)));
  const groups = combinations
    .map((names) => names.filter((name) => !common.includes(name)))
    .filter((names) => names.length);
  return { common, groups };
}

function lookupField(name: LookupField, { said }: State, { settings }: Host, fault: unknown): TemplateResult {
  const hint = settings.lookup.hints[name];
  const base = { name, value: said.lookup[name], hint, fault };
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
      return field({ ...base, label: msg('Folio', { id: 'folio' }) });
  }
}
