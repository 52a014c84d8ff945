/** What each trade calls what it sold and the paper that it handed out, as used after «tu» and "your". The widget reads them too. */

type Words = { readonly 'es-MX': string; readonly en: string };

/** By trade: what was `sold` and the `paper` given for it, in both languages. */
export const TRADE_WORDS = {
  compra: {
    sold: { 'es-MX': 'compra', en: 'purchase' },
    paper: { 'es-MX': 'ticket', en: 'receipt' },
  },
  consumo: {
    sold: { 'es-MX': 'consumo', en: 'meal' },
    paper: { 'es-MX': 'cuenta', en: 'bill' },
  },
  servicio: {
    sold: { 'es-MX': 'servicio', en: 'service' },
    paper: { 'es-MX': 'comprobante', en: 'receipt' },
  },
  // Nobody calls it a stay: customers of a car park ask for the invoice of their ticket, the «boleto».
  estacionamiento: {
    sold: { 'es-MX': 'boleto', en: 'parking ticket' },
    paper: { 'es-MX': 'boleto', en: 'parking ticket' },
  },
} as const satisfies Readonly<Record<string, { readonly sold: Words; readonly paper: Words }>>;

/** The kind of trade, by the noun that a portal's settings name. */
export type Trade = keyof typeof TRADE_WORDS;
