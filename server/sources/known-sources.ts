/** The sources that there is an adapter for, by their type. */

import { PULL } from './own-system/pull/pull.ts';
import { CONEKTA } from './providers/conekta/conekta.ts';
import { MERCADO_PAGO } from './providers/mercado-pago/mercado-pago.ts';
import { OPENPAY } from './providers/openpay/openpay.ts';
import { SHOPIFY } from './providers/shopify/shopify.ts';
import { STRIPE } from './providers/stripe/stripe.ts';
import { WOOCOMMERCE } from './providers/woocommerce/woocommerce.ts';
import type { KnownSource, SourceType } from './source.ts';

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
