/** What a shop's own word for an order's state means, where the server does not know it. */
import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { createForm } from '../form.ts';
import type { Panel } from '../page.ts';
import type { Source, SourceQueue } from './source-wire.ts';

const UNKNOWN = 'order-state-unknown';

/** Creates the section; it is there while an order waits for it. `changed` is called when a meaning was saved. */
export function createStateMapping(panel: Panel, { id }: Source, changed: () => Promise<unknown>) {
  let known: Source['states'] = {};
  const form = createForm(panel, {
    ...{ name: `state ${id}`, values: { word: '', standing: '' }, required: () => ['word', 'standing'] },
    async send({ word = '', standing = '' }) {
      await panel.call('PUT', `sources/${id}`, { body: { states: { ...known, [word.toLowerCase()]: standing } } });
      form.set({ word: '', standing: '' });
      await changed();
    },
  });
  return {
    render({ states }: Source, { problems }: SourceQueue): TemplateResult | typeof nothing {
      known = states;
      if (!problems.some(({ errors }) => errors.some(({ code }) => code === UNKNOWN))) return nothing;
      return html`<section aria-labelledby="state-mapping">
        <h2 id="state-mapping">${msg('Dinos qué significa un estado', { id: 'state-title' })}</h2>
        ${form.render(
          html`<div class="two">
            ${form.field('word', { label: msg('Estado, como lo llama tu tienda', { id: 'state-word' }), example: msg('Ej. enviado', { id: 'state-example' }), maxlength: 80 })}
            ${form.choice('standing', { label: msg('Quiere decir que…', { id: 'state-means' }) }, standings())}
          </div>`,
          msg('Guardar y volver a intentar', { id: 'state-go' }),
        )}
      </section>`;
    },
  };
}

function standings(): readonly (readonly [string, string])[] {
  return [
    ['', msg('Elige una opción', { id: 'state-choose' })],
    ['paid', msg('Está pagado completo', { id: 'state-paid' })],
    ['partly', msg('Está pagado en parte', { id: 'state-partly' })],
    ['unpaid', msg('Aún no se paga', { id: 'state-unpaid' })],
    ['disputed', msg('El pago está en disputa', { id: 'state-disputed' })],
    ['closed', msg('Se canceló o se devolvió todo', { id: 'state-closed' })],
  ];
}
