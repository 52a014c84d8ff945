/** The panel's language, and the sentences that many pages share. es-MX is in the source; English is fetched on demand. */
import { msg, str } from '@lit/localize';
import { part } from '../ui/part.ts';
import type { Locale, ProblemBody } from './wire.ts';

const english = part(() => import('./speak-english.ts'));

/** The current language of the panel. */
export function language(): Locale {
  return (english.peek()?.getLocale() ?? 'es-MX') as Locale;
}

/** Switches to English if it is the first supported language in `wanted` (BCP 47 tags); stays in Spanish if the texts cannot be fetched. */
export async function speak(wanted: readonly string[]): Promise<void> {
  const first = wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === 'es' || tag === 'en');
  if (first !== 'en' && !english.peek()) return;
  try {
    const { setLocale } = await english.need();
    await setLocale(first === 'en' ? 'en' : 'es-MX');
  } catch {}
}

/** The sentence for a fault that no server could report: no network, no answer in time, or an answer that is not the API's. */
export function trouble(code: 'offline' | 'timeout' | 'unreachable'): ProblemBody {
  const detail = {
    offline: () => msg('Sin conexión. Lo que escribiste sigue aquí; inténtalo cuando tengas señal.', { id: 'offline' }),
    timeout: () => msg('La respuesta tardó demasiado. Inténtalo otra vez: nada se duplica.', { id: 'timeout' }),
    unreachable: () => msg('No pudimos comunicarnos con el servidor. Inténtalo en un momento.', { id: 'unreachable' }),
  }[code]();
  return { status: 0, title: detail, detail, code };
}

/** «Revisa 2 datos», above a form with faults. */
export function faultCount(count: number): string {
  return count === 1 ? msg('Revisa un dato', { id: 'one-fault' }) : msg(str`Revisa ${count} datos`, { id: 'faults' });
}

/** The fault of an empty field. */
export function required(): string {
  return msg('Escribe este dato.', { id: 'required' });
}

/** The fault of a choice that was not made. */
export function requiredChoice(): string {
  return msg('Elige una opción.', { id: 'required-choice' });
}

/** The label of a form's button. */
export function save(): string {
  return msg('Guardar', { id: 'save' });
}

/** The label of a form's button while it saves. */
export function saving(): string {
  return msg('Guardando…', { id: 'saving' });
}
