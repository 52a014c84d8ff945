import { msg } from '@lit/localize';

/** How long a stranger would need to guess a password, as a text. Only the server knows whether it was leaked. */
export function strengthWords(password: string): string {
  const length = [...password].length;
  const kinds = new Set(password.toLowerCase()).size;
  if (length === 0) return '';
  if (length < 12) return msg('Todavía es corta.', { id: 'strength-short' });
  if (kinds < 6) return msg('Se repite mucho: alguien podría adivinarla.', { id: 'strength-weak' });
  return length < 16
    ? msg('Buena. Con otra palabra sería mejor.', { id: 'strength-good' })
    : msg('Muy buena.', { id: 'strength-best' });
}
