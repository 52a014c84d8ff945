/** What each trade calls what it sold, as used after «tu» and "your". The widget reads it too. */

/** A word in both languages. */
export type Words = { readonly 'es-MX': string; readonly en: string };

/** By trade: what was sold, in both languages. */
export const SOLD_WORDS = {
  compra: { 'es-MX': 'compra', en: 'purchase' },
  consumo: { 'es-MX': 'consumo', en: 'meal' },
  servicio: { 'es-MX': 'servicio', en: 'service' },
  // Nobody calls it a stay: customers of a car park ask for the invoice of their ticket, the «boleto».
  estacionamiento: { 'es-MX': 'boleto', en: 'parking ticket' },
} as const satisfies Readonly<Record<string, Words>>;

/** The kind of trade, by the noun that a portal's settings name. */
export type Trade = keyof typeof SOLD_WORDS;
