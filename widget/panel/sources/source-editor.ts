/** Changing what a source is called and what it sells, and disconnecting it. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import { createForm } from '../form.ts';
import type { Panel } from '../page.ts';
import { createAttempt } from '../team/attempt.ts';
import type { Branch } from '../wire.ts';
import { defaultsOf, soldFields, soldOf } from './sold-settings.ts';
import type { Source } from './source-wire.ts';

/** Creates the section of a source's settings; `changed` is called when they were saved. */
export function createSourceEditor(panel: Panel, source: Source, changed: () => Promise<unknown>) {
  const { id, name, defaults } = source;
  let isSaved = false;
  const form = createForm(panel, {
    ...{ name: `sold ${id}`, values: { name, ...soldOf(defaults) }, required: () => ['name'] },
    async send(values) {
      const body = { name: values.name, defaults: defaultsOf(values, defaults) };
      await panel.call('PUT', `sources/${id}`, { body });
      await changed();
      isSaved = true;
      panel.say(savedWords());
    },
  });
  return {
    render: (branches: readonly Branch[]): TemplateResult => html`<section aria-labelledby="sold-here">
      <h2 id="sold-here">${msg('Lo que vendes por aquí', { id: 'source-settings' })}</h2>
      ${isSaved ? notice('good', html`<p>${savedWords()}</p>`) : nothing}
      ${form.render(
        html`${form.field('name', { label: msg('Cómo la llamas', { id: 'source-name' }), maxlength: 80 })} ${soldFields(form, branches, defaults)}`,
        msg('Guardar', { id: 'save' }),
      )}
    </section>`,
  };
}

function savedWords(): string {
  return msg('Guardado. Las ventas que aún no se facturan se rehacen con esto.', { id: 'source-saved' });
}

/** Creates the way to disconnect a source; nothing is sent before it is confirmed. */
export function createDisconnection(panel: Panel, { id, name }: Source) {
  const attempt = createAttempt(panel);
  const disconnect = (): Promise<void> =>
    attempt.run(async () => {
      await panel.call('DELETE', `sources/${id}`);
      panel.say(msg(str`Desconectamos «${name}».`, { id: 'source-removed' }));
      panel.go('/panel/conexiones');
    });
  return {
    render: (): TemplateResult => html`<details>
      <summary class="hint">${msg('Desconectar', { id: 'source-remove' })}</summary>
      <p>${msg('Sus ventas se quedan y se siguen pudiendo facturar. Ya no llegan otras, y lo que espera tu ayuda se borra.', { id: 'source-remove-why' })}</p>
      ${attempt.shown()}
      ${action(msg(str`Sí, desconectar «${name}»`, { id: 'source-remove-go' }), disconnect, 'big')}
    </details>`,
  };
}
