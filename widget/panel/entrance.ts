/** What the sign-in pages share: their look, and the fields for people without a session. */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import type { Call } from './api.ts';
import { createForm, type Form, type FormOptions, type Values } from './form.ts';
import { passwordField } from './password-field.ts';

/** A screen for somebody who is not signed in yet. */
export type Entrance = { readonly render: () => unknown };

/** What the entrances share. */
export type EntranceOptions = {
  readonly call: Call;
  readonly redraw: () => Promise<unknown>;
  readonly query: URLSearchParams;
  /** Called once there is a session. */
  readonly entered: () => Promise<void>;
};

/** The frame of a form for people without a session. */
export const NOBODY = { signal: new AbortController().signal, merchant: undefined, world: 'test' } as const;

const SHORTEST_PASSWORD = 12;

/** A form in which somebody chooses a password. */
export function ownerForm(
  name: string,
  redraw: () => Promise<unknown>,
  names: readonly string[],
  send: (values: Values) => Promise<void>,
  { asksAnyway = false }: Pick<FormOptions, 'asksAnyway'> = {},
): Form {
  return createForm(
    { ...NOBODY, redraw },
    {
      ...{
        name,
        values: Object.fromEntries(names.map((key) => [key, ''])),
        secret: ['password', 'code'],
        required: () => names,
        send,
        asksAnyway,
      },
      check: ({ password = '' }) =>
        [...password].length < SHORTEST_PASSWORD
          ? [{ pointer: '/password', code: 'password-short', detail: passwordHint() }]
          : [],
    },
  );
}

/** The person's own name. */
export function nameField(form: Form) {
  return form.field('name', { label: msg('Tu nombre', { id: 'your-name' }), autocomplete: 'name' });
}

/** A new password. */
export function newPasswordField(form: Form) {
  return passwordField(form, {
    label: msg('Elige una contraseña', { id: 'new-password' }),
    hint: passwordHint(),
    autocomplete: 'new-password',
  });
}

function passwordHint(): string {
  return msg('Al menos 12 caracteres. Una frase que recuerdes sirve mejor que símbolos raros.', {
    id: 'password-hint',
  });
}

/** The address with which one signs in. */
export function emailField(form: Form) {
  return form.field('email', {
    label: msg('Correo', { id: 'email' }),
    type: 'email',
    inputmode: 'email',
    autocomplete: 'username',
  });
}

/** The styles of the sign-in pages. */
export function entrance(title: string, lead: string | undefined, content: unknown, foot?: unknown): unknown {
  return html`<div class="entrance">
    <p class="mark">Autofactura</p>
    <div class="head"><h1 tabindex="-1">${title}</h1>${lead ? html`<p class="lead">${lead}</p>` : nothing}</div>
    ${content} ${foot ? html`<p class="foot">${foot}</p>` : nothing}
  </div>`;
}
