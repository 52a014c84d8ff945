/** The types of source that have an adapter. */

import { PULL } from './own-system/pull/pull.ts';
import { CONEKTA } from './providers/conekta/conekta.ts';
import { MERCADO_PAGO } from './providers/mercado-pago/mercado-pago.ts';
import { OPENPAY } from './providers/openpay/openpay.ts';
import { SHOPIFY } from './providers/shopify/shopify.ts';
import { STRIPE } from './providers/stripe/stripe.ts';
import { WOOCOMMERCE } from './providers/woocommerce/woocommerce.ts';
import type { KnownSource, SourceType } from './source.ts';

/** The adapters by type. Types without one (a spreadsheet, the push API, manual entry) query no server. */
export const KNOWN_SOURCES: Partial<Record<SourceType, KnownSource>> = {
  stripe: STRIPE,
  'mercado-pago': MERCADO_PAGO,
  shopify: SHOPIFY,
  woocommerce: WOOCOMMERCE,
  conekta: CONEKTA,
  openpay: OPENPAY,
  pull: PULL,
};
