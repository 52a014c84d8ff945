/** The words that promote a portal, in the merchant's own words if it has them in that language. */
import type { Language } from '../problems/problem.ts';
import { portalDeadlineText } from './deadline-words.ts';
import { PAPER_WORDS } from './paper-words.ts';
import { ownTexts, type Portal, type PortalSettings } from './portal.ts';
import { SOLD_WORDS } from './trade-words.ts';

/** «Factura tu compra»: the portal's title, or the default one if the merchant wrote none in English. */
export function titleIn(settings: PortalSettings, language: Language): string {
  if (language === 'en' && !settings.english) return `Invoice your ${SOLD_WORDS[settings.noun].en}`;
  return ownTexts(settings, language).title;
}

/** What a poster says, from top to bottom. */
export type PosterWords = {
  readonly tradeName: string;
  readonly title: string;
  readonly scan: string;
  readonly orType: string;
  readonly address: string;
  readonly steps: readonly string[];
  readonly deadline: string;
  /** How to reach the merchant; empty if it has no contact. */
  readonly contact: string;
  /** Only on the poster of a test portal, which nobody should hang up. */
  readonly test?: string;
};

/** Composes the words of a portal's posters. Posters of the test world say that their invoices are not valid. */
export function posterWords(
  { world, settings }: Pick<Portal, 'world' | 'settings'>,
  tradeName: string,
  { language, address }: { readonly language: Language; readonly address: string },
): PosterWords {
  const spanish = language === 'es-MX';
  const paper = PAPER_WORDS[settings.noun][language];
  const { email, phone } = settings.contact;
  const reach = [phone, email].filter(Boolean).join(' · ');
  return {
    ...{ tradeName, address, title: titleIn(settings, language) },
    scan: spanish ? 'Escanea el código con la cámara de tu celular' : 'Scan the code with your phone’s camera',
    orType: spanish ? 'o escribe en tu navegador' : 'or type in your browser',
    steps: spanish
      ? ['Escanea el código', `Escribe los datos de tu ${paper}`, 'Descarga tu factura']
      : ['Scan the code', `Type what your ${paper} says`, 'Download your invoice'],
    deadline: portalDeadlineText(settings, language),
    contact: reach === '' ? '' : `${spanish ? '¿Dudas?' : 'Questions?'} ${reach}`,
    ...(world === 'test' && {
      test: spanish
        ? 'Portal de prueba: sus facturas no tienen validez fiscal'
        : 'Test portal: its invoices have no fiscal validity',
    }),
  };
}
