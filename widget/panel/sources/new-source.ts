/** Connecting a provider: its credentials and what is sold, and then the address that it is to be given. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { notice } from '../../ui/notice.ts';
import { createClipboard } from '../clipboard.ts';
import { focusOn } from '../focus.ts';
import { createForm, type Form } from '../form.ts';
import { usualSold } from '../lists/sold-words.ts';
import type { OpenPage, Panel } from '../page.ts';
import { remote } from '../remote.ts';
import type { Branch } from '../wire.ts';
import {
  credentialFields,
  emptyCredentials,
  requiredNames,
  secretNames,
  typedCredentials,
} from './credential-fields.ts';
import { createCredentialsForm } from './credentials-form.ts';
import { CREDENTIALS, madeCredentials, providerName, providerWhy } from './providers.ts';
import { defaultsOf, newSold, soldFields } from './sold-settings.ts';
import type { Source } from './source-wire.ts';
import { webhookGuide } from './webhook-guide.ts';

type Made = { readonly source: Source; readonly credentials: Readonly<Record<string, string>> };

/** Opens the page that connects a provider of the type that its address names. */
export const newSourcePage: OpenPage = (panel, { type = '' }) => {
  const branches = remote(panel, () => panel.call<{ branches: readonly Branch[] }>('GET', 'branches'));
  let finish: (() => TemplateResult) | undefined;
  const form = newSourceForm(panel, type, async (made) => {
    finish = createFinish(panel, made);
    panel.say(connectedWords(made.source));
    await focusOn(panel, 'connected');
  });
  const isKnown = CREDENTIALS[type] !== undefined;
  return {
    title: () => (isKnown ? connectWords(type) : msg('Esta página no existe', { id: 'no-page' })),
    lead: () => providerWhy(type),
    render: () => {
      if (!isKnown)
        return html`<p><a href="/panel/conexiones">${msg('Ver qué se puede conectar', { id: 'source-see-all' })}</a></p>`;
      return (
        finish?.() ??
        branches.show(({ branches: all }) =>
          form.render(fields(form, type, all), connectWords(type), msg('Conectando…', { id: 'source-connecting' })),
        )
      );
    },
  };
};

const askedFirst = (type: string) => (CREDENTIALS[type] ?? []).filter(({ from }) => from === undefined);

function newSourceForm(panel: Panel, type: string, done: (made: Made) => Promise<unknown>): Form {
  const asked = askedFirst(type);
  return createForm(panel, {
    name: `source ${type}`,
    values: { name: providerName(type), ...newSold(usualSold(panel.merchant)), ...emptyCredentials(asked) },
    secret: secretNames(asked),
    required: () => ['name', ...requiredNames(asked)],
    async send(values) {
      const credentials = { ...madeCredentials(type), ...typedCredentials(asked, values) };
      const body = { type, name: values.name, credentials, defaults: defaultsOf(values) };
      const source = await panel.call<Source>('POST', 'sources', { body });
      await panel.changed();
      await done({ source, credentials });
    },
  });
}

function fields(form: Form, type: string, branches: readonly Branch[]): TemplateResult {
  return html`${form.field('name', { label: msg('Cómo la llamas', { id: 'source-name' }), maxlength: 80 })}
    ${soldFields(form, branches)} ${credentialFields(form, type, askedFirst(type))}`;
}

function connectWords(type: string): string {
  return type === 'pull'
    ? msg('Conectar tu propio sistema', { id: 'source-new-pull' })
    : msg(str`Conectar ${providerName(type)}`, { id: 'source-new' });
}

function connectedWords({ name }: Source): string {
  return msg(str`«${name}» ya está en tus conexiones.`, { id: 'source-connected' });
}

/** What is left to do once the source exists: at the provider, and then here with what the provider gave. */
function createFinish(panel: Panel, { source, credentials }: Made): () => TemplateResult {
  const clipboard = createClipboard(panel);
  const all = CREDENTIALS[source.type] ?? [];
  const made = Object.fromEntries(
    all.filter(({ from }) => from === 'made').map(({ name }) => [name, credentials[name] ?? '']),
  );
  const laters = all.filter(({ from }) => from === 'later');
  const form = laters.length ? createCredentialsForm(panel, source, { asked: laters, known: credentials }) : undefined;
  return () => html`<div id="connected" tabindex="-1">
      ${notice('good', html`<p>${connectedWords(source)} ${source.webhookUrl === undefined ? nothing : msg(str`Falta un paso en ${providerName(source.type)}.`, { id: 'source-one-left' })}</p>`)}
    </div>
    ${webhookGuide(clipboard, source, made)} ${form?.render() ?? nothing}
    <p><a href="/panel/conexiones/${source.id}">${msg('Ver cómo va esta conexión', { id: 'source-see' })}</a></p>`;
}
