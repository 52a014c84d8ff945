/** How a sale was paid, what the SAT calls it and which IVA it bears, in the words of a shop. */
import { msg } from '@lit/localize';
import type { Form } from '../form.ts';
import type { Panel } from '../page.ts';
import { keep, recall, thisDevice } from '../storage.ts';

/** The values of c_FormaPago that shops accept, the most common first. */
export function formasPago(): readonly (readonly [string, string])[] {
  return [
    ['01', msg('Efectivo', { id: 'pay-cash' })],
    ['28', msg('Tarjeta de débito', { id: 'pay-debit' })],
    ['04', msg('Tarjeta de crédito', { id: 'pay-credit' })],
    ['03', msg('Transferencia', { id: 'pay-transfer' })],
    ['02', msg('Cheque', { id: 'pay-cheque' })],
    ['08', msg('Vales de despensa', { id: 'pay-vouchers' })],
  ];
}

/** The IVA rates on offer, as pairs of value and text. */
export function ivas(): readonly (readonly [string, string])[] {
  return [
    ['0.160000', msg('16 %', { id: 'iva-16' })],
    ['0.080000', msg('8 % (frontera)', { id: 'iva-8' })],
    ['0.000000', msg('0 % (alimentos, medicinas)', { id: 'iva-0' })],
    ['exento', msg('Exento', { id: 'iva-exempt' })],
  ];
}

/** The taxes of a line, as the wire writes them. */
export function impuestosOf(iva: string): readonly object[] {
  const base = { tipo: 'traslado', impuesto: '002' };
  return iva === 'exento' ? [{ ...base, tipoFactor: 'Exento' }] : [{ ...base, tipoFactor: 'Tasa', tasaOCuota: iva }];
}

/** Claves of c_ClaveProdServ and c_ClaveUnidad for what most shops sell; 01010101 is «no existe en el catálogo», which the SAT allows. */
const SOLD: Readonly<Record<string, { readonly claveProdServ: string; readonly claveUnidad: string }>> = {
  product: { claveProdServ: '01010101', claveUnidad: 'H87' },
  meal: { claveProdServ: '90101501', claveUnidad: 'E48' },
  service: { claveProdServ: '01010101', claveUnidad: 'E48' },
  parking: { claveProdServ: '78111807', claveUnidad: 'E48' },
};

/** What a merchant can say that they sell, as pairs of value and text. */
export function soldKinds(): readonly (readonly [string, string])[] {
  return [
    ['product', msg('Productos', { id: 'sold-product' })],
    ['meal', msg('Comida o bebida preparada', { id: 'sold-meal' })],
    ['service', msg('Servicios', { id: 'sold-service' })],
    ['parking', msg('Estacionamiento', { id: 'sold-parking' })],
  ];
}

const soldName = (merchant: Panel['merchant']): string => `autofactura-panel sold ${merchant?.id ?? ''}`;

/** What a merchant said it sells when it created its portal: suggested for sales added by hand. */
export function usualSold(merchant: Panel['merchant']): string {
  return recall<{ readonly kind: string }>(thisDevice, soldName(merchant))?.kind ?? 'product';
}

/** Remembers on this device what the merchant sells. */
export function keepSold(merchant: Panel['merchant'], kind: string): void {
  keep(thisDevice, soldName(merchant), { kind });
}

/** Returns the SAT's claves for a kind of goods or services. */
export function clavesOf(kind: string): { readonly claveProdServ: string; readonly claveUnidad: string } {
  return SOLD[kind] ?? { claveProdServ: '01010101', claveUnidad: 'H87' };
}

/** Renders the choice of what is sold. */
export function soldChoice(form: Form) {
  return form.choice(
    'sold',
    {
      label: msg('¿Qué vendes?', { id: 'sold' }),
      hint: msg('Decide las claves del SAT que van en la factura.', { id: 'sold-hint' }),
    },
    soldKinds(),
  );
}
