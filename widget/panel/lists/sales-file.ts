/** A till's file: chosen, its columns shown and corrected, its first rows checked, and then sent. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { createForm, type Form, type Values } from '../form.ts';
import type { OpenPage, Panel } from '../page.ts';
import { COLUMNS, type Column, columnWords, guess, headerOf, NEEDED } from './columns.ts';
import { countWords, type Line, outcome } from './file-outcome.ts';
import { decode, fileFault, readSheet, renamed, type Sheet } from './sheet.ts';
import { clavesOf, formasPago, impuestosOf, ivas, soldChoice } from './sold-words.ts';

const PREVIEWED = 5;

type Chosen = { readonly name: string; readonly text: string; readonly sheet: Sheet };

/** Opens the page that uploads a file of sales. */
export const salesFilePage: OpenPage = (panel) => {
  let file: Chosen | undefined;
  let lines: readonly Line[] | undefined;
  let fault: string | undefined;
  const form = createForm(panel, {
    ...{ name: 'sales-file', values: { sold: 'product', iva: '0.160000', formaPago: '01', ...places({}) } },
    required: () => NEEDED.map((column) => `column/${column}`),
    async send(values) {
      if (!file) return;
      lines = await upload(panel, file, values);
      file = undefined;
      form.set(places({}));
      await panel.changed();
      panel.say(countWords(lines));
    },
  });
  const choose = async (event: Event): Promise<void> => {
    const input = event.currentTarget as HTMLInputElement;
    const [chosen] = [...(input.files ?? [])];
    if (!chosen) return;
    const text = decode(await chosen.arrayBuffer());
    // The browser reports no change if the same file is chosen again, and that is the one that was just corrected.
    input.value = '';
    const sheet = readSheet(text, PREVIEWED);
    fault = faultWords(fileFault(text, sheet));
    file = fault === undefined ? { name: chosen.name, text, sheet } : undefined;
    lines = undefined;
    form.set(places(file ? guess(sheet.names) : {}));
    if (fault !== undefined) panel.say(fault);
  };
  return {
    title: () => msg('Sube el archivo de tu caja', { id: 'sales-file' }),
    lead: () =>
      msg(
        'Sirve el CSV que exporta tu punto de venta, con sus columnas como vengan. Subir dos veces el mismo no duplica nada.',
        { id: 'sales-file-lead' },
      ),
    width: 'wide',
    render: () => html`
      ${lines ? outcome(panel, lines) : nothing}
      <div class="field">
        <label for="file">${msg('Archivo CSV', { id: 'file' })}</label>
        <input id="file" type="file" accept=".csv,.txt,text/csv" aria-invalid=${fault ? 'true' : nothing} aria-describedby="file-fault file-name" @change=${choose} />
        <p class="hint" id="file-name">${file ? html`<span class="done">${file.name}</span>` : nothing}</p>
        ${fault ? html`<p class="fault" id="file-fault">${fault}</p>` : nothing}
      </div>
      ${file ? form.render(mapping(form, file), msg('Subir estas ventas', { id: 'file-send' }), msg('Subiendo…', { id: 'file-sending' })) : nothing}`,
  };
};

function faultWords(fault: ReturnType<typeof fileFault>): string | undefined {
  return {
    'not-csv': () =>
      msg('Ese archivo no es un CSV. En Excel usa «Guardar como…» y elige «CSV UTF-8».', { id: 'file-not-csv' }),
    'no-rows': () => msg('Ese archivo no trae ventas.', { id: 'file-no-rows' }),
    none: () => undefined,
  }[fault ?? 'none']();
}

function places(found: Readonly<Partial<Record<Column, number>>>): Values {
  return Object.fromEntries(
    COLUMNS.map((column) => [`column/${column}`, found[column] === undefined ? '' : String(found[column])]),
  );
}

function chosenOf(values: Values): Readonly<Partial<Record<Column, number>>> {
  return Object.fromEntries(
    COLUMNS.flatMap((column) => {
      const place = values[`column/${column}`];
      return place ? [[column, Number(place)]] : [];
    }),
  );
}

function mapping(form: Form, { sheet, name }: Chosen) {
  const options = [
    ['', msg('No viene en el archivo', { id: 'file-none' })],
    ...sheet.names.map((text, at) => [String(at), text || `${at + 1}`] as const),
  ] as const;
  return html`<section aria-labelledby="columns">
      <h2 id="columns">${msg('¿Qué es cada columna?', { id: 'file-columns' })}</h2>
      <p>${msg(str`Esto entendimos de «${name}». Corrige lo que no sea así.`, { id: 'file-columns-why' })}</p>
      <div class="two">${COLUMNS.map((column) => form.choice(`column/${column}`, { label: columnWords(column), optional: !NEEDED.includes(column) }, options))}</div>
    </section>
    <section aria-labelledby="preview">
      <h2 id="preview">${msg('Así empiezan', { id: 'file-preview' })}</h2>
      ${preview(form, sheet)}
    </section>
    <section aria-labelledby="unsaid">
      <h2 id="unsaid">${msg('Lo que el archivo no dice', { id: 'file-unsaid' })}</h2>
      ${soldChoice(form)}
      <div class="two">
        ${form.choice('iva', { label: 'IVA' }, ivas())}
        ${form.choice('formaPago', { label: msg('Forma de pago', { id: 'col-paid' }) }, formasPago())}
      </div>
    </section>`;
}

function preview(form: Form, { rows }: Sheet) {
  const chosen = chosenOf(form.values());
  const shown = COLUMNS.filter((column) => chosen[column] !== undefined);
  return html`<div class="table" tabindex="0" role="region" aria-labelledby="preview"><table>
    <thead><tr>${shown.map((column) => html`<th scope="col">${columnWords(column)}</th>`)}</tr></thead>
    <tbody>${rows.map((row) => html`<tr>${shown.map((column) => html`<td>${row[chosen[column] ?? -1] ?? ''}</td>`)}</tr>`)}</tbody>
  </table></div>`;
}

/** The one source that files of this panel belong to. */
async function sourceFor(panel: Panel, { sold = '', iva = '', formaPago = '' }: Values): Promise<string> {
  const defaults = { ...clavesOf(sold), impuestos: impuestosOf(iva), pricesIncludeTax: true, formaPago };
  const { sources } = await panel.call<{ sources: readonly { id: string; type: string }[] }>('GET', 'sources');
  const own = sources.find(({ type }) => type === 'csv');
  if (own) {
    await panel.call('PUT', `sources/${own.id}`, { body: { defaults } });
    return own.id;
  }
  const name = msg('Archivo de mi caja', { id: 'file-source' });
  const { id } = await panel.call<{ id: string }>('POST', 'sources', { body: { type: 'csv', name, defaults } });
  return id;
}

async function upload(panel: Panel, { text, sheet }: Chosen, values: Values): Promise<readonly Line[]> {
  const id = await sourceFor(panel, values);
  const body = renamed(text, sheet, headerOf(sheet.names, chosenOf(values)));
  const answer = await panel.call<unknown>('POST', `sources/${id}/sales`, {
    body,
    contentType: 'text/csv; charset=utf-8',
  });
  // JSON lines; a single one is plain JSON.
  const lines = typeof answer === 'object' && answer !== null ? [answer as Line] : linesOf(String(answer ?? ''));
  return lines.map((one) => ({ ...one, line: one.line + sheet.above }));
}

function linesOf(answer: string): readonly Line[] {
  return answer
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Line);
}
