/**
 * Converts a source's payment method to c_FormaPago. The merchant's own table comes first; this one holds the defaults, and an unverified form
 * of payment is flagged, never registered silently.
 */

import type { SourceSettings } from '../settings.ts';
import type { SourceType } from '../source.ts';
import type { PaymentHint } from './fact.ts';
import { slugOf } from './order-values.ts';

/**
 * `method` or `method:funding`, its FormaPago, and why it is only assumed: `funding` is a card that may be credit or debit (the source's default
 * applies once the merchant was asked), and `accountant` a matter on which accountants differ.
 */
type Row = readonly [method: string, formaPago: string, assumed?: 'funding' | 'accountant'];

const CARD: readonly Row[] = [
  ['card:credit', '04'],
  ['card:debit', '28'],
  ['card:prepaid', '28'],
  ['card', '04', 'funding'],
];

// Gateways as WooCommerce names them (`payment_method`) and Shopify (`payment_gateway_names`), blanks and dashes as
// underscores.
const GATEWAYS: readonly Row[] = [
  ...CARD,
  ['stripe', '04', 'funding'],
  ['shopify_payments', '04', 'funding'],
  ['woocommerce_payments', '04', 'funding'],
  ['mercado_pago', '04', 'funding'],
  ['woo_mercado_pago_basic', '04', 'funding'],
  ['woo_mercado_pago_custom', '04', 'funding'],
  ['woo_mercado_pago_ticket', '01'],
  ['conekta', '04', 'funding'],
  ['openpay', '04', 'funding'],
  ['paypal', '31'],
  ['ppcp_gateway', '31'],
  ['oxxo', '01'],
  ['cod', '01'],
  ['cash_on_delivery', '01'],
  ['cash_on_delivery_(cod)', '01'],
  ['cash', '01'],
  // "Gift card counts as cash" (SAT, Preguntas frecuentes CFDI 4.0, 31).
  ['gift_card', '01'],
  ['pw_gift_card', '01'],
  // Store credit from a return or a campaign: neither the guide nor the SAT's FAQ mentions it.
  ['store_credit', '01', 'accountant'],
  ['shopify_store_credit', '01', 'accountant'],
  ['wallet', '01', 'accountant'],
  ['accountfunds', '01', 'accountant'],
  ['cheque', '02'],
  ['bacs', '03'],
  ['manual', '03'],
  ['bank_deposit', '03'],
  ['bank_transfer', '03'],
  ['spei', '03'],
];

// What Mexican tills and spreadsheets write, and the names of c_FormaPago. «Crédito» alone may be a card or a debt, so it is in no table.
const TILLS: readonly Row[] = [
  ['efectivo', '01'],
  ['cheque_nominativo', '02'],
  ['transferencia', '03'],
  ['transferencia_electronica', '03'],
  ['transferencia_electronica_de_fondos', '03'],
  ['deposito', '03'],
  ['tarjeta', '04', 'funding'],
  ['tdc', '04'],
  ['tarjeta_credito', '04'],
  ['tarjeta_de_credito', '04'],
  ['tdd', '28'],
  ['debito', '28'],
  ['tarjeta_debito', '28'],
  ['tarjeta_de_debito', '28'],
  ['monedero_electronico', '05'],
  ['dinero_electronico', '06'],
  ['vales', '08'],
  ['vales_de_despensa', '08'],
  ['tarjeta_de_servicios', '29'],
  ...GATEWAYS,
];

/** The words are those of the providers' APIs in November 2026; the forms of payment are defaults that every merchant may override. */
const DEFAULTS: Readonly<Record<SourceType, readonly Row[]>> = {
  stripe: [...CARD, ['oxxo', '01'], ['customer_balance', '03'], ['paypal', '31']],
  'mercado-pago': [
    ['credit_card', '04'],
    ['debit_card', '28'],
    ['prepaid_card', '28'],
    ['bank_transfer', '03'],
    ['ticket', '01'],
    ['atm', '01'],
    ['account_money', '05', 'accountant'],
    ['digital_currency', '31'],
  ],
  conekta: [...CARD, ['cash', '01'], ['oxxo', '01'], ['bank_transfer', '03'], ['spei', '03']],
  openpay: [...CARD, ['store', '01'], ['bank_account', '03']],
  shopify: GATEWAYS,
  woocommerce: GATEWAYS,
  csv: TILLS,
  pull: TILLS,
  api: TILLS,
  manual: TILLS,
};

/** A row for the screen on which a merchant edits the table; `key` is the key of `PaymentTable`. */
export type PaymentDefault = { readonly key: string; readonly formaPago: string; readonly assumed: boolean };

/** The defaults for a source's payments. */
export function paymentDefaults(type: SourceType): readonly PaymentDefault[] {
  return DEFAULTS[type].map(([method, formaPago, assumed]) => ({
    key: `${type}:${method}`,
    formaPago,
    assumed: assumed !== undefined,
  }));
}

/**
 * The FormaPago of a payment. A clave is itself, even followed by its name. A method that is in no table counts as a card and is flagged;
 * so is a card of unknown funding.
 */
export function formaPagoOf(
  type: SourceType,
  hint: PaymentHint,
  { payments, defaults }: SourceSettings,
): { readonly formaPago: string; readonly flag?: 'assumed' | 'unknown' } {
  const [, clave] = /^(\d\d)(?:\s*[-–.:]?\s*\p{L}.*)?$/u.exec(hint.method.trim()) ?? [];
  if (clave !== undefined) return { formaPago: clave };
  const funding = hint.funding === 'unknown' ? undefined : hint.funding;
  const names = namesOf(hint);
  const own = names.map((name) => payments[`${type}:${name}`]).find((clave) => clave !== undefined);
  if (own !== undefined) return { formaPago: own };
  const row = names.map((name) => rowOf(DEFAULTS[type], name)).find((found) => found !== undefined);
  const [, formaPago = '04', assumed] = row ?? [];
  if (row && assumed !== 'funding') return { formaPago, ...(assumed && { flag: 'assumed' }) };
  const known = funding && rowOf(CARD, `card:${funding}`)?.[1];
  const card = known ?? defaults.formaPago ?? formaPago;
  const isKnown = row !== undefined && (known !== undefined || defaults.formaPago !== undefined);
  if (!row && known === undefined) return { formaPago: card, flag: 'unknown' };
  return { formaPago: card, ...(!isKnown && { flag: 'assumed' }) };
}

function rowOf(rows: readonly Row[], name: string): Row | undefined {
  return rows.find(([method]) => method === name);
}

/** The keys under which a payment may be in a table, the most specific first: as written and as a slug, with its funding and without. */
function namesOf({ method, funding }: PaymentHint): readonly string[] {
  const slug = slugOf(method);
  const plain = plainSlug(method);
  return [...(funding ? [`${method}:${funding}`, `${slug}:${funding}`] : []), method, slug, plain];
}

/** The longest word that a payment table has. */
const LONGEST_WORD = 80;

/** Converts a word to the form of the tables: a slug without accents, no longer than a key may be. */
export function plainSlug(method: string): string {
  return slugOf(method).normalize('NFD').replace(/\p{M}/gu, '').slice(0, LONGEST_WORD);
}
