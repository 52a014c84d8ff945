/** Replacing a source's credentials, or completing them with what its provider gave together with the webhook. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { notice } from '../../ui/notice.ts';
import { createForm } from '../form.ts';
import type { Panel } from '../page.ts';
import {
  credentialFields,
  emptyCredentials,
  requiredNames,
  secretNames,
  typedCredentials,
} from './credential-fields.ts';
import { CREDENTIALS, type ProviderCredential, providerName } from './providers.ts';
import type { Source } from './source-wire.ts';

/** What is asked, and what is known already and sent with it. The API replaces all of a source's credentials at once. */
type CredentialsOptions = {
  readonly asked: readonly ProviderCredential[];
  readonly known?: Readonly<Record<string, string>>;
};

/** Creates the section with the form; on its own it asks for all credentials. */
export function createCredentialsForm(
  panel: Panel,
  { id, type }: Source,
  { asked, known = {} }: CredentialsOptions = { asked: CREDENTIALS[type] ?? [] },
): { readonly render: () => TemplateResult } {
  let isSaved = false;
  const form = createForm(panel, {
    name: `credentials ${id}`,
    values: emptyCredentials(asked),
    secret: secretNames(asked),
    required: () => requiredNames(asked),
    async send(values) {
      const credentials = { ...known, ...typedCredentials(asked, values) };
      await panel.call('PUT', `sources/${id}`, { body: { credentials } });
      form.set(emptyCredentials(asked));
      isSaved = true;
      panel.say(savedWords(type));
    },
  });
  const isWhole = asked.length === CREDENTIALS[type]?.length;
  return {
    render: () => html`<section aria-labelledby="credentials">
      <h2 id="credentials">${isWhole ? msg('Cambiar sus claves', { id: 'cred-change' }) : msg(str`Guarda la clave que te dio ${providerName(type)}`, { id: 'cred-complete' })}</h2>
      ${isWhole ? html`<p class="hint">${msg('Nunca las volvemos a mostrar. Escríbelas todas: reemplazan a las de antes.', { id: 'cred-change-why' })}</p>` : nothing}
      ${isSaved ? notice('good', html`<p>${savedWords(type)}</p>`) : nothing}
      ${form.render(credentialFields(form, type, asked), msg('Guardar las claves', { id: 'cred-save' }))}
    </section>`,
  };
}

function savedWords(type: string): string {
  return msg(str`Guardadas. Lo que mande ${providerName(type)} desde ahora se comprueba con ellas.`, {
    id: 'cred-saved',
  });
}
