/** The initial texts of a portal of each trade, until its merchant writes their own. */

import { PAPER_WORDS } from './paper-words.ts';
import type { OwnTexts, PortalSettings } from './portal.ts';
import { SOLD_WORDS, type Trade } from './trade-words.ts';

type Hints = { readonly folio: string; readonly email: string; readonly total: string };

const HINTS: Readonly<Record<Trade, { readonly 'es-MX': Hints; readonly en: Hints }>> = {
  compra: {
    'es-MX': {
      folio: 'Es el número de tu ticket o de tu pedido.',
      email: 'El que diste al comprar.',
      total: 'Como aparece en tu ticket.',
    },
    en: {
      folio: 'The number of your receipt or order.',
      email: 'The one you gave when you bought.',
      total: 'As printed on your receipt.',
    },
  },
  consumo: {
    'es-MX': { folio: 'Está arriba en tu cuenta.', email: 'El que diste al pagar.', total: 'Con o sin propina.' },
    en: {
      folio: 'At the top of your bill.',
      email: 'The one you gave when you paid.',
      total: 'With or without the tip.',
    },
  },
  servicio: {
    'es-MX': {
      folio: 'Es el número de tu comprobante.',
      email: 'El que diste al contratar.',
      total: 'Como aparece en tu comprobante.',
    },
    en: {
      folio: 'The number on your receipt.',
      email: 'The one you gave when you paid.',
      total: 'As printed on your receipt.',
    },
  },
  estacionamiento: {
    'es-MX': {
      folio: 'Está junto al código de tu boleto.',
      email: 'El que diste al pagar.',
      total: 'Lo que pagaste en la caja.',
    },
    en: {
      folio: 'Beside the code on your parking ticket.',
      email: 'The one you gave when you paid.',
      total: 'What you paid at the machine.',
    },
  },
};

type TradeTexts = OwnTexts & Pick<PortalSettings, 'noun' | 'english'>;

/** The texts of a new portal of that trade, with their English versions. */
export function usualTexts(noun: Trade): OwnTexts & { readonly english: OwnTexts } {
  const [sold, paper] = [SOLD_WORDS[noun], PAPER_WORDS[noun]];
  return {
    title: `Factura tu ${noun}`,
    subtitle: `Ten a la mano tu ${paper['es-MX']} y tus datos fiscales. Toma un minuto.`,
    submitText: 'Generar factura',
    hints: HINTS[noun]['es-MX'],
    english: {
      title: `Invoice your ${noun === 'estacionamiento' ? 'parking' : sold.en}`,
      subtitle: `Have your ${paper.en} and your tax details at hand. It takes a minute.`,
      submitText: 'Generate invoice',
      hints: HINTS[noun].en,
    },
  };
}

/** Settings after a change of trade: default texts of the old trade, which the merchant did not write, become those of the new one. */
export function followTrade<Settings extends TradeTexts>(before: Pick<TradeTexts, 'noun'>, after: Settings): Settings {
  if (before.noun === after.noun) return after;
  const [was, is] = [usualTexts(before.noun), usualTexts(after.noun)];
  return {
    ...after,
    ...textsOf(after, was, is),
    ...(after.english && { english: textsOf(after.english, was.english, is.english) }),
  };
}

function textsOf({ title, subtitle, submitText, hints }: OwnTexts, was: OwnTexts, is: OwnTexts): OwnTexts {
  const follow = (text: string, usual: string | undefined, next: string | undefined): string =>
    text === usual && next !== undefined ? next : text;
  return {
    title: follow(title, was.title, is.title),
    subtitle: follow(subtitle, was.subtitle, is.subtitle),
    submitText: follow(submitText, was.submitText, is.submitText),
    hints: Object.fromEntries(
      Object.entries(hints).map(([field, text]) => {
        const name = field as keyof typeof hints;
        return [name, follow(text, was.hints[name], is.hints[name])];
      }),
    ),
  };
}
