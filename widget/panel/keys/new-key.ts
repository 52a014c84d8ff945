/** Creating an API key: what it is for, how long it lasts, and its secret, which is shown once. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import { type Clipboard, createClipboard } from '../clipboard.ts';
import { focusOn } from '../focus.ts';
import { createForm, type Form, type Values } from '../form.ts';
import type { Panel } from '../page.ts';
import type { Fault } from '../wire.ts';
import { keyName, type NewApiKey } from './key-wire.ts';
import {
  DAILY_SCOPES,
  DELICATE_SCOPES,
  lifetimes,
  PURPOSES,
  purposes,
  SCOPES,
  scopesWords,
  scopeWords,
} from './scope-words.ts';

const DAY_MS = 86_400_000;

/** The section of the page of keys that creates one. While a secret is shown, it takes the place of the form. */
export function newKeySection(panel: Panel, changed: () => Promise<unknown>) {
  let made: NewApiKey | undefined;
  const clipboard = createClipboard(panel);
  const form = createForm(panel, {
    ...{ name: 'key', values: { name: '', purpose: 'sales', days: '' } },
    required: () => ['name'],
    check: scopeFaults,
    async send(values) {
      made = await panel.call<NewApiKey>('POST', 'keys', { body: bodyOf(values) });
      await changed();
      form.set({ name: '', purpose: 'sales', days: '', ...Object.fromEntries(SCOPES.map((scope) => [scope, ''])) });
      panel.say(msg(str`La llave «${keyName(made)}» está lista.`, { id: 'key-ready' }));
      await focusOn(panel, 'new-key');
    },
  });
  const done = (): Promise<void> => {
    made = undefined;
    return focusOn(panel, 'new-key');
  };
  return {
    render: () => html`<section aria-labelledby="new-key">
      <h2 id="new-key" tabindex="-1">${made ? msg(str`Guarda la llave «${keyName(made)}»`, { id: 'key-keep' }) : msg('Crear una llave', { id: 'key-new' })}</h2>
      ${
        made
          ? html`${secret(made)}
              <div class="bar-of-actions start">
                ${copyButton(clipboard, made)}
                ${action(msg('Ya la guardé', { id: 'key-kept' }), done)}
              </div>`
          : form.render(fields(form), msg('Crear la llave', { id: 'key-go' }))
      }
    </section>`,
  };
}

function copyButton({ words, copy }: Clipboard, { key }: NewApiKey): TemplateResult {
  return action(words(key, msg('Copiar la llave', { id: 'key-copy' })), () => copy(key), 'big');
}

function secret({ key, scopes }: NewApiKey): TemplateResult {
  return html`${notice(
    'warn',
    html`<p>${msg('Solo aparece esta vez. Pégala ahora en tu programa, o guárdala con tus contraseñas.', { id: 'key-once' })}</p>
      <p>${msg('Quien la tenga puede:', { id: 'key-whoever' })} ${scopesWords(scopes)}. ${msg('No la mandes por chat ni la pongas en una página.', { id: 'key-careful' })}</p>`,
  )}
  <pre id="key">${key}</pre>`;
}

const scopesOf = (values: Values): readonly string[] => {
  const { purpose = '' } = values;
  return purpose === 'custom' ? SCOPES.filter((scope) => values[scope]) : (PURPOSES[purpose] ?? []);
};

function bodyOf(values: Values): object {
  const { name, days = '' } = values;
  const expiry = days && { expiresAt: new Date(Date.now() + Number(days) * DAY_MS).toISOString() };
  return { name, scopes: scopesOf(values), ...expiry };
}

function scopeFaults(values: Values): readonly Fault[] {
  if (scopesOf(values).length > 0) return [];
  return [{ pointer: '/scopes', code: 'required', detail: msg('Elige al menos un permiso.', { id: 'key-no-scope' }) }];
}

function fields(form: Form): TemplateResult {
  const { purpose = '' } = form.values();
  return html`${form.field('name', {
    label: msg('Nombre', { id: 'key-name' }),
    hint: msg('El programa o la persona que la va a usar, para saber cuál revocar.', { id: 'key-name-hint' }),
    example: msg('Ej. Caja de la Roma', { id: 'key-name-example' }),
    maxlength: 80,
  })}
    <div class="two">
      ${form.choice('purpose', { label: msg('¿Para qué es?', { id: 'key-purpose' }) }, purposes())}
      ${form.choice('days', { label: msg('¿Cuánto dura?', { id: 'key-days-label' }) }, lifetimes())}
    </div>
    ${purpose === 'custom' ? scopeChoice(form) : html`<p class="hint"><strong>${msg('Podrá:', { id: 'key-may' })}</strong> ${scopesWords(scopesOf(form.values()))}.</p>`}
    ${purpose === 'all' ? notice('warn', html`<p>${msg('Con una llave así se puede cambiar todo tu negocio. Dale solo lo que tu programa necesite.', { id: 'key-all-why' })}</p>`) : nothing}`;
}

function scopeChoice(form: Form): TemplateResult {
  const fault = form.faultAt('scopes');
  const check = (scope: string) =>
    html`<label class="check"><input type="checkbox" name=${scope} ?checked=${Boolean(form.values()[scope])} />${scopeWords(scope)}</label>`;
  return html`<fieldset>
      <legend>${msg('Lo de todos los días', { id: 'key-daily' })}</legend>
      ${DAILY_SCOPES.map(check)}
    </fieldset>
    <fieldset>
      <legend>${msg('Lo delicado: solo si tu programa lo necesita', { id: 'key-delicate' })}</legend>
      ${DELICATE_SCOPES.map(check)}
      ${fault ? html`<p class="fault">${fault}</p>` : nothing}
    </fieldset>`;
}
