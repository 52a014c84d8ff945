/** Accounts for anybody, if the server allows it, and the links that confirm an address. */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import { action } from '../ui/button.ts';
import { notice } from '../ui/notice.ts';
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
import { askForAccount, confirmEmail, isSignUpOpen, makeAccount } from './session-calls.ts';

/** The link to sign up beside the sign-in form; `link` shows nothing unless the server is open. */
export function createSignUp(options: EntranceOptions, typed: () => string) {
  const { call, redraw } = options;
  let isOpen = false;
  let asking: Entrance | undefined;
  isSignUpOpen(call).then(
    (open) => {
      isOpen = open;
      redraw();
    },
    // People who have an account need no answer.
    () => {},
  );
  const close = (): void => {
    asking = undefined;
    redraw();
  };
  const open = (): void => {
    asking = askingEntrance(options, typed(), close);
    redraw();
  };
  return {
    asking: () => asking,
    link: () => (isOpen ? action(msg('Crear una cuenta', { id: 'sign-up' }), open) : nothing),
  };
}

function askingEntrance({ call, redraw }: EntranceOptions, email: string, back: () => void): Entrance {
  let isSent = false;
  const form = createForm(
    { ...NOBODY, redraw },
    {
      ...{ name: 'sign-up', values: { email }, required: () => ['email'] },
      async send({ email: typed = '' }) {
        await askForAccount(call, typed);
        isSent = true;
      },
    },
  );
  return {
    render: () =>
      entrance(
        msg('Crea tu cuenta', { id: 'sign-up-title' }),
        msg('Te mandamos un enlace por correo para terminar. Sirve una vez, durante un día.', { id: 'sign-up-why' }),
        html`${
          isSent
            ? notice(
                'good',
                html`<p>${msg('Revisa tu correo: el enlace va en camino. Mira también el correo no deseado.', { id: 'sign-up-sent' })}</p>`,
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

/** Opened by the link in the mail: a name and a password, and then a business. */
export function newAccountEntrance({ call, redraw, query, entered }: EntranceOptions): Entrance {
  const token = query.get('token') ?? '';
  const form = ownerForm('new-account', redraw, ['name', 'password'], async ({ name = '', password = '' }) => {
    await makeAccount(call, { token, name, password });
    await entered();
  });
  return {
    render: () =>
      entrance(
        msg('Termina tu cuenta', { id: 'new-account' }),
        msg('Después das de alta tu negocio.', { id: 'new-account-why' }),
        form.render(
          html`${nameField(form)} ${newPasswordField(form)}`,
          msg('Crear mi cuenta', { id: 'create-account' }),
          msg('Creando tu cuenta…', { id: 'creating-account' }),
        ),
      ),
  };
}

/** For the link that was mailed to a new address. It needs a button, because mail programs open links automatically. */
export function confirmEmailEntrance({ call, redraw, query }: EntranceOptions, signIn: () => Entrance): Entrance {
  const token = query.get('token') ?? '';
  let then: Entrance | undefined;
  const form = createForm(
    { ...NOBODY, redraw },
    {
      ...{ name: 'confirm-email', values: {} },
      async send() {
        await confirmEmail(call, token);
        then = signIn();
      },
    },
  );
  return {
    render: () =>
      then?.render() ??
      entrance(
        msg('Confirma tu correo', { id: 'confirm-email' }),
        msg('Desde ahora entras a tu cuenta con este correo.', { id: 'confirm-email-why' }),
        form.render(nothing, msg('Confirmar', { id: 'confirm' })),
      ),
  };
}
