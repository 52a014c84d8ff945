/** The stand-ins there are, by the path below which each answers. */
import type { ProviderRoutes } from './bench.ts';
import { conektaRoutes } from './conekta.ts';
import { diverzaRoutes } from './diverza.ts';
import { facturamaRoutes } from './facturama.ts';
import { facturapiRoutes } from './facturapi.ts';
import { finkokRoutes } from './finkok.ts';
import { mercadoPagoRoutes } from './mercado-pago.ts';
import { openpayRoutes } from './openpay.ts';
import { prodigiaRoutes } from './prodigia.ts';
import { pullRoutes } from './pull.ts';
import { resendRoutes } from './resend.ts';
import { satRoutes } from './sat.ts';
import { shopifyRoutes } from './shopify.ts';
import { siatRoutes } from './siat.ts';
import { stripeRoutes } from './stripe.ts';
import { swRoutes } from './sw.ts';
import { woocommerceRoutes } from './woocommerce.ts';

export const PROVIDERS: Readonly<Record<string, ProviderRoutes>> = {
  finkok: finkokRoutes,
  sw: swRoutes,
  prodigia: prodigiaRoutes,
  diverza: diverzaRoutes,
  sat: satRoutes,
  facturama: facturamaRoutes,
  facturapi: facturapiRoutes,
  siat: siatRoutes,
  resend: resendRoutes,
  shopify: shopifyRoutes,
  woocommerce: woocommerceRoutes,
  'mercado-pago': mercadoPagoRoutes,
  stripe: stripeRoutes,
  conekta: conektaRoutes,
  openpay: openpayRoutes,
  pull: pullRoutes,
};
