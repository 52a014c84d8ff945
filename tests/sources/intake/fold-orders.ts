/** Orders as shops and charges tell them, and what is said of them afterwards. */
import { expect } from 'vitest';
import { parseSale } from '../../../server/sales/sale-wire.ts';
import type { DraftLine, Fact, OrderFact, PaymentFact, RefundFact } from '../../../server/sources/intake/fact.ts';
import { type Folded, type FoldSetup, foldSale } from '../../../server/sources/intake/fold.ts';
import type { WireSale } from '../../../server/sources/intake/fold-lines.ts';
import { ivaOf } from '../../../server/sources/intake/product-map.ts';
import type { SourceDefaults } from '../../../server/sources/settings.ts';
import type { SourceType } from '../../../server/sources/source.ts';

export const SERVICE = { claveProdServ: '90101501', claveUnidad: 'E48', impuestos: [ivaOf('0.16')] };
export const POSTAGE = { claveProdServ: '78102203', claveUnidad: 'E48', impuestos: [ivaOf('0.16')] };
export const COFFEE = { claveProdServ: '50201706', claveUnidad: 'H87', impuestos: [ivaOf('0')] };
export const CUP = { claveProdServ: '52152002', claveUnidad: 'H87', impuestos: [ivaOf('0.16')] };
const PRODUCTS = { 'sku:CAFE-500': COFFEE, 'sku:TAZA-01': CUP };

export const setup = (defaults: Partial<SourceDefaults> = {}, payments = {}): FoldSetup => ({
  settings: { defaults: { ...SERVICE, pricesIncludeTax: true, shipping: POSTAGE, ...defaults }, payments },
  products: PRODUCTS,
});

export const order = (changes: Partial<OrderFact>): OrderFact => ({
  kind: 'order',
  version: 1_795_200_000_000,
  folio: '1001',
  date: '2026-11-20T18:32:00-06:00',
  estado: 'pagada',
  moneda: 'MXN',
  total: '348.00',
  ...changes,
});
export const line = (
  key: string,
  descripcion: string,
  valorUnitario: string,
  more: Partial<DraftLine> = {},
): DraftLine => ({
  key,
  descripcion,
  cantidad: '1',
  valorUnitario,
  kind: 'product',
  ...more,
});
export const paid = (method: string, more: Partial<PaymentFact> = {}): PaymentFact => ({
  kind: 'payment',
  version: 1,
  paymentKey: 'ch_1',
  payment: { method },
  ...more,
});
export const refund = (importe: string, more: Partial<RefundFact> = {}): RefundFact => ({
  kind: 'refund',
  refundKey: 're_1',
  version: 1,
  importe,
  estado: 'done',
  ...more,
});

/** Whatever the facts make; a sale is one that is accepted. */
export function fold(type: SourceType, facts: readonly Fact[], by = setup()): Folded {
  const folded = foldSale(type, facts, by);
  if (folded.kind === 'sale') expect(parseSale(folded.wire)).toMatchObject({ kind: 'sale' });
  return folded;
}

/** The sale that the facts make. */
export function saleOf(type: SourceType, facts: readonly Fact[], by = setup()): WireSale {
  const folded = fold(type, facts, by);
  if (folded.kind !== 'sale') throw new Error(JSON.stringify(folded));
  return folded.wire;
}
/** `cantidad descripcion valorUnitario −descuento` of each line. */
export const linesOf = (type: SourceType, facts: readonly Fact[], by = setup()) =>
  saleOf(type, facts, by).conceptos.map(({ cantidad, descripcion, valorUnitario, descuento }) =>
    [cantidad, descripcion, valorUnitario, descuento === undefined ? '' : `−${descuento}`].join(' ').trim(),
  );

// Two coffees at 189.00 and a cup at 149.00 with a coupon of 10 %, postage 99.00: 474.30 + 99.00.
export const SHOPIFY = order({
  total: '573.30',
  email: 'ana@example.com',
  pricesIncludeTax: true,
  lines: [
    line('l1', 'Café en grano 500 g', '189.00', { sku: 'CAFE-500', cantidad: '2', descuento: '37.80', iva: '0' }),
    line('l2', 'Taza de cerámica', '149.00', { sku: 'TAZA-01', descuento: '14.90', iva: '0.16' }),
    line('s1', 'Envío nacional', '99.00', { kind: 'shipping', iva: '0.16' }),
  ],
});
// 3 hours at 172.41 and 1 lamp at 431.03, without IVA: 948.26 × 1.16.
export const WOO = order({
  folio: '3307',
  total: '1099.98',
  pricesIncludeTax: false,
  lines: [
    line('11', 'Instalación por hora', '172.41', { cantidad: '3', iva: '0.16' }),
    line('12', 'Lámpara de techo', '431.03', { iva: '0.16' }),
  ],
});
// Medicine at 0 %, shampoo and a water at 16 %.
export const PHARMACY = order({
  total: '345.50',
  lines: [
    line('a', 'Amoxicilina 500 mg', '186.50', { iva: '0' }),
    line('b', 'Champú', '74.50', { cantidad: '2', iva: '0.16' }),
    line('c', 'Agua 1 L', '10.00', { iva: '0.16' }),
  ],
});
export const FREELANCER = order({ folio: 'pi-77', total: '11600.00' });
export const RESTAURANT = order({
  total: '348.00',
  propina: '52.20',
  lines: [line('d', 'Desayuno', '174.00', { cantidad: '2' })],
});
