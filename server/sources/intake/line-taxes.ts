/** From the taxes that an order charged on a line to those of a CFDI: each is carried, or the sale waits. None is ever taken for another. */
import { formatMicro, formatTrimmed, parseMicro, ZERO } from '../../cfdi/money.ts';
import type { SoldImpuesto } from '../../cfdi/sold.ts';
import type { Fault } from '../../problems/problem.ts';
import type { ProductKey } from '../settings.ts';
import type { DraftLine, DraftTax } from './fact.ts';
import { iepsOf, ivaOf } from './product-map.ts';

/** The taxes of a line: as the order charged them, as the mapping says, or the reason why neither can be used. */
export type LineTaxes =
  | { readonly kind: 'taxes'; readonly impuestos: readonly SoldImpuesto[] }
  /** The order does not say: the product's mapping, or the source's defaults, do. */
  | { readonly kind: 'mapped' }
  | { readonly kind: 'fault'; readonly code: string; readonly params: NonNullable<Fault['params']> };

/**
 * `own` is what the merchant said of this very product, its category, or shipping; not the source's defaults. Taxes that their names do not
 * tell apart are those of `own` when its rates are the same. A line without any tax on an order that has some bears 0 %, is exempt or is
 * untaxed, which only `own` says.
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

/** Impuesto sobre hospedaje is a local tax: it belongs into the complement implocal (Anexo 20, 4.0), which is not written here. */
const LODGING = /hospedaje|\bish\b|lodging|\bhotel\b|occupancy/i;

/** Whether a tax is called so. */
export function isLodging(name: string): boolean {
  return LODGING.test(name);
}

/**
 * A tax that is alone and has no name of another kind is IVA at the rate it has: shops call it «Impuesto», «Tax», «VAT», «MX IVA». Beside
 * others it has to be called by its name.
 */
function impuestoOf({ name = '', rate, isForeign }: DraftTax, isAlone: boolean): SoldImpuesto | undefined {
  if (rate === undefined || isForeign) return undefined;
  if (/\bieps\b/i.test(name)) return iepsOf(rate);
  if (/\b(?:iva|vat)\b/i.test(name) || (isAlone && !OTHER_TAX.test(name))) return ivaOf(rate);
  return undefined;
}

/** What is charged beside IVA and is none: withholdings, and the taxes and fees of states and airports. */
const OTHER_TAX =
  /\b(?:isr|ret|retenci[oó]n|isan|tua|dap|state|county|city|sales)\b|ambiental|local|municipal|estatal/i;

/** Whether it says that the product bears 0 %, is exempt or is no object of tax; not whether it says nothing. */
export function chargesNothing({ objetoImp, impuestos }: ProductKey): boolean {
  const isSaid = objetoImp !== undefined || impuestos !== undefined;
  return isSaid && (impuestos ?? []).every((tax) => tax.tipo === 'retencion' || isNothing(tax));
}

function isNothing({ tipoFactor, tasaOCuota }: SoldImpuesto): boolean {
  return tipoFactor === 'Exento' || parseMicro(tasaOCuota ?? '0') === ZERO;
}

/**
 * The same rates, whatever they are called; one of 0 % adds nothing, and shops leave it out. Where the order has no rate, the product's stands:
 * its merchant said it of this very product.
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

/** «IVA 16 %», as the merchant reads it. */
function written({ name, rate }: DraftTax): string {
  const value = parseMicro(rate ?? '');
  const percent = value === undefined ? (rate ?? '?') : `${formatTrimmed(value * 100n)} %`;
  return name && /\d\s*%/.test(name) ? name : [name, percent].filter(Boolean).join(' ');
}
