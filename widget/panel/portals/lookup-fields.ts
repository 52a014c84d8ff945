/** By which fields together a purchase is found: ways that the merchant edits, each with how easily it would be guessed. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import { focusOn } from '../focus.ts';
import type { Form, Values } from '../form.ts';
import type { Panel } from '../page.ts';
import { language } from '../texts.ts';
import type { Fault, LookupField, PortalSettings } from '../wire.ts';
import { fieldWords } from './portal-words.ts';
import { meter, type SearchCheck, type SearchWay } from './search-check.ts';
import { isSame, MOST_WAYS, readWays, type Way, writeWays } from './ways.ts';

type Lookup = Pick<PortalSettings, 'lookup' | 'optionalLookup' | 'acknowledgedLookup'>;

const FIELDS: readonly LookupField[] = ['folio', 'total', 'email', 'date', 'cardLast4'];

/** One string each, because the form stores texts. */
const [LOOKUP, OPTIONAL, ACKNOWLEDGED] = ['lookup', 'optionalLookup', 'acknowledgedLookup'] as const;

/** Returns the form's values of the ways to look up a sale. */
export function lookupValues({ lookup, optionalLookup = [], acknowledgedLookup = [] }: Lookup): Values {
  return {
    ...setsOf(lookup.map((required, at) => ({ required, optional: optionalLookup[at] ?? [] }))),
    [ACKNOWLEDGED]: writeWays(acknowledgedLookup),
  };
}

/** One way being edited: its required and its optional fields. */
type FieldSet = { readonly required: Way; readonly optional: Way };

function readSets(values: Values): readonly FieldSet[] {
  const optional = readWays(values[OPTIONAL]);
  // A single group of which everything was unticked is written as no text at all.
  return (values[LOOKUP] ? readWays(values[LOOKUP]) : [[]]).map((required, at) => ({
    required,
    optional: optional[at] ?? [],
  }));
}

function setsOf(sets: readonly FieldSet[]): Values {
  const optional = sets.map((set) => set.optional);
  return {
    [LOOKUP]: writeWays(sets.map(({ required }) => required)),
    [OPTIONAL]: optional.some(({ length }) => length) ? writeWays(optional) : '',
  };
}

/** Every field that is asked for, required or optional. */
export function askedOf(values: Values): readonly LookupField[] {
  return [...new Set(readSets(values).flatMap(({ required, optional }) => [...required, ...optional]))];
}

/** Reads the ways to look up a sale from a form's values. */
export function waysOf(values: Values): readonly Way[] {
  return readWays(values[LOOKUP]);
}

/** The faults of groups that ask for nothing. */
export function lookupFaults(values: Values): readonly Fault[] {
  const sets = readSets(values);
  const detail =
    sets.length > 1
      ? msg('Pide al menos un dato, o quita este grupo.', { id: 'way-nothing' })
      : msg('Pide al menos un dato.', { id: 'way-nothing-else' });
  return sets.flatMap(({ required }, index) =>
    required.length ? [] : [{ pointer: `/${LOOKUP}/${index}`, code: 'client', detail }],
  );
}

/** Nothing if the ways are unchanged, because the server then has nothing to check. */
export function lookupOf(values: Values, now: Lookup): Partial<Lookup> {
  const before = lookupValues(now);
  if ([LOOKUP, OPTIONAL, ACKNOWLEDGED].every((name) => values[name] === before[name])) return {};
  const sets = readSets(values);
  const lookup = sets.map(({ required }) => required);
  const acknowledged = readWays(values[ACKNOWLEDGED]);
  return {
    lookup,
    ...(values[OPTIONAL] && { optionalLookup: sets.map(({ optional }) => optional) }),
    acknowledgedLookup: lookup.filter((way) => acknowledged.some((one) => isSame(one, way))),
  };
}

/** Renders the ways to look up a sale, each with how hard it is to guess. A way that is added gets the focus. */
export function lookupFields(panel: Pick<Panel, 'redraw'>, form: Form, check: SearchCheck) {
  const sets = readSets(form.values());
  const ways = sets.map(({ required }) => required);
  // What was wrong with a group is not known of it once it is changed.
  const put = (next: readonly FieldSet[]): void =>
    form.set({ ...setsOf(next), ...Object.fromEntries(sets.map((_, index) => [`${LOOKUP}/${index}`, ''])) });
  const add = (): void => {
    put([...sets, { required: ['folio'], optional: [] }]);
    void focusOn(panel, boxId(sets.length));
  };
  return html`<div class="ways-list">
    <p class="hint">${msg('Tu cliente escribe los datos que pides en un grupo; los opcionales, solo si los tiene a la mano, y entonces también tienen que coincidir. Si pones varios grupos, elige con cuál buscar. El correo nunca puede ser el único camino: nadie está obligado a darlo.', { id: 'ways-hint' })}</p>
    ${sets.map(({ required }, index) => waySet(form, sets, index, check.ofWay(required), put))}
    ${ways.length < MOST_WAYS ? action(msg('Agregar otra forma de buscar', { id: 'way-add' }), add) : nothing}
    ${fault(form.faultAt(LOOKUP))} ${unfindable(check, ways)}
  </div>`;
}

function waySet(
  form: Form,
  sets: readonly FieldSet[],
  index: number,
  weighed: SearchWay | undefined,
  put: (sets: readonly FieldSet[]) => void,
): TemplateResult {
  const { required: way, optional } = sets[index] ?? { required: [], optional: [] };
  const putIn = (kind: keyof FieldSet) => (field: LookupField, isIn: boolean) => {
    const next = (one: keyof FieldSet, before: Way) =>
      FIELDS.filter((name) => (name === field ? one === kind && isIn : before.includes(name)));
    const changed = { required: next('required', way), optional: next('optional', optional) };
    put(sets.map((one, at) => (at === index ? changed : one)));
  };
  const refused = form.faultAt(`${LOOKUP}/${index}`);
  const isWeak = weighed?.weakTo && way.length;
  return html`<fieldset class="way">
    <legend>${wayWords(way)}</legend>
    ${ticks(FIELDS, way, putIn('required'), { id: boxId(index), faultOf: refused && !isWeak ? faultId(index) : undefined })}
    ${way.length < FIELDS.length ? optionalTicks(way, optional, putIn('optional')) : nothing}
    ${way.length ? meter(weighed) : html`<p class="hint">${msg('Marca con qué datos se busca.', { id: 'way-none' })}</p>`}
    ${isWeak ? acknowledgement(form, way, refused) : fault(refused, faultId(index))}
    ${sets.length > 1 ? action(msg(str`Quitar «${wayWords(way)}»`, { id: 'way-remove' }), () => put(sets.filter((_, at) => at !== index))) : nothing}
  </fieldset>`;
}

/** Its optional fields. */
function optionalTicks(way: Way, optional: Way, put: (field: LookupField, isIn: boolean) => void): TemplateResult {
  const others = FIELDS.filter((field) => !way.includes(field));
  return html`<div role="group" aria-label=${msg(str`Opcionales junto a «${wayWords(way)}»`, { id: 'way-optional-of' })}>
    <p class="hint">${msg('Opcionales, si los tiene a la mano:', { id: 'way-optional' })}</p>
    ${ticks(others, optional, put)}
  </div>`;
}

const boxId = (index: number): string => `way-${index}`;
const faultId = (index: number): string => `${boxId(index)}-fault`;

/** The first box of a group: its id, and that of the fault to which it leads. */
type FirstBox = { readonly id?: string; readonly faultOf?: string | undefined };

/** A box for each field. With a fault, the first one is marked, and takes the focus. */
function ticks(
  fields: readonly LookupField[],
  chosen: Way,
  put: (field: LookupField, isIn: boolean) => void,
  { id, faultOf }: FirstBox = {},
): TemplateResult {
  const change = (field: LookupField) => (event: Event) => {
    event.stopPropagation();
    put(field, (event.currentTarget as HTMLInputElement).checked);
  };
  return html`<div class="way-fields">
    ${fields.map(
      (field, at) =>
        html`<label class="check"><input type="checkbox" id=${(at === 0 && id) || nothing} aria-invalid=${faultOf && at === 0 ? 'true' : nothing} aria-describedby=${(at === 0 && faultOf) || nothing} .checked=${chosen.includes(field)} @input=${(event: Event) => event.stopPropagation()} @change=${change(field)} />${capital(fieldWords(field))}</label>`,
    )}
  </div>`;
}

/** A way that is easily guessed is refused unless the merchant acknowledges it. */
function acknowledgement(form: Form, way: Way, refused: unknown): TemplateResult {
  const known = readWays(form.values()[ACKNOWLEDGED]);
  const change = (event: Event): void => {
    event.stopPropagation();
    const { checked } = event.currentTarget as HTMLInputElement;
    const others = known.filter((one) => !isSame(one, way));
    const at = readWays(form.values()[LOOKUP]).findIndex((one) => isSame(one, way));
    form.set({ [ACKNOWLEDGED]: writeWays(checked ? [...others, way] : others), [`${LOOKUP}/${at}`]: '' });
  };
  return html`<label class="check"><input type="checkbox" aria-invalid=${refused ? 'true' : nothing} .checked=${known.some((one) => isSame(one, way))} @input=${(event: Event) => event.stopPropagation()} @change=${change} />${msg('La quiero así. Cuando haga falta, mi cliente dará un dato más antes de ver su compra.', { id: 'ways-acknowledge' })}</label>
    ${fault(refused && msg('Así no se guarda: pide también otro dato, o marca «La quiero así».', { id: 'ways-weak' }))}`;
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

const fault = (text: unknown, id?: string) => (text ? html`<p class="fault" id=${id ?? nothing}>${text}</p>` : nothing);

/** «Folio y total». */
export function wayWords(way: Way): string {
  if (!way.length) return msg('Otra forma', { id: 'way-new' });
  return capital(new Intl.ListFormat(language()).format(way.map(fieldWords)));
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
