/** The initial settings of a new portal of each trade. */
import { msg } from '@lit/localize';
import type { Noun, PortalSettings } from '../wire.ts';

/** The trades that have a preset. */
export type Trade = 'shop' | 'restaurant' | 'retail' | 'services' | 'parking';

type Words = { readonly title: string; readonly english: string };
/** `sold` determines the SAT's claves of sales added by hand, `poster` the size that is suggested first. */
type Proposals = { readonly sold: string; readonly poster: Paper };
type Preset = Pick<PortalSettings, 'noun' | 'lookup' | 'acknowledgedLookup' | 'hints'> & Words & Proposals;

/** A paper size for posters. */
export type Paper = 'letter' | 'table-tent' | 'till-sticker';

/** Tickets show no more than these; tills number sequentially, so a second proof guards what is found. */
const TICKET = { lookup: [['folio', 'total']], acknowledgedLookup: [['folio', 'total']] } as const;
const ONLINE = {
  lookup: [
    ['folio', 'email'],
    ['folio', 'total'],
  ],
  acknowledgedLookup: [['folio', 'total']],
} as const;

const PRESETS: Readonly<Record<Trade, Preset>> = {
  retail: {
    ...{ sold: 'product', poster: 'till-sticker' },
    ...{ noun: 'compra', title: 'Factura tu compra', english: 'Invoice your purchase', ...TICKET },
    hints: { folio: 'Es el número de tu ticket.', total: 'Como aparece en tu ticket.' },
  },
  shop: {
    ...{ sold: 'product', poster: 'letter' },
    ...{ noun: 'compra', title: 'Factura tu compra', english: 'Invoice your purchase', ...ONLINE },
    hints: { folio: 'Es el número de tu pedido.', total: 'Con el envío.', email: 'El que diste al comprar.' },
  },
  restaurant: {
    ...{ sold: 'meal', poster: 'table-tent' },
    ...{ noun: 'consumo', title: 'Factura tu consumo', english: 'Invoice your meal', ...TICKET },
    hints: { folio: 'Está arriba en tu cuenta.', total: 'Con o sin propina.' },
  },
  services: {
    ...{ sold: 'service', poster: 'letter' },
    ...{ noun: 'servicio', title: 'Factura tu servicio', english: 'Invoice your service', ...ONLINE },
    hints: {
      folio: 'Es el número de tu comprobante.',
      total: 'Como aparece en él.',
      email: 'El que diste al contratar.',
    },
  },
  parking: {
    ...{ sold: 'parking', poster: 'letter' },
    ...{ noun: 'estacionamiento', title: 'Factura tu estacionamiento', english: 'Invoice your parking' },
    lookup: [['folio', 'total', 'date']],
    acknowledgedLookup: [['folio', 'total', 'date']],
    hints: {
      folio: 'Está junto al código de tu boleto.',
      total: 'Lo que pagaste en la caja.',
      date: 'El día en que pagaste.',
    },
  },
};

/** The trades to choose from, in the words of a shop. */
export function trades(): readonly (readonly [Trade, string])[] {
  return [
    ['retail', msg('Tienda o mostrador', { id: 'trade-retail' })],
    ['restaurant', msg('Restaurante o café', { id: 'trade-restaurant' })],
    ['shop', msg('Tienda en línea', { id: 'trade-shop' })],
    ['services', msg('Servicios', { id: 'trade-services' })],
    ['parking', msg('Estacionamiento', { id: 'trade-parking' })],
  ];
}

/** Returns the preset of a trade; that of retail for an unknown one. */
export function presetOf(trade: string): Preset {
  return Object.hasOwn(PRESETS, trade) ? PRESETS[trade as Trade] : PRESETS.retail;
}

/** The paper size suggested first for a portal with this kind of sales. */
export function posterOf(noun: Noun): Paper {
  return Object.values(PRESETS).find((preset) => preset.noun === noun)?.poster ?? 'letter';
}
