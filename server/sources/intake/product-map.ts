/** The SAT keys and taxes of a line, from the merchant's product mappings, the source's defaults, and the IVA that the order itself states. */
import { formatMicro, parseMicro } from '../../cfdi/money.ts';
import type { SoldImpuesto } from '../../cfdi/sold.ts';
import type { Fault } from '../../problems/problem.ts';
import { parseSale } from '../../sales/sale-wire.ts';
import { plainText } from '../../text/plain-text.ts';
import type { ProductKey, SourceDefaults } from '../settings.ts';
import type { DraftLine } from './fact.ts';

/** A merchant's products, by `sku:{sku}` or `category:{category}`. */
export type ProductMap = Readonly<Record<string, ProductKey>>;

/**
 * Finds the keys and taxes of a line: by its sku, else its category, else shipping for a shipping line, else the source's defaults. A mapping
 * without taxes uses the defaults'. IVA that the order states overrides them all; IEPS and retenciones stay.
 */
export function productKeyOf(
  line: Pick<DraftLine, 'sku' | 'category' | 'kind' | 'iva'>,
  products: ProductMap,
  defaults: SourceDefaults,
): ProductKey {
  const own = ownKeyOf(line, products, defaults) ?? defaults;
  const { claveProdServ, claveUnidad, unidad } = own;
  // A product without taxes in the mapping is taxed like the rest: being untaxed must be stated, with 01 or an empty list.
  const { objetoImp, impuestos } = own.objetoImp === undefined && own.impuestos === undefined ? defaults : own;
  return {
    claveProdServ,
    claveUnidad,
    ...(unidad && { unidad }),
    ...(line.iva === undefined
      ? explicitTaxes(objetoImp, impuestos)
      : { impuestos: [...(impuestos ?? []).filter((tax) => !isIva(tax)), ivaOf(line.iva)] }),
  };
}

/** An empty list in a mapping means 01 (no objeto de impuesto); in a sale in the wire format it means nothing. */
function explicitTaxes(objetoImp: string | undefined, impuestos: ProductKey['impuestos']): Partial<ProductKey> {
  const explicit = objetoImp ?? (impuestos?.length === 0 ? '01' : undefined);
  return { ...(explicit && { objetoImp: explicit }), ...(impuestos && { impuestos }) };
}

/** The merchant's mapping of this product, its category or shipping; `undefined` if only the source's defaults are left. */
export function ownKeyOf(
  line: Pick<DraftLine, 'sku' | 'category' | 'kind'>,
  products: ProductMap,
  { shipping }: SourceDefaults,
): ProductKey | undefined {
  return mapped(line, products) ?? (line.kind === 'shipping' ? shipping : undefined);
}

/** The traslado of an IVA written as `0.16`, `0.08`, `0` or `exento`; anything else stays as it is, so that the sale is refused. */
export function ivaOf(iva: string): SoldImpuesto {
  const common = { tipo: 'traslado', impuesto: '002' } as const;
  return /^exento$/i.test(iva) ? { ...common, tipoFactor: 'Exento' } : { ...common, ...tasaOf(iva) };
}

/** The traslado of IEPS at a rate written as a fraction. */
export function iepsOf(ieps: string): SoldImpuesto {
  return { tipo: 'traslado', impuesto: '003', ...tasaOf(ieps) };
}

/** Returns the faults for which a sale of the product would be refused. Pointers are into the product. */
export function productFaults(product: ProductKey): readonly Fault[] {
  const { claveProdServ, claveUnidad, unidad, impuestos } = product;
  // A mapping without taxes leaves them to the source's defaults, or to each order.
  const objetoImp = product.objetoImp ?? (impuestos?.length ? undefined : '01');
  const concepto = { claveProdServ, claveUnidad, unidad, objetoImp, impuestos };
  const outcome = parseSale({ ...PROBE, conceptos: [{ ...concepto, ...PROBE_LINE }] });
  const faults = outcome.kind === 'faults' ? outcome.faults : [];
  return faults
    .filter(({ pointer }) => pointer.startsWith(LINE))
    .map((fault) => ({ ...fault, pointer: fault.pointer.slice(LINE.length) }));
}

const LINE = '/conceptos/0';
// Expensive enough for any cuota, and in a distant year, so that only rates without an end count.
const PROBE = { folio: '1', date: '2099-12-31T00:00:00Z', total: '1000000', formaPago: '01' };
const PROBE_LINE = { descripcion: '1', cantidad: '1', valorUnitario: '1000000' };

function mapped({ sku, category }: Pick<DraftLine, 'sku' | 'category'>, products: ProductMap): ProductKey | undefined {
  return (
    (sku === undefined ? undefined : products[`sku:${sku.trim()}`]) ??
    (category === undefined
      ? undefined
      : (products[`category:${category.trim()}`] ?? products[`category:${plainText(category)}`]))
  );
}

function isIva(tax: SoldImpuesto): boolean {
  return tax.tipo === 'traslado' && tax.impuesto === '002';
}

function tasaOf(rate: string): { readonly tipoFactor: 'Tasa'; readonly tasaOCuota: string } {
  const value = parseMicro(rate);
  return { tipoFactor: 'Tasa', tasaOCuota: value === undefined ? rate : formatMicro(value) };
}
