/** The lines of an order as those of a sale on the wire, each with what it is to the SAT. */
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

/** A line on the wire, for reading only. */
export type WireConcepto = Omit<SoldConcepto, 'objetoImp' | 'impuestos'> & Partial<SoldConcepto>;

/** A sale on the wire, for reading only. */
export type WireSale = Readonly<Omit<SaleWire, 'conceptos'>> & { readonly conceptos: readonly WireConcepto[] };

/** All of a sale but its lines and their discount. */
export type WireHead = Omit<WireSale, 'conceptos' | 'descuento'>;

/** The sale before refunds; `keys` are those of its lines, one each, and none where the source has no lines. */
export type Draft = {
  readonly wire: WireSale;
  readonly keys: readonly string[];
  readonly defaults: ProductKey;
  /** Taxes of its lines that a CFDI would not carry as they were charged. */
  readonly faults: readonly Fault[];
};

/**
 * The whole order on the wire. What costs less than nothing, a fee that is a discount, is taken off the sale: no line
 * may be negative.
 */
export function draftOf(order: OrderFact, head: WireHead, products: ProductMap, settings: SourceDefaults): Draft {
  const defaults = productKeyOf({ kind: 'product' }, {}, settings);
  const { lines = [] } = order;
  const bare: Draft = { wire: { ...head, conceptos: [] }, keys: [], defaults, faults: [] };
  if (lines.length === 0) return { ...bare, wire: inOneLine(bare, parseMicro(order.total) ?? ZERO) };
  const off = sum(lines.filter(isNegative).map(amountOf));
  const descuento = off < ZERO ? lessStill(order.descuento, off) : order.descuento;
  // The wire refuses a line of none; whatever else is wrong with one is for it to say.
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

/** What a line is to the SAT, with the taxes that its order charged; what costs nothing bears none. */
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
  const said = new Set(read.impuestos.map(({ impuesto }) => impuesto));
  // What the shop does not charge as a tax of its own, IEPS inside the price or a withholding, is the mapping's to say.
  const kept = impuestos.filter(
    ({ tipo, impuesto }) => tipo === 'retencion' || (impuesto !== '002' && !said.has(impuesto)),
  );
  return { key: { ...rest, impuestos: [...kept, ...read.impuestos] } };
}

/** The sale as one line by the source's defaults that was paid with `total`, taxes inside. */
export function inOneLine({ wire, defaults }: Draft, total: Micro): WireSale {
  const { descuento: _, ...head } = wire;
  const line = { ...defaults, descripcion: `Compra ${wire.folio}`, cantidad: '1' };
  const valorUnitario = formatTrimmed(beforeWithholding(total, defaults), 2);
  return { ...head, pricesIncludeTax: true, conceptos: [{ ...line, valorUnitario }] };
}

/** A wire's text has to be of 1,000 characters and 100 for a sku; sources know no such limit. */
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

/** What is no amount stays as it is, for the wire to refuse. */
function lessStill(descuento: string | undefined, off: Micro): string {
  const known = parseMicro(descuento ?? '0');
  return known === undefined ? (descuento ?? '') : formatTrimmed(known - off, 2);
}

/** The price of which `total` is left after what the buyer withholds: a sale's total is net of it. */
function beforeWithholding(total: Micro, key: ProductKey): Micro {
  const { impuestos = [] } = key;
  if (!impuestos.some((tax) => tax.tipo === 'retencion') || productFaults(key).length > 0) return total;
  const price = formatMicro(total);
  const taxes = lineTaxes({ ...key, descripcion: '', cantidad: '1', valorUnitario: price, objetoImp: '02', impuestos });
  const left = total - taxes.withheldFrom(taxes.netOf(total));
  return left > ZERO ? proportion(total, total, left) : total;
}
