/** What each trade calls the paper that it hands out. It is apart from `trade-words.ts` because the portal's first screen has no use for it. */
import type { Trade, Words } from './trade-words.ts';

/** By trade: the paper given for a sale, in both languages. */
export const PAPER_WORDS: Readonly<Record<Trade, Words>> = {
  compra: { 'es-MX': 'ticket', en: 'receipt' },
  consumo: { 'es-MX': 'cuenta', en: 'bill' },
  servicio: { 'es-MX': 'comprobante', en: 'receipt' },
  estacionamiento: { 'es-MX': 'boleto', en: 'parking ticket' },
};
