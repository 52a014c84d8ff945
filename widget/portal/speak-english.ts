/** The English texts of the portal: fetched only for readers of English, so that es-MX, the source language, costs nothing. */
import { configureLocalization, type LocaleModule } from '@lit/localize';

export { english } from '../locales/en.ts';

/** Returns what reads and switches the language of every portal on the page. Its English sentences are looked up in `templates`. */
export function localize(templates: LocaleModule['templates']): ReturnType<typeof configureLocalization> {
  return configureLocalization({
    sourceLocale: 'es-MX',
    targetLocales: ['en'],
    loadLocale: async () => ({ templates }),
  });
}
