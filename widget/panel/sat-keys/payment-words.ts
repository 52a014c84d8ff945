/** How a source calls a payment, and what the SAT calls it, in the words of a shop. */
import { msg } from '@lit/localize';
import { formasPago } from '../lists/sold-words.ts';

/** Every c_FormaPago with which a shop is paid, as pairs of clave and text; the most common first. */
export function paidWays(): readonly (readonly [string, string])[] {
  return [
    ...formasPago(),
    ['31', msg('Intermediario (app de pedidos, PayPal)', { id: 'pay-intermediary' })],
    ['05', msg('Monedero electrónico', { id: 'pay-wallet' })],
    ['06', msg('Dinero electrónico', { id: 'pay-e-money' })],
    ['29', msg('Tarjeta de servicios', { id: 'pay-service-card' })],
  ];
}

/** Names a c_FormaPago; one that shops do not use by its clave. */
export function wayWords(clave: string): string {
  return paidWays().find(([value]) => value === clave)?.[1] ?? clave;
}

/** A word of a table as people read it: providers name cards in code, and tills have blanks. */
export function paymentWords(key: string): string {
  const word = key.slice(key.indexOf(':') + 1);
  const coded: Readonly<Record<string, () => string>> = {
    card: () => msg('Tarjeta, sin decir de cuál', { id: 'paid-card' }),
    'card:credit': () => msg('Tarjeta de crédito', { id: 'pay-credit' }),
    'card:debit': () => msg('Tarjeta de débito', { id: 'pay-debit' }),
    'card:prepaid': () => msg('Tarjeta prepagada', { id: 'paid-prepaid' }),
  };
  const plain = word.replaceAll('_', ' ');
  return coded[word]?.() ?? plain.charAt(0).toUpperCase() + plain.slice(1);
}

/** The key under which a source's table has a word, as the server makes it. */
export function keyOfWord(type: string, word: string): string {
  const slug = word
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_');
  return `${type}:${slug.normalize('NFD').replace(/\p{M}/gu, '').slice(0, 80)}`;
}
