/** The portal's language, and the sentences that many screens share. es-MX is in the source; English is fetched on demand. */
import { msg, str } from '@lit/localize';
import type { StrResult } from '@lit/localize/internal/str-tag.js';
import { SOLD_WORDS } from '../../server/portals/trade-words.ts';
import { part } from '../ui/part.ts';
import type { Locale, PortalSettings, ProblemBody } from './wire.ts';

type Template = string | StrResult;

const english = part(async () => {
  const { english: own, localize } = await import('./speak-english.ts');
  learn(own);
  return localize(templates);
});

let chosen: Locale = 'es-MX';

/** Every English sentence that has been fetched, by its id. */
const templates: Record<string, Template> = {};

/** Adds the English texts of a part that has just been fetched. */
export function learn(more: Readonly<Record<string, Template>>): void {
  Object.assign(templates, more);
}

/** The language of the portals on this page (one at a time: @lit/localize has one locale per page). */
export function language(): Locale {
  return (english.peek()?.getLocale() ?? 'es-MX') as Locale;
}

/** The first of `wanted` (BCP 47 tags) that is supported, otherwise the first supported language. */
export function preferred(wanted: readonly string[], spoken: readonly Locale[]): Locale {
  const fits = wanted.map((tag) => spoken.find((locale) => locale.slice(0, 2) === tag.slice(0, 2).toLowerCase()));
  return fits.find((locale) => locale) ?? spoken[0] ?? 'es-MX';
}

/** Starts fetching what `locale` needs, so that it arrives while something else is loading. */
export function prefetchLanguage(locale: Locale): void {
  if (locale === 'en') english.need().catch(() => {});
}

/** Switches to the preferred language; stays in Spanish if the English texts cannot be fetched. */
export async function speak(wanted: readonly string[], spoken: readonly Locale[]): Promise<void> {
  chosen = preferred(wanted, spoken);
  if (chosen === 'es-MX' && !english.peek()) return;
  try {
    const { setLocale } = await english.need();
    // Another portal may have chosen since.
    await setLocale(chosen);
  } catch {}
}

/** What the trade calls a sale, after «tu»: compra, consumo, servicio, boleto. */
export function noun(settings: PortalSettings): string {
  return SOLD_WORDS[settings.noun][language()];
}

/** The sentence for a fault no server could tell us: no network, no answer in time, or an answer that is not the API's. */
export function trouble(code: 'offline' | 'timeout' | 'unreachable'): ProblemBody {
  const detail = {
    offline: () =>
      msg('Sin conexión. Guardamos lo que escribiste; vuelve a intentarlo cuando tengas señal.', { id: 'offline' }),
    timeout: () => msg('La respuesta tardó demasiado. Vuelve a intentarlo: nada se duplica.', { id: 'timeout' }),
    unreachable: () =>
      msg('No pudimos comunicarnos con el servicio. Vuelve a intentarlo en un momento.', { id: 'unreachable' }),
  }[code]();
  return { status: 0, title: detail, detail, code, fixedAt: 'later' };
}

/** «Revisa 2 datos», the summary above a form with errors. */
export function faultCount(count: number): string {
  return count === 1 ? msg('Revisa un dato', { id: 'one-fault' }) : msg(str`Revisa ${count} datos`, { id: 'faults' });
}
