/** What the merchant says about a source's payments: words that nobody knows, what is only assumed, and words of their own. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { notice } from '../../ui/notice.ts';
import { focusOn } from '../focus.ts';
import { createForm, type Form, type Values } from '../form.ts';
import type { Panel } from '../page.ts';
import type { ListedSource } from '../sources/source-wire.ts';
import type { PaymentTable } from './payment-wire.ts';
import { keyOfWord, paidWays, paymentWords, wayWords } from './payment-words.ts';
import { waitingWords } from './product-words.ts';

/** A row of the form: a key of the table, what it is called, and a note on it. */
type Row = { readonly key: string; readonly label: string; readonly hint?: string; readonly options: Options };
type Options = readonly (readonly [string, string])[];

/** Creates the form; `changed` reads the table again. */
export function createPaymentForm(panel: Panel, { id, type }: ListedSource, changed: () => Promise<unknown>) {
  let table: PaymentTable = { own: {}, defaults: [], unknown: [] };
  let isSaved = false;
  const form = createForm(panel, {
    ...{ name: `payments ${id}`, values: { word: '', way: '' } },
    check: ({ word = '', way = '' }) =>
      word.trim() === '' && way !== ''
        ? [{ pointer: '/word', code: 'required', detail: msg('Escribe cómo le dicen.', { id: 'paid-word-missing' }) }]
        : word.trim() !== '' && way === ''
          ? [{ pointer: '/way', code: 'required', detail: msg('Elige qué es.', { id: 'paid-way-missing' }) }]
          : [],
    async send(values) {
      const body = changesOf(values, table, type);
      if (Object.keys(body).length > 0) await panel.call('PATCH', `sources/${id}/payments`, { body });
      form.set({ word: '', way: '', ...Object.fromEntries(Object.keys(body).map((key) => [nameOf(key), ''])) });
      await changed();
      isSaved = true;
      panel.say(savedWords());
      await focusOn(panel, 'paid-saved');
    },
  });
  return {
    render(now: PaymentTable): TemplateResult {
      table = now;
      const unknown = unknownRows(now);
      return html`${isSaved ? html`<div id="paid-saved" tabindex="-1">${notice('good', html`<p>${savedWords()}</p>`)}</div>` : nothing}
        ${form.render(
          html`${unknown.length ? section('paid-unknown', msg('Falta que nos digas qué son', { id: 'paid-unknown' }), msg('Las ventas con estas palabras esperan. Si todavía no la pagan (fiado), no elijas nada: mándala otra vez cuando te paguen.', { id: 'paid-unknown-why' }), form, unknown) : nothing}
            ${section('paid-mine', msg('Lo que dijiste', { id: 'paid-own' }), undefined, form, ownRows(now))} ${addition(form)}
            ${assumedSection(form, assumedRows(now))}`,
          msg('Guardar', { id: 'save' }),
        )}`;
    },
  };
}

/** The field of a key; a key may hold letters that no name should. */
const nameOf = (key: string): string => `row-${encodeURIComponent(key)}`;

/** An own row that is not wanted any more. */
const REMOVED = 'none';

/** The rows that were chosen otherwise than they are, by key. */
function changesOf(
  values: Values,
  { own, defaults, unknown }: PaymentTable,
  type: string,
): Record<string, string | null> {
  const keys = new Set([...Object.keys(own), ...defaults.map(({ key }) => key), ...unknown.map(({ key }) => key)]);
  const { word = '', way = '' } = values;
  const rows = [...keys].flatMap((key) => {
    const chosen = values[nameOf(key)] ?? '';
    return chosen === '' || chosen === own[key] ? [] : [[key, chosen === REMOVED ? null : chosen] as const];
  });
  return Object.fromEntries([...rows, ...(word.trim() && way ? [[keyOfWord(type, word), way] as const] : [])]);
}

function savedWords(): string {
  return msg('Guardado. Las ventas que aún no se facturan se rehacen con esto.', { id: 'source-saved' });
}

function unknownRows({ unknown }: PaymentTable): readonly Row[] {
  return unknown.map(({ key, text, sales }) => ({
    ...{ key, label: `«${text}»`, hint: waitingWords(sales) },
    options: [['', msg('Elige qué es', { id: 'paid-choose' })], ...paidWays()],
  }));
}

function ownRows({ own, defaults }: PaymentTable): readonly Row[] {
  return Object.entries(own).map(([key, clave]) => {
    const usual = defaults.find((row) => row.key === key);
    const back = usual
      ? msg(str`Como antes: ${wayWords(usual.formaPago)}`, { id: 'paid-back' })
      : msg('Quitarla de aquí', { id: 'paid-remove' });
    return { key, label: paymentWords(key), options: [...otherThan(clave), [REMOVED, back]] };
  });
}

function assumedRows({ own, defaults }: PaymentTable): readonly Row[] {
  return defaults
    .filter(({ key, assumed }) => assumed && own[key] === undefined)
    .map(({ key, formaPago }) => ({ key, label: paymentWords(key), options: otherThan(formaPago, formaPago) }));
}

/** What a row says now, and everything else that it may say; `as` is the value with which it is confirmed as it is. */
function otherThan(clave: string, as?: string): Options {
  const others = paidWays().filter(([value]) => value !== clave);
  const confirmed = as === undefined ? [] : [[as, msg('Sí, así es', { id: 'paid-confirmed' })] as const];
  return [['', wayWords(clave)], ...confirmed, ...others];
}

/** Folded away: it is right for most shops, and only a few of its words ever arrive. */
function assumedSection(form: Form, rows: readonly Row[]): TemplateResult | typeof nothing {
  if (rows.length === 0) return nothing;
  return html`<details>
    <summary class="hint">${msg(str`Lo que suponemos (${rows.length})`, { id: 'paid-assumed' })}</summary>
    <p class="prose">${msg('Estas palabras no lo dicen todo, así que ponemos lo más probable. Cambia lo que en tu negocio sea otra cosa.', { id: 'paid-assumed-why' })}</p>
    ${choices(form, rows)}
  </details>`;
}

function choices(form: Form, rows: readonly Row[]): TemplateResult {
  return html`<div class="two">
    ${rows.map(({ key, label, hint, options }) => form.choice(nameOf(key), { label, hint, optional: true }, options))}
  </div>`;
}

function section(
  id: string,
  title: string,
  why: string | undefined,
  form: Form,
  rows: readonly Row[],
): TemplateResult | typeof nothing {
  if (rows.length === 0) return nothing;
  return html`<section aria-labelledby=${id}>
    <h2 id=${id}>${title}</h2>
    ${why === undefined ? nothing : html`<p class="prose">${why}</p>`}
    ${choices(form, rows)}
  </section>`;
}

function addition(form: Form): TemplateResult {
  return html`<section aria-labelledby="paid-other">
    <h2 id="paid-other">${msg('Otra palabra de tu caja', { id: 'paid-other' })}</h2>
    <div class="two">
      ${form.field('word', { label: msg('Tu caja o tu tienda dice', { id: 'paid-word' }), example: msg('Ej. Uber Eats', { id: 'paid-word-example' }), maxlength: 80, optional: true })}
      ${form.choice('way', { label: msg('En la factura', { id: 'paid-way' }), optional: true }, [['', msg('Elige qué es', { id: 'paid-choose' })], ...paidWays()])}
    </div>
  </section>`;
}
