/** The mails about addresses: one to confirm, one that is no longer used, an invitation, a new account. */
import { type AccountEnvelope, accountMail } from './account-mail.ts';
import type { Mail } from './mailer.ts';
import { nameWithoutLinks } from './values.ts';

/** Asks the recipient to confirm that a person's new address is theirs. */
export function confirmEmailMail(envelope: AccountEnvelope, url: string): Mail {
  const [title, body, otherwise] = {
    'es-MX': [
      'Confirma tu correo',
      'Alguien quiere entrar a su cuenta de Autofactura con este correo. El enlace sirve una vez, durante un día.',
      'Si no fuiste tú, no hagas nada.',
    ],
    en: [
      'Confirm your e-mail',
      'Somebody wants to sign in to their Autofactura account with this address. The link works once, for a day.',
      'If it was not you, do nothing.',
    ],
  }[envelope.language] as [string, string, string];
  return accountMail(envelope, { title, body: [body], url, otherwise });
}

/** Notifies the old address that it no longer opens the account. It does not name the new one. */
export function emailChangedMail(envelope: AccountEnvelope): Mail {
  const [title, body, otherwise] = {
    'es-MX': [
      'Tu cuenta ya usa otro correo',
      'A tu cuenta de Autofactura ya no se entra con este correo, sino con otro que se confirmó hoy.',
      'Si no fuiste tú, avisa cuanto antes a quien administra el servidor.',
    ],
    en: [
      'Your account uses another e-mail now',
      'You no longer sign in to your Autofactura account with this address, but with another one that was confirmed today.',
      'If it was not you, tell whoever runs the server as soon as you can.',
    ],
  }[envelope.language] as [string, string, string];
  return accountMail(envelope, { title, body: [body], otherwise });
}

/** Invites somebody to work for a business. Its name is its owner's words, so no mail program may make a link of it. */
export function invitationMail(envelope: AccountEnvelope, tradeName: string, url: string): Mail {
  const name = nameWithoutLinks(tradeName);
  const [title, body, otherwise] = {
    'es-MX': [
      'Acepta tu invitación',
      `Te invitaron a trabajar con «${name}» en Autofactura. El enlace sirve una vez, durante una semana.`,
      'Si no conoces ese negocio, no hagas nada.',
    ],
    en: [
      'Accept your invitation',
      `You were invited to work with “${name}” on Autofactura. The link works once, for a week.`,
      'If you do not know that business, do nothing.',
    ],
  }[envelope.language] as [string, string, string];
  return accountMail(envelope, { title, body: [body], url, otherwise });
}

/** Answers a request for an account: with a link to create it or, if there already is one, with a link to sign in. */
export function signUpMail(envelope: AccountEnvelope, url: string, isNew: boolean): Mail {
  const words = {
    'es-MX': isNew
      ? [
          'Crea tu cuenta',
          'Alguien pidió una cuenta de Autofactura con este correo. El enlace sirve una vez, durante un día.',
        ]
      : [
          'Entra a tu cuenta',
          'Alguien pidió una cuenta de Autofactura con este correo, y ya tienes una. Si olvidaste tu contraseña, ahí mismo puedes pedir otra.',
        ],
    en: isNew
      ? [
          'Create your account',
          'Somebody asked for an Autofactura account with this address. The link works once, for a day.',
        ]
      : [
          'Sign in to your account',
          'Somebody asked for an Autofactura account with this address, and you already have one. If you forgot your password, you can set another there.',
        ],
  }[envelope.language];
  const [title = '', body = ''] = words;
  const otherwise = { 'es-MX': 'Si no fuiste tú, no hagas nada.', en: 'If it was not you, do nothing.' }[
    envelope.language
  ];
  return accountMail(envelope, { title, body: [body], url, otherwise });
}
