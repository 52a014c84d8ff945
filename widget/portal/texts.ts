/** How the portal speaks: @lit/localize in runtime mode (es-MX is the source), and the sentences many screens share. */
import { configureLocalization, msg, str } from '@lit/localize';
import type { StrResult } from '@lit/localize/internal/str-tag.js';
import { TRADE_WORDS } from '../../server/portals/trade-words.ts';
import { english } from '../locales/en.ts';
import type { Locale, PortalSettings, ProblemBody } from './wire.ts';

type Template = string | StrResult;

const { getLocale, setLocale } = configureLocalization({
  sourceLocale: 'es-MX',
  targetLocales: ['en'],
  loadLocale: async () => ({ templates }),
});

const templates: Record<string, Template> = english;

/** Adds the English of a part that was fetched later. */
export function learn(more: Readonly<Record<string, Template>>): void {
  Object.assign(templates, more);
}

/** The language of the portals on this page (one at a time: @lit/localize keeps it for the whole page). */
export function language(): Locale {
  return getLocale() as Locale;
}

/** The first of `wanted` (BCP 47 tags) that is spoken, else the first language that is. */
export function preferred(wanted: readonly string[], spoken: readonly Locale[]): Locale {
  const fits = wanted.map((tag) => spoken.find((locale) => locale.slice(0, 2) === tag.slice(0, 2).toLowerCase()));
  return fits.find((locale) => locale) ?? spoken[0] ?? 'es-MX';
}

/** Speaks the language of the portal that is preferred. */
export async function speak(wanted: readonly string[], spoken: readonly Locale[]): Promise<void> {
  await setLocale(preferred(wanted, spoken));
}

/** What the trade calls a sale, after «tu»: compra, consumo, servicio, boleto. */
export function noun(settings: PortalSettings): string {
  return TRADE_WORDS[settings.noun].sold[language()];
}

/** What the trade calls the paper it gives, after «tu»: ticket, cuenta, comprobante, boleto. */
export function paper(settings: PortalSettings): string {
  return TRADE_WORDS[settings.noun].paper[language()];
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
