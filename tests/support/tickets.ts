/** Tickets as Mexican shops print them, before any invoice: the sales that the tests of the arithmetic start from. */
import type { Sold, SoldConcepto, SoldImpuesto } from '../../server/cfdi/sold.ts';

const traslado = (impuesto: '002' | '003', tipoFactor: 'Tasa' | 'Cuota', tasaOCuota: string): SoldImpuesto => ({
  tipo: 'traslado',
  impuesto,
  tipoFactor,
  tasaOCuota,
});

export const IVA_16 = traslado('002', 'Tasa', '0.160000');
export const IVA_0 = traslado('002', 'Tasa', '0.000000');
export const IVA_EXENTO: SoldImpuesto = { tipo: 'traslado', impuesto: '002', tipoFactor: 'Exento' };

/** IEPS by rate. */
export const ieps = (tasa: string): SoldImpuesto => traslado('003', 'Tasa', tasa);

/** IEPS by cuota; `base` is its units in the whole line, the line's cantidad when absent. */
export const cuota = (pesos: string, base?: string): SoldImpuesto => ({
  ...traslado('003', 'Cuota', pesos),
  ...(base !== undefined && { base }),
});

export const retencion = (impuesto: '001' | '002', tasaOCuota: string): SoldImpuesto => ({
  tipo: 'retencion',
  impuesto,
  tipoFactor: 'Tasa',
  tasaOCuota,
});

/** One line; IVA 16 % and one piece unless said otherwise. */
export function line(
  descripcion: string,
  valorUnitario: string,
  impuestos: readonly SoldImpuesto[] = [IVA_16],
  more: Partial<SoldConcepto> = {},
): SoldConcepto {
  return {
    claveProdServ: '50192100',
    descripcion,
    claveUnidad: 'H87',
    cantidad: '1',
    valorUnitario,
    objetoImp: impuestos.length > 0 ? '02' : '01',
    impuestos,
    ...more,
  };
}

/** A sale in pesos with taxes inside its prices, unless said otherwise. */
export function sold(total: string, conceptos: readonly SoldConcepto[], more: Partial<Sold> = {}): Sold {
  return { moneda: 'MXN', total, pricesIncludeTax: true, conceptos, ...more };
}

/** Soft drinks (cuota by litre), crisps (IEPS 8 %, IVA 0), cigarettes (rate and cuota) and milk. */
export const CONVENIENCE_STORE = sold('168.00', [
  line('Refresco de cola 600 ml', '18.00', [cuota('3.081800', '1.2'), IVA_16], { cantidad: '2' }),
  line('Papas con sal 45 g', '19.50', [ieps('0.080000'), IVA_0]),
  line('Cigarros con filtro, 20', '85.00', [ieps('1.600000'), cuota('0.644500', '20'), IVA_16]),
  line('Leche entera 1 l', '27.50', [IVA_0]),
]);

/** Medicines at 0 % and a shampoo at 16 % with 10 % off. */
export const PHARMACY = sold('334.05', [
  line('Amoxicilina 500 mg, 12 cápsulas', '89.00', [IVA_0], { cantidad: '3' }),
  line('Champú anticaspa', '74.50', [IVA_16], { descuento: '7.45' }),
]);

/** Two breakfasts; the tip of 52.20 is outside, as ever. */
export const RESTAURANT = sold('348.00', [line('Desayuno completo', '174.00', [IVA_16], { cantidad: '2' })]);

/** Coffee, a mug and the postage, with a coupon of 10 % on the whole. */
export const SHOPIFY_ORDER = sold(
  '563.40',
  [
    line('Café de altura 340 g', '189.00', [IVA_0], { cantidad: '2' }),
    line('Taza de cerámica esmaltada', '149.00'),
    line('Envío a domicilio', '99.00', [IVA_16], { claveUnidad: 'E48' }),
  ],
  { descuento: '62.60' },
);

/** A design for a company: net price, IVA on it, ISR 10 % and two thirds of the IVA withheld. */
export const FREELANCER = sold(
  '9533.33',
  [
    line('Diseño de identidad', '10000.00', [IVA_16, retencion('001', '0.100000'), retencion('002', '0.106667')], {
      claveProdServ: '82141502',
      claveUnidad: 'E48',
    }),
  ],
  { pricesIncludeTax: false },
);

/** Every ticket above by the shop that printed it. */
export const TICKETS: Readonly<Record<string, Sold>> = {
  'a convenience store': CONVENIENCE_STORE,
  'a pharmacy': PHARMACY,
  'a restaurant': RESTAURANT,
  'a Shopify order': SHOPIFY_ORDER,
  'a freelancer': FREELANCER,
};
