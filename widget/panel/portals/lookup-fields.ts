/** By which fields together a purchase is found: ways to choose, and what the server says of those that are easily guessed. */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import type { Form, Values } from '../form.ts';
import type { LookupField, PortalSettings } from '../wire.ts';
import { fieldWords } from './portal-words.ts';

type Way = readonly LookupField[];
type Lookup = Pick<PortalSettings, 'lookup' | 'acknowledgedLookup'>;

const USUAL: readonly Way[] = [
  ['folio', 'total'],
  ['folio', 'email'],
  ['folio', 'total', 'date'],
  ['folio', 'cardLast4'],
  ['total', 'date', 'cardLast4'],
];

const keyOf = (way: Way): string => `way/${[...way].sort().join('+')}`;
const ACKNOWLEDGED = 'way/acknowledged';

/** The usual ways, and the portal's own. */
function waysOf({ lookup }: Lookup): readonly Way[] {
  return [...new Map([...USUAL, ...lookup].map((way) => [keyOf(way), way])).values()];
}

export function lookupValues({ lookup, acknowledgedLookup = [] }: Lookup): Values {
  const chosen = lookup.map(keyOf);
  return {
    ...Object.fromEntries(waysOf({ lookup }).map((way) => [keyOf(way), chosen.includes(keyOf(way)) ? 'yes' : ''])),
    [ACKNOWLEDGED]: acknowledgedLookup.length ? 'yes' : '',
  };
}

/** The chosen ways in the order of the list. Nothing where they are as they were: the server then has nothing to look at. */
export function lookupOf(values: Values, now: PortalSettings): Partial<Lookup> {
  const lookup = waysOf(now).filter((way) => values[keyOf(way)]);
  const before = lookupValues(now);
  const isSame = Object.entries(before).every(([name, value]) => (values[name] ?? '') === value);
  if (isSame) return {};
  return { lookup, acknowledgedLookup: values[ACKNOWLEDGED] ? lookup : [] };
}

export function lookupFields(form: Form, now: PortalSettings) {
  const values = form.values();
  const ways = waysOf(now);
  const chosen = ways.filter((way) => values[keyOf(way)]);
  const faults = [form.faultAt('lookup'), ...chosen.map((_, index) => form.faultAt(`lookup/${index}`))].filter(Boolean);
  const isWeak = form.faults().some(({ code }) => /^lookup-too-/.test(code));
  return html`<fieldset aria-describedby="ways-hint">
    <legend>${msg('Con cuáles datos', { id: 'ways' })}</legend>
    <p class="hint" id="ways-hint">${msg('Todos los datos de un renglón tienen que coincidir. Si marcas varios, tu cliente elige con cuál buscar.', { id: 'ways-hint' })}</p>
    ${ways.map(
      (way) =>
        html`<label class="check"><input type="checkbox" name=${keyOf(way)} ?checked=${Boolean(values[keyOf(way)])} />${wayWords(way)}</label>`,
    )}
    ${faults.map((fault) => html`<p class="fault">${fault}</p>`)}
    ${
      isWeak || values[ACKNOWLEDGED]
        ? html`<label class="check"><input type="checkbox" name=${ACKNOWLEDGED} ?checked=${Boolean(values[ACKNOWLEDGED])} />${msg('Lo quiero así. Cuando alguien esté adivinando, pide un dato más.', { id: 'ways-acknowledge' })}</label>`
        : nothing
    }
  </fieldset>`;
}

function wayWords(way: Way): string {
  const text = way.map(fieldWords).join(' + ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}
