/** The English of the panel: fetched only for readers of English. */
import { configureLocalization } from '@lit/localize';
import { english } from '../locales/en-panel.ts';

/** Reads and switches the language of the panel. */
export const { getLocale, setLocale } = configureLocalization({
  sourceLocale: 'es-MX',
  targetLocales: ['en'],
  loadLocale: async () => ({ templates: english }),
});
