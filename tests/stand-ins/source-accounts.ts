/** The accounts that the stand-ins of mail carriers and of sources of sales accept, and some that they do not. */
export const SOURCE_ACCOUNTS = {
  shopify: {
    webhookSecret: 'shpss_secreto-de-Shopify-7',
    shopDomain: 'cafe-jacaranda.myshopify.com',
    accessToken: 'shpat_ficha-de-Shopify-7',
  },
  woocommerce: {
    webhookSecret: 'secreto de WooCommerce 7',
    storeUrl: 'https://tienda.cafejacaranda.mx',
    consumerKey: 'ck_llave-de-WooCommerce-7',
    consumerSecret: 'cs_secreto-de-WooCommerce-7',
  },
  'mercado-pago': { webhookSecret: 'secreto-de-Mercado-Pago-7', accessToken: 'TEST-ficha-de-Mercado-Pago-7' },
  resend: { apiKey: 're_LlaveDeResend_ABCDEF0123456789' },
  stripe: { webhookSecret: 'whsec_SecretoDeStripe0123456789', secretKey: 'sk_test_LlaveDeStripe0123456789' },
  /** A merchant's own system: its address is the stand-in's. */
  pull: { secret: 'whsec_c2VjcmV0by1kZS1sYS1jbMOtbmljYS00NzExLTIwMjY=' },
  conekta: { privateKey: 'key_LlaveDeConekta0123456789' },
  openpay: {
    user: 'autofactura',
    password: 'Contraseña-de-Openpay-7',
    merchantId: 'mcafejacaranda0001',
    privateKey: 'sk_LlaveDeOpenpay0123456789',
  },
} as const;

export const WRONG_SOURCE_ACCOUNTS = {
  resend: { apiKey: 're_otraLlave' },
} as const;
