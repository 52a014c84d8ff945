/** By which fields together a purchase is found: sets to put together, each with how easily it would be guessed. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import type { Form, Values } from '../form.ts';
import { language } from '../texts.ts';
import type { LookupField, PortalSettings } from '../wire.ts';
import { fieldWords } from './portal-words.ts';
import { meter, type SearchCheck, type SearchWay } from './search-check.ts';
import { isSame, MOST_WAYS, readWays, type Way, writeWays } from './ways.ts';

type Lookup = Pick<PortalSettings, 'lookup' | 'acknowledgedLookup'>;

const FIELDS: readonly LookupField[] = ['folio', 'total', 'email', 'date', 'cardLast4'];

/** In one value each: the form keeps texts. */
const [LOOKUP, ACKNOWLEDGED] = ['lookup', 'acknowledgedLookup'] as const;

/** Returns the form's values of the ways to look up a sale. */
export function lookupValues({ lookup, acknowledgedLookup = [] }: Lookup): Values {
  return { [LOOKUP]: writeWays(lookup), [ACKNOWLEDGED]: writeWays(acknowledgedLookup) };
}

/** Reads the ways to look up a sale out of a form's values. */
export function waysOf(values: Values): readonly Way[] {
  return readWays(values[LOOKUP]);
}

/** Nothing where the ways are as they were: the server then has nothing to look at. */
export function lookupOf(values: Values, now: Lookup): Partial<Lookup> {
  const before = lookupValues(now);
  if ([LOOKUP, ACKNOWLEDGED].every((name) => values[name] === before[name])) return {};
  const lookup = waysOf(values);
  const acknowledged = readWays(values[ACKNOWLEDGED]);
  return { lookup, acknowledgedLookup: lookup.filter((way) => acknowledged.some((one) => isSame(one, way))) };
}

/** Renders the ways to look up a sale, each with how hard it is to guess. */
export function lookupFields(form: Form, check: SearchCheck) {
  const ways = waysOf(form.values());
  const put = (next: readonly Way[]): void => form.set({ [LOOKUP]: writeWays(next) });
  return html`<div class="ways-list">
    <p class="hint">${msg('Tu cliente escribe todos los datos de un grupo. Si pones varios grupos, elige con cuál buscar. El correo nunca puede ser el único camino: nadie está obligado a darlo.', { id: 'ways-hint' })}</p>
    ${ways.map((way, index) => waySet(form, ways, index, check.ofWay(way), put))}
    ${ways.length < MOST_WAYS ? action(msg('Agregar otra forma de buscar', { id: 'way-add' }), () => put([...ways, ['folio']])) : nothing}
    ${fault(form.faultAt(LOOKUP))} ${unfindable(check, ways)}
  </div>`;
}

function waySet(
  form: Form,
  ways: readonly Way[],
  index: number,
  weighed: SearchWay | undefined,
  put: (ways: readonly Way[]) => void,
): TemplateResult {
  const way = ways[index] ?? [];
  const change = (field: LookupField) => (event: Event) => {
    event.stopPropagation();
    const { checked } = event.currentTarget as HTMLInputElement;
    const next = FIELDS.filter((one) => (one === field ? checked : way.includes(one)));
    put(ways.map((one, at) => (at === index ? next : one)));
  };
  return html`<fieldset class="way">
    <legend>${wayWords(way)}</legend>
    <div class="way-fields">
      ${FIELDS.map(
        (field) =>
          html`<label class="check"><input type="checkbox" .checked=${way.includes(field)} @input=${(event: Event) => event.stopPropagation()} @change=${change(field)} />${capital(fieldWords(field))}</label>`,
      )}
    </div>
    ${way.length ? meter(weighed) : html`<p class="hint">${msg('Marca con qué datos se busca.', { id: 'way-none' })}</p>`}
    ${weighed?.weakTo && way.length ? acknowledgement(form, way) : nothing} ${fault(form.faultAt(`${LOOKUP}/${index}`))}
    ${ways.length > 1 ? action(msg(str`Quitar «${wayWords(way)}»`, { id: 'way-remove' }), () => put(ways.filter((_, at) => at !== index))) : nothing}
  </fieldset>`;
}

/** What can be guessed is refused unless the merchant says that they know. */
function acknowledgement(form: Form, way: Way): TemplateResult {
  const known = readWays(form.values()[ACKNOWLEDGED]);
  const change = (event: Event): void => {
    event.stopPropagation();
    const { checked } = event.currentTarget as HTMLInputElement;
    const others = known.filter((one) => !isSame(one, way));
    form.set({ [ACKNOWLEDGED]: writeWays(checked ? [...others, way] : others) });
  };
  return html`<label class="check"><input type="checkbox" .checked=${known.some((one) => isSame(one, way))} @input=${(event: Event) => event.stopPropagation()} @change=${change} />${msg('La quiero así. Cuando haga falta, mi cliente dará un dato más antes de ver su compra.', { id: 'ways-acknowledge' })}</label>`;
}

function unfindable({ unfindable: sales }: SearchCheck, ways: readonly Way[]): unknown {
  if (!sales) return nothing;
  const count = sales >= 10_000 ? msg('Más de 10,000', { id: 'unfindable-most' }) : String(sales);
  return html`<p class="notice warn" role="status">
    ${
      sales === 1
        ? msg(
            '1 de tus ventas de los últimos 90 días no se puede encontrar con estos campos: llegó sin correo o sin tarjeta.',
            { id: 'unfindable-1' },
          )
        : msg(
            str`${count} de tus ventas de los últimos 90 días no se pueden encontrar con estos campos: llegaron sin correo o sin tarjeta.`,
            { id: 'unfindable' },
          )
    }
    <a href="/panel/ventas?sin=${writeWays(ways)}">${msg('Ver cuáles', { id: 'unfindable-which' })}</a>
  </p>`;
}

const fault = (text: unknown) => (text ? html`<p class="fault">${text}</p>` : nothing);

/** «Folio y total». */
export function wayWords(way: Way): string {
  if (!way.length) return msg('Otra forma', { id: 'way-new' });
  return capital(new Intl.ListFormat(language()).format(way.map(fieldWords)));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
