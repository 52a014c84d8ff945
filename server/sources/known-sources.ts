/** The sources that there is an adapter for, by their type. */
import { CONEKTA } from './conekta/conekta.ts';
import { MERCADO_PAGO } from './mercado-pago/mercado-pago.ts';
import { OPENPAY } from './openpay/openpay.ts';
import { PULL } from './pull/pull.ts';
import { SHOPIFY } from './shopify/shopify.ts';
import type { KnownSource, SourceType } from './source.ts';
import { STRIPE } from './stripe/stripe.ts';
import { WOOCOMMERCE } from './woocommerce/woocommerce.ts';

/** Those that have none (a spreadsheet, the push API, a hand) need nothing of anybody. */
export const KNOWN_SOURCES: Partial<Record<SourceType, KnownSource>> = {
  stripe: STRIPE,
  'mercado-pago': MERCADO_PAGO,
  shopify: SHOPIFY,
  woocommerce: WOOCOMMERCE,
  conekta: CONEKTA,
  openpay: OPENPAY,
  pull: PULL,
};
