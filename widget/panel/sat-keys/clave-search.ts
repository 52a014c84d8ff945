/** A clave of the SAT, typed or found by what a shop calls it. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { focusOn } from '../focus.ts';
import type { FieldLook, Form } from '../form.ts';
import type { Panel } from '../page.ts';
import type { FoundClaves } from './product-wire.ts';

/** How long typing must pause before the catalogue is searched. */
const PAUSE_MS = 250;

type Catalog = 'c_ClaveProdServ' | 'c_ClaveUnidad';

/** The field of a clave with a search by words above it. */
export type ClaveSearch = { readonly render: (form: Form, look: FieldLook, words: FieldLook) => TemplateResult };

/** Creates the search of a catalogue whose clave goes to the field `name`; the words are in `{name}-words`. */
export function createClaveSearch(panel: Panel, catalog: Catalog, name: string): ClaveSearch {
  const known = new Map<string, string>();
  let found: FoundClaves | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  const ask = async (text: string): Promise<FoundClaves | undefined> => {
    asked += 1;
    const mine = asked;
    const path = `sat-catalogs/${catalog}?search=${encodeURIComponent(text)}`;
    const answer = await panel.call<FoundClaves>('GET', path).catch(() => undefined);
    for (const { clave, texto } of answer?.claves ?? []) known.set(clave, texto);
    return mine === asked ? answer : undefined;
  };
  const search = async (text: string): Promise<void> => {
    clearTimeout(timer);
    found = text ? await ask(text) : undefined;
    if (panel.signal.aborted) return;
    if (found) panel.say(countWords(found));
    panel.redraw();
  };
  const hear = (event: Event): void => {
    const { name: typed, value } = event.target as HTMLInputElement;
    clearTimeout(timer);
    const text = value.trim();
    if (typed === `${name}-words`) timer = setTimeout(search, PAUSE_MS, text.length > 1 ? text : '');
  };
  const pick = (form: Form, clave: string): Promise<void> => {
    found = undefined;
    form.set({ [name]: clave, [`${name}-words`]: '' });
    panel.say(msg(str`Elegiste ${known.get(clave) ?? clave}.`, { id: 'clave-picked' }));
    return focusOn(panel, name);
  };
  const enter = (event: KeyboardEvent): void => {
    const { name: typed, value } = event.target as HTMLInputElement;
    if (event.key !== 'Enter' || typed !== `${name}-words`) return;
    // It searches instead of sending the form.
    event.preventDefault();
    search(value.trim());
  };
  /** The name of a clave that was there before, or that was typed. */
  const nameOf = (clave: string): string | undefined => {
    if (!known.has(clave) && isWhole(catalog, clave)) {
      known.set(clave, '');
      ask(clave).then(() => panel.redraw());
    }
    return known.get(clave) || undefined;
  };
  return {
    render: (form, look, words) => {
      const clave = form.values()[name] ?? '';
      const texto = nameOf(clave);
      return html`<div class="lines" @input=${hear} @keydown=${enter}>
        ${form.field(`${name}-words`, { ...words, optional: true, maxlength: 80 })}
        ${found ? results(found, (chosen) => pick(form, chosen)) : nothing}
        <div>${form.field(name, look)} ${texto ? html`<p class="hint">${texto}</p>` : nothing}</div>
      </div>`;
    },
  };
}

function isWhole(catalog: Catalog, clave: string): boolean {
  return catalog === 'c_ClaveProdServ' ? /^\d{8}$/.test(clave) : /^[A-Z0-9]{2,3}$/.test(clave);
}

function results({ isLoaded, claves }: FoundClaves, pick: (clave: string) => void): TemplateResult {
  if (!isLoaded)
    return html`<p class="hint">${msg('Este servidor aún no tiene el catálogo del SAT, así que aquí no se puede buscar. Escribe abajo la clave; tu contador la conoce.', { id: 'clave-not-loaded' })}</p>`;
  if (claves.length === 0)
    return html`<p class="hint">${msg('El SAT no tiene nada con esas palabras. Prueba con otra, más general.', { id: 'clave-none' })}</p>`;
  return html`<ul class="rows" aria-label=${msg('Claves que encontramos', { id: 'clave-found' })}>
    ${claves.map(
      ({ clave, texto }) =>
        html`<li><button class="link" type="button" @click=${() => pick(clave)}>${texto} <small>${clave}</small></button></li>`,
    )}
  </ul>`;
}

function countWords({ isLoaded, claves }: FoundClaves): string {
  if (!isLoaded) return msg('El catálogo no está cargado.', { id: 'clave-not-loaded-said' });
  return claves.length === 1
    ? msg('1 clave encontrada', { id: 'clave-count-1' })
    : msg(str`${claves.length} claves encontradas`, { id: 'clave-count' });
}
