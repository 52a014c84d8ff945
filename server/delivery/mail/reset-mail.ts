/** The mail with which a person who forgot their password can reset it. */
import type { Language } from '../../problems/problem.ts';
import { markup } from '../../text/markup.ts';
import { headerText, type MailAddress } from './address.ts';
import { buttons, mailHtml, paragraphs } from './look.ts';
import type { Mail } from './mailer.ts';

/** What a password reset mail needs; `url` contains the token. */
export type ResetMail = {
  readonly to: MailAddress;
  readonly sender: MailAddress;
  readonly language: Language;
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
    en: 'Somebody asked to set another password for the account of this address. The link works once, for an hour.',
  },
  code: {
    'es-MX':
      'Los códigos de tu aplicación no cambian: al entrar te pediremos uno. Si perdiste la aplicación, usa un código de recuperación.',
    en: 'The codes of your app stay as they are: signing in will ask for one. If you lost the app, use a recovery code.',
  },
  not: {
    'es-MX': 'Si no fuiste tú, no hagas nada: tu contraseña sigue siendo la misma.',
    en: 'If it was not you, do nothing: your password stays as it is.',
  },
} as const;
const BUTTON_COLOUR = '#0b5d4b';

/** It names nobody and no business: whoever reads it knows no more than that an account may be there. */
export function resetMail({ to, sender, language, url, hasSecondFactor }: ResetMail): Mail {
  const say = (text: keyof typeof WORDS): string => WORDS[text][language];
  const subject = headerText(say('subject'));
  const told = [say('why'), ...(hasSecondFactor ? [say('code')] : [])];
  return {
    ...{ to, subject, attachments: [], from: { name: headerText('Autofactura'), address: sender } },
    headers: { 'Auto-Submitted': headerText('auto-generated') },
    html: mailHtml({
      ...{ language, title: subject, comercio: 'Autofactura' },
      parts: [paragraphs(told.join('\n\n')), buttons([{ label: say('subject'), url, primary: BUTTON_COLOUR }])],
      footer: markup`${say('not')}`,
    }),
    text: [...told, url, say('not')].join('\n\n'),
  };
}
