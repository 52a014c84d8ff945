/** What a new portal of a trade begins with. */
import type { LookupField, Noun } from '../wire.ts';

type Preset = {
  readonly noun: Noun;
  readonly title: string;
  readonly englishTitle: string;
  readonly hints: Readonly<Partial<Record<LookupField, string>>>;
};

const PRESETS: Readonly<Record<Noun, Preset>> = {
  compra: {
    noun: 'compra',
    title: 'Factura tu compra',
    englishTitle: 'Invoice your purchase',
    hints: {
      folio: 'Es el número de tu ticket o de tu pedido.',
      total: 'Como aparece en tu ticket.',
      email: 'El que diste al comprar.',
    },
  },
  consumo: {
    noun: 'consumo',
    title: 'Factura tu consumo',
    englishTitle: 'Invoice your meal',
    hints: { folio: 'Está arriba en tu cuenta.', total: 'Con o sin propina.', email: 'El que diste al pagar.' },
  },
  servicio: {
    noun: 'servicio',
    title: 'Factura tu servicio',
    englishTitle: 'Invoice your service',
    hints: {
      folio: 'Es el número de tu comprobante.',
      total: 'Como aparece en tu comprobante.',
      email: 'El que diste al contratar.',
    },
  },
  estacionamiento: {
    noun: 'estacionamiento',
    title: 'Factura tu estacionamiento',
    englishTitle: 'Invoice your parking',
    hints: {
      folio: 'Está junto al código de tu boleto.',
      total: 'Lo que pagaste en la caja.',
      email: 'El que diste al pagar.',
    },
  },
};

export function presetOf(noun: string): Preset {
  return Object.hasOwn(PRESETS, noun) ? PRESETS[noun as Noun] : PRESETS.compra;
}
