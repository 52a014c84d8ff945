/** The actions of the log, in plain words. */
import { msg, str } from '@lit/localize';
import { DID } from './did-words.ts';

const WORDS: Readonly<Record<string, () => string>> = {
  'sign-in': () => msg('Entró al panel', { id: 'did-sign-in' }),
  'sign-out': () => msg('Salió del panel', { id: 'did-sign-out' }),
  'step-up': () => msg('Confirmó que es quien es', { id: 'did-step-up' }),
  'password-changed': () => msg('Cambió su contraseña', { id: 'did-password' }),
  'password-reset': () => msg('Puso otra contraseña con un enlace', { id: 'did-reset' }),
  'reset-link-made': () => msg('Hizo un enlace para poner otra contraseña', { id: 'did-reset-link' }),
  'second-factor-on': () => msg('Activó los códigos de su teléfono', { id: 'did-second-on' }),
  'second-factor-off': () => msg('Quitó los códigos de su teléfono', { id: 'did-second-off' }),
  'second-factor-removed': () => msg('Quitó los códigos de alguien', { id: 'did-second-removed' }),
  'recovery-codes-renewed': () => msg('Hizo nuevos códigos de recuperación', { id: 'did-recovery-renewed' }),
  'recovery-code-used': () => msg('Usó un código de recuperación', { id: 'did-recovery' }),
  'passkey-sign-in': () => msg('Entró con una llave de acceso', { id: 'did-passkey-sign-in' }),
  'passkey-added': () => msg('Agregó una llave de acceso', { id: 'did-passkey-added' }),
  'passkey-removed': () => msg('Quitó una llave de acceso', { id: 'did-passkey-removed' }),
  renamed: () => msg('Cambió su nombre', { id: 'did-rename' }),
  'email-changed': () => msg('Cambió su correo', { id: 'did-email' }),
  'session-ended': () => msg('Cerró una de sus sesiones', { id: 'did-end-session' }),
  'invitation-accepted': () => msg('Aceptó su invitación', { id: 'did-accept' }),
  'corrected-by-link': () => msg('Corrigió su factura con el enlace', { id: 'did-corrected-by-link' }),
  restored: () => msg('Recuperó las facturas que le faltaban al respaldo', { id: 'did-restored' }),
  ...DID,
};

/** The filters of the log. */
export const ACTIONS: readonly string[] = Object.keys(WORDS);

/** A route without a text is shown by its technical name. `status` 0 means that it was interrupted. */
export function actionWords(action: string, status = 200): string {
  if (action === 'sign-in' && status === 401)
    return msg('No pudo entrar: contraseña o código equivocados', { id: 'did-fail' });
  const words = WORDS[action]?.() ?? action;
  return status === 0 ? msg(str`${words} (se interrumpió; no se sabe si quedó)`, { id: 'did-interrupted' }) : words;
}
