/** Completes a submitted sale with what it left out: claves and taxes, the form of payment, all of its lines. */
import { distance, divide, formatMicro, ONE, parseMicro, roundTo, toMicro, ZERO } from '../../cfdi/money.ts';
import type { SoldImpuesto } from '../../cfdi/sold.ts';
import type { Fault } from '../../problems/problem.ts';
import type { ProductKey, SourceDefaults, SourceSettings } from '../settings.ts';
import type { SourceType } from '../source.ts';
import { type Draft, inOneLine, type WireSale } from './fold-lines.ts';
import { chargesNothing } from './line-taxes.ts';
import { formaPagoOf, plainSlug } from './payment-table.ts';
import { ownKeyOf, type ProductMap, productKeyOf } from './product-map.ts';
import type { SubmittedSale } from './submitted-sale.ts';

/** A sale in the wire format, not validated yet, with whether its form of payment is only assumed, and what could not be completed. */
export type CompletedSale = {
  readonly wire: Readonly<Record<string, unknown>>;
  readonly isAssumed: boolean;
  readonly faults: readonly Fault[];
};

/**
 * Completes a submitted sale. Fields that are given stay as they are, for `parseSale` to refuse. A line's `category` and `iva` (`0.16`,
 * `exento`) are read here, because the wire format does not have them. A line without taxes gets those of its product or of the defaults. A line
 * with an empty list of taxes waits until it has `objetoImp` 01, or until its own product says what is untaxed, exempt or at 0 %. `ivaImporte`,
 * the IVA printed on a ticket with one line, must equal what that line's taxes yield.
 */
export function completeSale(
  type: SourceType,
  { ivaImporte, ...submitted }: SubmittedSale,
  { settings, products }: { readonly settings: SourceSettings; readonly products: ProductMap },
): CompletedSale {
  const { defaults } = settings;
  const { formaPago, isAssumed, faults = [] } = tenderOf(type, submitted, settings);
  const head = {
    ...(defaults.branch !== undefined && { branch: defaults.branch }),
    pricesIncludeTax: defaults.pricesIncludeTax,
    ...submitted,
    ...(formaPago !== undefined && { formaPago }),
  };
  const conceptos = submitted.conceptos ?? [];
  if (!Array.isArray(conceptos)) return { wire: head, isAssumed, faults };
  const lines = conceptos.map((line: unknown) => completeLine(line, products, defaults));
  const wire = lines.length === 0 ? wholeInOneLine(head, products, defaults) : { ...head, conceptos: lines };
  return { wire, isAssumed, faults: [...faults, ...ivaFaults(ivaImporte, wire)] };
}

/** The tolerance for tickets, which round their IVA line by line. */
const IVA_TOLERANCE = toMicro('0.10');

/** A ticket with 0 % and 16 %, such as a pharmacy's, has more than one rate. Separate lines have their own taxes. */
function ivaFaults(stated: unknown, { total, conceptos }: CompletedSale['wire']): readonly Fault[] {
  const [iva, paid] = [stated, total].map((text) => (typeof text === 'string' ? parseMicro(text) : undefined));
  const [line, ...lines] = conceptos as readonly { readonly impuestos?: unknown }[];
  if (iva === undefined || paid === undefined || lines.length > 0) return [];
  const [tax, ...others] = Array.isArray(line?.impuestos) ? (line.impuestos as readonly Partial<SoldImpuesto>[]) : [];
  // If other taxes are included, only the merchant knows.
  if (others.length > 0 || (tax && tax.impuesto !== '002')) return [];
  const rate = parseMicro(String(tax?.tasaOCuota ?? '0')) ?? ZERO;
  if (rate < ZERO) return [];
  const computed = roundTo(paid - divide(paid, ONE + rate), 2);
  if (distance(computed, iva) <= IVA_TOLERANCE) return [];
  const params = { stated: formatMicro(iva, 2), computed: formatMicro(computed, 2) };
  return [{ code: 'iva-differs', pointer: '/conceptos', params }];
}

function wholeInOneLine(head: SubmittedSale, products: ProductMap, settings: SourceDefaults): CompletedSale['wire'] {
  const total = typeof head.total === 'string' ? parseMicro(head.total) : undefined;
  const defaults = productKeyOf({ kind: 'product' }, products, settings);
  const draft: Draft = { wire: { ...head, conceptos: [] } as unknown as WireSale, keys: [], defaults, faults: [] };
  return { ...inOneLine(draft, total ?? ZERO) };
}

/**
 * The form of payment, if it is not given as a clave: a word of the payment table, or nothing. A word without a mapping is not assumed to be a
 * card, because tills write «fiado», «mixto» or «cortesía».
 */
function tenderOf(
  type: SourceType,
  { formaPago, pagos, estado }: SubmittedSale,
  settings: SourceSettings,
): { readonly formaPago?: string; readonly isAssumed: boolean; readonly faults?: readonly Fault[] } {
  if (typeof formaPago === 'string') {
    const read = formaPagoOf(type, { method: formaPago }, settings);
    if (read.flag !== 'unknown') return { formaPago: read.formaPago, isAssumed: read.flag !== undefined };
    const params = { text: formaPago.slice(0, 40), key: `${type}:${plainSlug(formaPago)}` };
    return { isAssumed: false, faults: [{ code: 'tender-unknown', pointer: '/formaPago', params }] };
  }
  if (formaPago !== undefined || pagos !== undefined) return { isAssumed: false };
  // c_FormaPago 99, "por definir", is for what is still to be paid.
  if (estado === 'pendiente') return { formaPago: '99', isAssumed: false };
  const fallback = settings.defaults.formaPago;
  return { formaPago: fallback ?? '04', isAssumed: fallback === undefined };
}

function completeLine(line: unknown, products: ProductMap, defaults: SourceDefaults): unknown {
  if (typeof line !== 'object' || line === null || Array.isArray(line)) return line;
  const { category, iva, ...stated } = line as Readonly<Record<string, unknown>>;
  const product = {
    kind: 'product' as const,
    ...(typeof stated.noIdentificacion === 'string' && { sku: stated.noIdentificacion }),
    ...(typeof category === 'string' && { category }),
    ...(typeof iva === 'string' && { iva }),
  };
  const key = productKeyOf(product, products, defaults);
  const { claveProdServ, claveUnidad, unidad, ...taxes } = key;
  // A given IVA is never dropped, whatever else is given.
  const isEmpty = Array.isArray(stated.impuestos) && stated.impuestos.length === 0 && stated.objetoImp === undefined;
  const saysTaxes = stated.impuestos !== undefined || (stated.objetoImp !== undefined && iva === undefined);
  const instead = iva === undefined ? untaxedOf(ownKeyOf(product, products, defaults)) : taxes;
  return {
    claveProdServ,
    claveUnidad,
    // A value that is not text is left for the wire schema to refuse.
    ...(typeof iva !== 'string' && iva !== undefined && { iva }),
    ...(typeof category !== 'string' && category !== undefined && { category }),
    // The unit's name belongs to the clave.
    ...(unidad !== undefined && stated.claveUnidad === undefined && { unidad }),
    ...(saysTaxes ? {} : taxes),
    ...stated,
    ...(isEmpty && instead),
  };
}

/** The merchant's setting for an untaxed product; `undefined` if the product has taxes or is not mapped. */
function untaxedOf(own: ProductKey | undefined): Partial<ProductKey> {
  if (!own || !chargesNothing(own)) return {};
  const { objetoImp, impuestos } = own;
  return { ...(impuestos && { impuestos }), ...(!impuestos?.length && { objetoImp: objetoImp ?? '01' }) };
}
