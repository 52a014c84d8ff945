/** The mail with which a person who forgot their password can reset it. */
import { type AccountEnvelope, accountMail } from './account-mail.ts';
import type { Mail } from './mailer.ts';

/** What a password reset mail needs; `url` contains the token. */
export type ResetMail = AccountEnvelope & {
  /** Works once, for an hour. */
  readonly url: string;
  /** Whether signing in also asks for a code, which a new password does not change. */
  readonly hasSecondFactor: boolean;
};

const WORDS = {
  subject: { 'es-MX': 'Pon otra contraseña', en: 'Set another password' },
  why: {
    'es-MX':
      'Alguien pidió poner otra contraseña en la cuenta de este correo. El enlace sirve una vez, durante una hora.',
    en: 'Somebody asked to set another password for the account with this address. The link works once, for an hour.',
  },
  code: {
    'es-MX':
      'Los códigos de tu aplicación no cambian: al entrar te pediremos uno. Si perdiste la aplicación, usa un código de recuperación.',
    en: 'Your app’s codes stay as they are: you will be asked for one when you sign in. If you lost the app, use a recovery code.',
  },
  not: {
    'es-MX': 'Si no fuiste tú, no hagas nada: tu contraseña sigue siendo la misma.',
    en: 'If it was not you, do nothing: your password stays as it is.',
  },
} as const;

/** It names no person and no business: its reader learns only that there may be an account. */
export function resetMail({ url, hasSecondFactor, ...envelope }: ResetMail): Mail {
  const say = (text: keyof typeof WORDS): string => WORDS[text][envelope.language];
  const body = [say('why'), ...(hasSecondFactor ? [say('code')] : [])];
  return accountMail(envelope, { title: say('subject'), body, url, otherwise: say('not') });
}
