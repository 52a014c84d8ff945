/** Many products at once: the file with all of them, downloaded, edited in a spreadsheet and uploaded again. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import { focusOn } from '../focus.ts';
import type { Panel } from '../page.ts';
import { createAttempt } from '../team/attempt.ts';
import type { Fault } from '../wire.ts';

type Outcome = {
  readonly stored: number;
  readonly refused: readonly { readonly line: number; readonly errors: readonly Fault[] }[];
};

/** Creates the section; `changed` reads the lists again. */
export function createProductFile(panel: Panel, changed: () => Promise<unknown>) {
  const attempt = createAttempt(panel);
  let outcome: Outcome | undefined;
  const download = (): Promise<void> =>
    attempt.run(async () => {
      const file = await panel.call<Blob>('GET', 'products', { isFile: true });
      const link = document.createElement('a');
      link.href = URL.createObjectURL(file);
      link.download = 'productos.csv';
      link.click();
      URL.revokeObjectURL(link.href);
    });
  const upload = (event: Event): Promise<void> =>
    attempt.run(async () => {
      const input = event.currentTarget as HTMLInputElement;
      const [file] = [...(input.files ?? [])];
      if (!file) return;
      outcome = undefined;
      const body = await file.arrayBuffer();
      input.value = '';
      outcome = await panel.call<Outcome>('PUT', 'products', { body, contentType: 'text/csv' });
      await Promise.all([changed(), panel.changed()]);
      panel.say(storedWords(outcome));
      await focusOn(panel, 'product-file-done');
    });
  return {
    render: (hasAny: boolean): TemplateResult => html`<details ?open=${outcome !== undefined}>
      <summary class="hint">${msg('Muchos productos a la vez', { id: 'prod-file' })}</summary>
      <p class="prose">${msg('Un CSV con las columnas sku (o category), claveProdServ, claveUnidad e iva: 0.16, 0.08, 0 o exento. Lo que subas se agrega; lo demás se queda.', { id: 'prod-file-why' })}</p>
      ${attempt.shown()} ${outcome ? shown(outcome) : nothing}
      ${hasAny ? action(msg('Descargar los que ya tienen clave', { id: 'prod-file-get' }), download) : nothing}
      <div class="field">
        <label for="product-file">${msg('Subir un CSV', { id: 'prod-file-put' })}</label>
        <input id="product-file" type="file" accept=".csv,.txt,text/csv" @change=${upload} />
      </div>
    </details>`,
  };
}

function storedWords({ stored }: Outcome): string {
  return stored === 1
    ? msg('Guardamos 1 producto.', { id: 'prod-file-stored-1' })
    : msg(str`Guardamos ${stored} productos.`, { id: 'prod-file-stored' });
}

/** How many refused lines are listed; a file that is wrong throughout needs no more. */
const LISTED = 20;

function shown(outcome: Outcome): TemplateResult {
  const { refused } = outcome;
  return html`<div id="product-file-done" tabindex="-1">
    ${notice(
      refused.length ? 'warn' : 'good',
      html`<p>${storedWords(outcome)} ${refused.length ? msg('Corrige estas líneas y sube el archivo otra vez:', { id: 'prod-file-refused' }) : nothing}</p>
        ${refused.slice(0, LISTED).map(({ line, errors }) => html`<p>${msg(str`Línea ${line}:`, { id: 'prod-file-line' })} ${errors.map(({ detail, pointer }) => `${pointer.slice(1)}: ${detail}`).join(' ')}</p>`)}`,
    )}
  </div>`;
}
