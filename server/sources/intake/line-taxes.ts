/**
 * Converts the taxes that an order charged on a line to those of a CFDI. Each is carried over, or the sale waits; none is ever mistaken for
 * another.
 */
import { formatMicro, formatTrimmed, parseMicro, ZERO } from '../../cfdi/money.ts';
import type { SoldImpuesto } from '../../cfdi/sold.ts';
import type { Fault } from '../../problems/problem.ts';
import type { ProductKey } from '../settings.ts';
import type { DraftLine, DraftTax } from './fact.ts';
import { iepsOf, ivaOf } from './product-map.ts';

/** The taxes of a line: as the order charged them, as the mapping says, or the reason why neither can be used. */
export type LineTaxes =
  | { readonly kind: 'taxes'; readonly impuestos: readonly SoldImpuesto[] }
  /** The order does not say, so the product's mapping or the source's defaults apply. */
  | { readonly kind: 'mapped' }
  | { readonly kind: 'fault'; readonly code: string; readonly params: NonNullable<Fault['params']> };

/**
 * Decides the taxes of a line. `own` is the merchant's mapping of this product, its category or shipping, not the source's defaults. Taxes with
 * ambiguous names are those of `own` if its rates match. A line without taxes on a taxed order is at 0 %, exempt or untaxed, which only `own`
 * can say.
 */
export function lineTaxesOf({ taxes, descripcion }: DraftLine, own: ProductKey | undefined): LineTaxes {
  if (!taxes) return { kind: 'mapped' };
  const params = { line: descripcion.slice(0, 80), taxes: taxes.map(written).join(' + ') };
  const fault = (code: string): LineTaxes => ({ kind: 'fault', code, params });
  if (taxes.some(({ name = '' }) => isLodging(name))) return fault('lodging-tax');
  if (taxes.length === 0) return own && chargesNothing(own) ? { kind: 'mapped' } : fault('line-without-tax');
  const named = taxes.map((tax) => impuestoOf(tax, taxes.length === 1));
  const impuestos = named.filter((impuesto) => impuesto !== undefined);
  const kinds = new Set(impuestos.map(({ impuesto }) => impuesto));
  const isClear = impuestos.length === taxes.length && kinds.size === taxes.length && kinds.has(IVA);
  if (isClear) return { kind: 'taxes', impuestos };
  return own && hasRates(own, taxes) ? { kind: 'mapped' } : fault('line-taxes-unclear');
}

const IVA = '002';

/** Impuesto sobre hospedaje is a local tax, which belongs in the complement implocal (Anexo 20, 4.0); that is not supported. */
const LODGING = /hospedaje|\bish\b|lodging|\bhotel\b|occupancy/i;

/** Whether a tax's name is that of the lodging tax. */
export function isLodging(name: string): boolean {
  return LODGING.test(name);
}

/**
 * A single tax with no other known name is IVA at its rate: shops call it «Impuesto», «Tax», «VAT» or «MX IVA». If there are several, it
 * must be named.
 */
function impuestoOf({ name = '', rate, isForeign }: DraftTax, isAlone: boolean): SoldImpuesto | undefined {
  if (rate === undefined || isForeign) return undefined;
  if (/\bieps\b/i.test(name)) return iepsOf(rate);
  if (/\b(?:iva|vat)\b/i.test(name) || (isAlone && !OTHER_TAX.test(name))) return ivaOf(rate);
  return undefined;
}

/** Names of charges other than IVA: withholdings, and taxes and fees of states and airports. */
const OTHER_TAX =
  /\b(?:isr|ret|retenci[oó]n|isan|tua|dap|state|county|city|sales)\b|ambiental|local|municipal|estatal/i;

/** Whether a mapping says explicitly that the product is at 0 %, exempt or untaxed. */
export function chargesNothing({ objetoImp, impuestos }: ProductKey): boolean {
  const isExplicit = objetoImp !== undefined || impuestos !== undefined;
  return isExplicit && (impuestos ?? []).every((tax) => tax.tipo === 'retencion' || isNothing(tax));
}

function isNothing({ tipoFactor, tasaOCuota }: SoldImpuesto): boolean {
  return tipoFactor === 'Exento' || parseMicro(tasaOCuota ?? '0') === ZERO;
}

/**
 * Whether the rates match, whatever their names. A tax of 0 % adds nothing, and shops omit it. If the order has no rate, the mapping's applies,
 * because the merchant set it for this product.
 */
function hasRates({ impuestos = [] }: ProductKey, taxes: readonly DraftTax[]): boolean {
  if (taxes.some(({ isForeign }) => isForeign)) return false;
  if (taxes.some(({ rate }) => rate === undefined)) return true;
  const traslados = impuestos.filter((tax) => tax.tipo === 'traslado' && !isNothing(tax));
  const own = traslados.map(({ tasaOCuota }) => rateKey(tasaOCuota)).sort();
  const charged = taxes.map(({ rate }) => rateKey(rate)).filter((rate) => rate !== NOTHING);
  return own.join(' ') === charged.sort().join(' ');
}

const NOTHING = formatMicro(ZERO);

function rateKey(rate: string | undefined): string {
  const value = parseMicro(rate ?? '');
  return value === undefined ? `${rate}` : formatMicro(value);
}

/** Formats a tax for the merchant, such as «IVA 16 %». */
function written({ name, rate }: DraftTax): string {
  const value = parseMicro(rate ?? '');
  const percent = value === undefined ? (rate ?? '?') : `${formatTrimmed(value * 100n)} %`;
  return name && /\d\s*%/.test(name) ? name : [name, percent].filter(Boolean).join(' ');
}
