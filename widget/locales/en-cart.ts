/** The English of sales that need more than one invoice. */
import { str } from '@lit/localize';

/** Maps the ids of texts to their English; loaded together with those screens. */
export const english = {
  'cart-document': str`Invoice ${0} of ${1}`,
  'cart-issue': str`Generate the ${0} invoices`,
  'cart-issued': 'Your invoices are ready',
  'cart-mailed-to': str`We will send them to ${0}.`,
  'cart-open': 'Open or correct',
  'cart-request': 'See my request',
  'cart-split': str`There are ${0} invoices, because not everything fits on one: the branch, the currency, the exchange rate or what the shop has to review differs.`,
};
