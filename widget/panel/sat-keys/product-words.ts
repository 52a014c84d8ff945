/** Products, units and taxes in the words of a shop. */
import { msg, str } from '@lit/localize';
import { ivas } from '../lists/sold-words.ts';
import { iepsRates, taxesOf } from './product-taxes.ts';
import { isCategory, nameIn, type ProductKey } from './product-wire.ts';

/** Names a product by its SKU, or its category. */
export function productName(key: string): string {
  return isCategory(key) ? msg(str`Categoría ${nameIn(key)}`, { id: 'prod-category-name' }) : nameIn(key);
}

/** The units that shops use most, as pairs of c_ClaveUnidad and text. */
export function units(): readonly (readonly [string, string])[] {
  return [
    ['H87', msg('Pieza', { id: 'unit-piece' })],
    ['E48', msg('Servicio', { id: 'unit-service' })],
    ['KGM', msg('Kilogramo', { id: 'unit-kilo' })],
    ['LTR', msg('Litro', { id: 'unit-litre' })],
    ['MTR', msg('Metro', { id: 'unit-metre' })],
    ['XPK', msg('Paquete', { id: 'unit-pack' })],
    ['XBX', msg('Caja', { id: 'unit-box' })],
    ['HUR', msg('Hora', { id: 'unit-hour' })],
    ['DAY', msg('Día', { id: 'day' })],
  ];
}

/** Names a unit; one that shops rarely use by its clave. */
export function unitWords(clave: string): string {
  return units().find(([value]) => value === clave)?.[1] ?? clave;
}

/** The taxes of a product in a few words. */
export function taxWords(product: ProductKey): string {
  const { iva, ieps } = taxesOf(product);
  if (iva === '') return msg('Como su conexión', { id: 'prod-tax-default' });
  if (iva === 'none') return msg('Sin impuestos', { id: 'prod-tax-none' });
  if (iva === 'kept') return msg('Otros', { id: 'prod-tax-kept' });
  const ofIva = `IVA ${ivas().find(([value]) => value === iva)?.[1] ?? iva}`;
  return ieps ? `${ofIva} + IEPS ${iepsRates().find(([value]) => value === ieps)?.[1] ?? ieps}` : ofIva;
}

/** How many sales, as a phrase. */
export function salesWords(count: number): string {
  return count === 1 ? msg('1 venta', { id: 'prod-sale-1' }) : msg(str`${count} ventas`, { id: 'prod-sales' });
}

/** How many sales wait, as a phrase. */
export function waitingWords(count: number): string {
  return count === 1
    ? msg('1 venta espera', { id: 'prod-waits-1' })
    : msg(str`${count} ventas esperan`, { id: 'prod-waits' });
}
