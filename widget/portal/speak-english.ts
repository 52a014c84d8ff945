/** The English texts of the portal: fetched only for readers of English, so that es-MX, the source language, costs nothing. */
import { configureLocalization } from '@lit/localize';
import { english } from '../locales/en.ts';
import { learn, templates } from './texts.ts';

learn(english);

/** Reads and switches the language of every portal on the page. */
export const { getLocale, setLocale } = configureLocalization({
  sourceLocale: 'es-MX',
  targetLocales: ['en'],
  loadLocale: async () => ({ templates }),
});
