/** Converts the lines of an order to lines of the wire format, each with its SAT keys and taxes. */
import {
  formatMicro,
  formatTrimmed,
  type Micro,
  multiply,
  parseMicro,
  proportion,
  sum,
  ZERO,
} from '../../cfdi/money.ts';
import type { SoldConcepto } from '../../cfdi/sold.ts';
import { lineTaxes } from '../../cfdi/taxes.ts';
import type { Fault } from '../../problems/problem.ts';
import type { SaleWire } from '../../sales/sale-wire.ts';
import type { ProductKey, SourceDefaults } from '../settings.ts';
import type { DraftLine, OrderFact } from './fact.ts';
import { lineTaxesOf } from './line-taxes.ts';
import { ownKeyOf, type ProductMap, productFaults, productKeyOf } from './product-map.ts';

/** A read-only line in the wire format. */
export type WireConcepto = Omit<SoldConcepto, 'objetoImp' | 'impuestos'> & Partial<SoldConcepto>;

/** A read-only sale in the wire format. */
export type WireSale = Readonly<Omit<SaleWire, 'conceptos'>> & { readonly conceptos: readonly WireConcepto[] };

/** A sale without its lines and their discount. */
export type WireHead = Omit<WireSale, 'conceptos' | 'descuento'>;

/** The sale before refunds; `keys` are the keys of its lines, and empty if the source has no lines. */
export type Draft = {
  readonly wire: WireSale;
  readonly keys: readonly string[];
  readonly defaults: ProductKey;
  /** Faults of line taxes that a CFDI cannot carry as they were charged. */
  readonly faults: readonly Fault[];
};

/**
 * Converts the whole order to the wire format. A negative line, such as a fee that is a discount, is subtracted from the sale, because no line
 * may be negative.
 */
export function draftOf(order: OrderFact, head: WireHead, products: ProductMap, settings: SourceDefaults): Draft {
  const defaults = productKeyOf({ kind: 'product' }, {}, settings);
  const { lines = [] } = order;
  const bare: Draft = { wire: { ...head, conceptos: [] }, keys: [], defaults, faults: [] };
  if (lines.length === 0) return { ...bare, wire: inOneLine(bare, parseMicro(order.total) ?? ZERO) };
  const off = sum(lines.filter(isNegative).map(amountOf));
  const descuento = off < ZERO ? lessStill(order.descuento, off) : order.descuento;
  // The schema refuses a line with quantity zero, and reports any other fault itself.
  const kept = lines.filter((line) => !isNegative(line) && parseMicro(line.cantidad) !== ZERO);
  const keyed = kept.map((line) => keyedOf(line, products, settings));
  const conceptos = kept.map((line, index) => conceptoOf(line, keyed[index]?.key ?? defaults, order.folio));
  return {
    ...bare,
    wire: { ...head, ...(descuento !== undefined && { descuento }), conceptos },
    keys: kept.map(({ key }) => key),
    faults: keyed.flatMap(({ fault }, index) =>
      fault ? [{ ...fault, pointer: `/conceptos/${index}/impuestos` }] : [],
    ),
  };
}

/** The SAT keys of a line with the taxes that its order charged; a line that costs nothing bears none. */
function keyedOf(
  line: DraftLine,
  products: ProductMap,
  settings: SourceDefaults,
): { readonly key: ProductKey; readonly fault?: Omit<Fault, 'pointer'> } {
  const key = productKeyOf(line, products, settings);
  if (amountOf(line) <= (parseMicro(line.descuento ?? '0') ?? ZERO)) return { key };
  const read = lineTaxesOf(line, ownKeyOf(line, products, settings));
  if (read.kind === 'fault') return { key, fault: { code: read.code, params: read.params } };
  if (read.kind === 'mapped') return { key };
  const { objetoImp: _, impuestos = [], ...rest } = key;
  const charged = new Set(read.impuestos.map(({ impuesto }) => impuesto));
  // Taxes that the shop does not charge separately (IEPS included in the price, withholdings) come from the mapping.
  const kept = impuestos.filter(
    ({ tipo, impuesto }) => tipo === 'retencion' || (impuesto !== '002' && !charged.has(impuesto)),
  );
  return { key: { ...rest, impuestos: [...kept, ...read.impuestos] } };
}

/** Builds the sale as one line by the source's defaults, paid with `total` including taxes. */
export function inOneLine({ wire, defaults }: Draft, total: Micro): WireSale {
  const { descuento: _, ...head } = wire;
  const line = { ...defaults, descripcion: `Compra ${wire.folio}`, cantidad: '1' };
  const valorUnitario = formatTrimmed(beforeWithholding(total, defaults), 2);
  return { ...head, pricesIncludeTax: true, conceptos: [{ ...line, valorUnitario }] };
}

/** The wire format limits text to 1,000 characters and a sku to 100; sources have no such limits. */
function conceptoOf(line: DraftLine, key: ProductKey, folio: string): WireConcepto {
  const sku = line.sku?.trim().slice(0, 100);
  return {
    ...key,
    ...(sku && { noIdentificacion: sku }),
    descripcion: (line.descripcion.trim() || sku || `Compra ${folio}`).slice(0, 1000),
    cantidad: line.cantidad,
    valorUnitario: line.valorUnitario,
    ...(line.descuento !== undefined && { descuento: line.descuento }),
  };
}

function isNegative(line: DraftLine): boolean {
  return (parseMicro(line.valorUnitario) ?? ZERO) < ZERO && parseMicro(line.cantidad) !== undefined;
}

function amountOf({ cantidad, valorUnitario }: DraftLine): Micro {
  return multiply(parseMicro(cantidad) ?? ZERO, parseMicro(valorUnitario) ?? ZERO);
}

/** A value that is not an amount stays as it is, for the schema to refuse. */
function lessStill(descuento: string | undefined, off: Micro): string {
  const known = parseMicro(descuento ?? '0');
  return known === undefined ? (descuento ?? '') : formatTrimmed(known - off, 2);
}

/** The price before withholding: a sale's total is net of what the buyer withholds. */
function beforeWithholding(total: Micro, key: ProductKey): Micro {
  const { impuestos = [] } = key;
  if (!impuestos.some((tax) => tax.tipo === 'retencion') || productFaults(key).length > 0) return total;
  const price = formatMicro(total);
  const taxes = lineTaxes({ ...key, descripcion: '', cantidad: '1', valorUnitario: price, objetoImp: '02', impuestos });
  const left = total - taxes.withheldFrom(taxes.netOf(total));
  return left > ZERO ? proportion(total, total, left) : total;
}
