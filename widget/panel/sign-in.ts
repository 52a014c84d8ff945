/** The ways to sign in: with an account, and with the links for the first owner, an invitation or a forgotten password. */

import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import { action } from '../ui/button.ts';
import { notice } from '../ui/notice.ts';
import { createCodeStep } from './code-step.ts';
import {
  type Entrance,
  type EntranceOptions,
  emailField,
  entrance,
  NOBODY,
  nameField,
  newPasswordField,
  ownerForm,
} from './entrance.ts';
import { createForm } from './form.ts';
import { createPasskeyAttempt, hasPasskeys } from './passkey-attempt.ts';
import { passwordField } from './password-field.ts';
import { ROOT } from './router.ts';
import { acceptInvitation, forgotPassword, resetPassword, setUp, signIn } from './session-calls.ts';
import { confirmEmailEntrance, createSignUp, newAccountEntrance } from './sign-up.ts';

/** Creates the sign-in screen, with the forgotten password, passkeys and signing up. */
export function signInEntrance(options: EntranceOptions): Entrance {
  const { call, redraw, entered } = options;
  let forgotten: Entrance | undefined;
  const step = createCodeStep(redraw);
  const passkey = createPasskeyAttempt({ ...NOBODY, redraw });
  const signUp = createSignUp(options, () => form.values().email ?? '');
  const enter = (): Promise<void> =>
    passkey.run(async ({ usePasskey }) => {
      await usePasskey(call, 'auth/passkey-sign-in');
      await entered();
    });
  const form = createForm(
    { ...NOBODY, redraw },
    {
      ...{ name: 'sign-in', values: { email: '', password: '', code: '' }, secret: ['password', 'code'] },
      required: () => ['email', 'password'],
      async send({ email = '', password = '', code = '' }) {
        if (await step.passes(() => signIn(call, email, { password, code }))) await entered();
      },
    },
  );
  const forget = (): void => {
    forgotten = forgottenEntrance(options, form.values().email ?? '', () => {
      forgotten = undefined;
      redraw();
    });
    redraw();
  };
  return {
    render: () =>
      forgotten?.render() ??
      signUp.asking()?.render() ??
      entrance(
        msg('Entra a tu panel', { id: 'sign-in' }),
        undefined,
        html`${form.render(
          html`${emailField(form)}
          ${passwordField(form, { label: msg('Contraseña', { id: 'password' }), autocomplete: 'current-password' })}
          ${step.field(form)}`,
          msg('Entrar', { id: 'enter' }),
          msg('Entrando…', { id: 'entering' }),
        )}
        ${passkey.shown()}
        ${hasPasskeys() ? action(msg('Entrar con llave de acceso', { id: 'passkey-enter' }), enter, 'big') : nothing}
        ${action(msg('Olvidé mi contraseña', { id: 'forgot' }), forget)} ${signUp.link()}`,
        msg(
          '¿Primera vez aquí? Abre la dirección que imprimió tu servidor al arrancar, o pide una invitación a quien lo administra.',
          {
            id: 'first-time',
          },
        ),
      ),
  };
}

function forgottenEntrance({ call, redraw }: EntranceOptions, email: string, back: () => void): Entrance {
  let isSent = false;
  const form = createForm(
    { ...NOBODY, redraw },
    {
      ...{ name: 'forgotten', values: { email }, required: () => ['email'] },
      async send({ email: typed = '' }) {
        await forgotPassword(call, typed);
        isSent = true;
      },
    },
  );
  return {
    render: () =>
      entrance(
        msg('Pon otra contraseña', { id: 'forgotten' }),
        msg('Te mandamos un enlace por correo. Sirve una vez, durante una hora.', { id: 'forgotten-why' }),
        html`${
          isSent
            ? notice(
                'good',
                html`<p>${msg('Si hay una cuenta con ese correo, el enlace va en camino. Revisa también el correo no deseado.', { id: 'forgotten-sent' })}</p>`,
              )
            : form.render(
                emailField(form),
                msg('Mandarme el enlace', { id: 'forgotten-go' }),
                msg('Un momento…', { id: 'moment' }),
              )
        }
        ${action(msg('Volver', { id: 'forgotten-back' }), back)}`,
      ),
  };
}

function setupEntrance({ call, redraw, query, entered }: EntranceOptions): Entrance {
  const token = query.get('token') ?? '';
  const form = ownerForm(
    'owner',
    redraw,
    ['name', 'email', 'password'],
    async ({ name = '', email = '', password = '' }) => {
      await setUp(call, { token, name, email, password });
      await entered();
    },
    // Faults of the address and a password known from breaches are shown together with those found here.
    { asksAnyway: true },
  );
  return {
    render: () =>
      entrance(
        msg('Este servidor ya es tuyo', { id: 'setup' }),
        msg('Crea tu cuenta. Serás la persona dueña: después podrás invitar a tu equipo.', { id: 'setup-why' }),
        form.render(
          html`${nameField(form)} ${emailField(form)} ${newPasswordField(form)}`,
          msg('Crear mi cuenta', { id: 'create-account' }),
          msg('Creando tu cuenta…', { id: 'creating-account' }),
        ),
        html`${msg('¿Ya tienes cuenta?', { id: 'setup-known' })} <a href=${ROOT} target="_self">${msg('Entrar', { id: 'enter' })}</a>`,
      ),
  };
}

function invitationEntrance({ call, redraw, query, entered }: EntranceOptions): Entrance {
  const token = query.get('token') ?? '';
  const step = createCodeStep(redraw);
  const form = ownerForm(
    'invitation',
    redraw,
    ['name', 'password'],
    async ({ name = '', password = '', code = '' }) => {
      if (await step.passes(() => acceptInvitation(call, { token, name, password, code }))) await entered();
    },
  );
  return {
    render: () =>
      entrance(
        msg('Te invitaron a este panel', { id: 'invited' }),
        msg('Si ya tienes cuenta aquí con ese correo, escribe tu contraseña de siempre.', { id: 'invited-why' }),
        form.render(
          html`${nameField(form)} ${newPasswordField(form)} ${step.field(form)}`,
          msg('Entrar', { id: 'enter' }),
          msg('Entrando…', { id: 'entering' }),
        ),
      ),
  };
}

function resetEntrance(options: EntranceOptions): Entrance {
  const { call, redraw, query } = options;
  const token = query.get('token') ?? '';
  let then: Entrance | undefined;
  const form = ownerForm('reset', redraw, ['password'], async ({ password = '' }) => {
    await resetPassword(call, { token, password });
    then = signInEntrance(options);
  });
  return {
    render: () =>
      then?.render() ??
      entrance(
        msg('Elige otra contraseña', { id: 'reset' }),
        msg('Tus demás sesiones se cierran. Si para entrar usas códigos de una aplicación, no cambian.', {
          id: 'reset-why',
        }),
        form.render(newPasswordField(form), msg('Guardar', { id: 'save' })),
      ),
  };
}

/** The screens of links with a token, by their addresses. */
export const ENTRANCES: Readonly<Record<string, (options: EntranceOptions) => Entrance>> = {
  '/setup': setupEntrance,
  '/invitation': invitationEntrance,
  '/reset-password': resetEntrance,
  '/confirm-email': (options) => confirmEmailEntrance(options, () => signInEntrance(options)),
  '/sign-up': newAccountEntrance,
};
