/** The two ways in: for whoever has an account, and for the first owner, with the address that the server printed. */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import type { Call } from './api.ts';
import { createForm, type Form } from './form.ts';
import { passwordField } from './password-field.ts';
import { setUp, signIn } from './session-calls.ts';

export type Entrance = { readonly render: () => unknown };

type EntranceOptions = {
  readonly call: Call;
  readonly redraw: () => void;
  readonly query: URLSearchParams;
  /** There is a session now. */
  readonly entered: () => Promise<void>;
};

const SHORTEST_PASSWORD = 12;

const NOBODY = { signal: new AbortController().signal, merchant: undefined, world: 'test' } as const;

export function signInEntrance({ call, redraw, entered }: EntranceOptions): Entrance {
  const form = createForm(
    { ...NOBODY, redraw },
    {
      ...{ name: 'sign-in', values: { email: '', password: '' }, secret: ['password'] },
      required: () => ['email', 'password'],
      async send({ email = '', password = '' }) {
        await signIn(call, email, password);
        await entered();
      },
    },
  );
  return {
    render: () =>
      entrance(
        msg('Entra a tu panel', { id: 'sign-in' }),
        undefined,
        form.render(
          html`${emailField(form)}
          ${passwordField(form, { label: msg('Contraseña', { id: 'password' }), autocomplete: 'current-password' })}`,
          msg('Entrar', { id: 'enter' }),
          msg('Entrando…', { id: 'entering' }),
        ),
        msg(
          '¿Primera vez aquí? Abre la dirección que imprimió tu servidor al arrancar, o pide una invitación a quien lo administra.',
          {
            id: 'first-time',
          },
        ),
      ),
  };
}

export function setupEntrance({ call, redraw, query, entered }: EntranceOptions): Entrance {
  const token = query.get('token') ?? '';
  const form = createForm(
    { ...NOBODY, redraw },
    {
      ...{ name: 'owner', values: { name: '', email: '', password: '' }, secret: ['password'] },
      required: () => ['name', 'email', 'password'],
      check: ({ password = '' }) =>
        password.length < SHORTEST_PASSWORD
          ? [{ pointer: '/password', code: 'password-too-short', detail: passwordHint() }]
          : [],
      async send({ name = '', email = '', password = '' }) {
        await setUp(call, { token, name, email, password });
        await entered();
      },
    },
  );
  return {
    render: () =>
      entrance(
        msg('Este servidor ya es tuyo', { id: 'setup' }),
        msg('Crea tu cuenta. Serás la persona dueña: después podrás invitar a tu equipo.', { id: 'setup-why' }),
        form.render(
          html`${form.field('name', { label: msg('Tu nombre', { id: 'your-name' }), autocomplete: 'name' })}
          ${emailField(form)}
          ${passwordField(form, {
            label: msg('Elige una contraseña', { id: 'new-password' }),
            hint: passwordHint(),
            autocomplete: 'new-password',
          })}`,
          msg('Crear mi cuenta', { id: 'create-account' }),
          msg('Creando tu cuenta…', { id: 'creating-account' }),
        ),
      ),
  };
}

function passwordHint(): string {
  return msg('Al menos 12 caracteres. Una frase que recuerdes sirve mejor que símbolos raros.', {
    id: 'password-hint',
  });
}

function emailField(form: Form) {
  return form.field('email', {
    label: msg('Correo', { id: 'email' }),
    type: 'email',
    inputmode: 'email',
    autocomplete: 'username',
  });
}

function entrance(title: string, lead: string | undefined, content: unknown, foot?: string): unknown {
  return html`<div class="entrance">
    <p class="mark">Autofactura</p>
    <div class="head"><h1 tabindex="-1">${title}</h1>${lead ? html`<p class="lead">${lead}</p>` : nothing}</div>
    ${content} ${foot ? html`<p class="foot">${foot}</p>` : nothing}
  </div>`;
}
