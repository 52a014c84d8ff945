/** Converts the items of another service's receipt to conceptos; those services state for every item whether its price includes taxes. */
import { z } from 'zod';
import { divide, formatMicro, formatTrimmed, type Micro, multiply, toMicro, ZERO } from '../../../cfdi/money.ts';
import type { SoldImpuesto } from '../../../cfdi/sold.ts';
import { lineTaxes } from '../../../cfdi/taxes.ts';
import type { Fault } from '../../../problems/problem.ts';
import { text } from '../../intake/order-values.ts';
import { priced } from '../../providers/woocommerce/unit-price.ts';
import { isReceipt, type Receipt } from './export-file.ts';
import { DECIMAL, FLAG, textOf } from './values.ts';

/** What a tax of an item states; both services use the same names. */
export const TAX = z.object({
  type: z
    .string()
    .toUpperCase()
    .pipe(z.enum(['IVA', 'ISR', 'IEPS']))
    .default('IVA'),
  rate: DECIMAL.optional(),
  factor: z.enum(['Tasa', 'Cuota', 'Exento']).default('Tasa'),
  withholding: FLAG.default(false),
  base: DECIMAL.optional(),
});

/** An item of either service. The source's defaults supply what it leaves out. */
export type Item = {
  readonly descripcion: string;
  readonly claveProdServ: string | undefined;
  readonly claveUnidad: string | undefined;
  readonly unidad: string | undefined;
  readonly noIdentificacion: string | undefined;
  readonly objetoImp: string | undefined;
  readonly cantidad: Micro;
  readonly valorUnitario: Micro;
  readonly descuento: Micro;
  readonly impuestos: readonly SoldImpuesto[] | undefined;
  /** Of its price and its discount; if absent, nothing is stated, and nothing is added. */
  readonly isTaxIncluded: boolean | undefined;
};

const IMPUESTO = { ISR: '001', IVA: '002', IEPS: '003' } as const;

/** Converts a tax to the wire format. Only a cuota has a base of its own there, its units; the base of a rate is the cost of the line. */
export function impuestoOf({ type, rate, factor, withholding, base }: z.output<typeof TAX>): SoldImpuesto {
  return {
    tipo: withholding ? 'retencion' : 'traslado',
    impuesto: IMPUESTO[type],
    tipoFactor: factor,
    ...(factor !== 'Exento' && rate !== undefined && { tasaOCuota: formatMicro(rate) }),
    ...(factor === 'Cuota' && base !== undefined && { base: formatTrimmed(base) }),
  };
}

/**
 * The lines of a sale. If only some prices include their taxes, all are submitted including them: adding a tax to the cost of a line is a
 * multiplication, removing one is a division with a remainder.
 */
export function linesOf(items: readonly Item[]): Receipt {
  const isMixed = [true, false].every((each) => items.some(({ isTaxIncluded }) => isTaxIncluded === each));
  const stated = items.find(({ isTaxIncluded }) => isTaxIncluded !== undefined)?.isTaxIncluded;
  const pricesIncludeTax = isMixed || stated;
  return {
    ...(pricesIncludeTax !== undefined && { pricesIncludeTax }),
    conceptos: items.map((item) => conceptoOf(item, isMixed && item.isTaxIncluded === false)),
  };
}

function conceptoOf(item: Item, isAdded: boolean): Receipt {
  const { descripcion, claveProdServ, claveUnidad, unidad, noIdentificacion, objetoImp, impuestos } = item;
  const price = {
    cantidad: formatTrimmed(item.cantidad),
    valorUnitario: text(item.valorUnitario),
    ...(item.descuento > ZERO && { descuento: text(item.descuento) }),
  };
  return {
    ...(claveProdServ && { claveProdServ }),
    ...(noIdentificacion && { noIdentificacion }),
    descripcion,
    ...(claveUnidad && { claveUnidad }),
    // Longer than a CFDI allows (Anexo 20 v4.0, Unidad), and its clave says the same.
    ...(unidad && unidad.length <= 20 && { unidad }),
    ...(isAdded ? withTaxes(price, impuestos ?? []) : price),
    ...(objetoImp && { objetoImp }),
    ...(impuestos && { impuestos }),
  };
}

/**
 * The bases that a tax on the whole of an item may have: the cost of the line without traslados, that cost with its IEPS, and the cost of
 * one unit; for a cuota, the number of units.
 */
export function wholeBases({ cantidad, valorUnitario, descuento, isTaxIncluded, impuestos = [] }: Item): {
  readonly money: readonly Micro[];
  readonly units: readonly Micro[];
} {
  const { netOf, fold } = lineTaxes({ ...NO_PRODUCT, cantidad: formatTrimmed(cantidad), impuestos });
  const paid = multiply(cantidad, valorUnitario) - descuento;
  const net = isTaxIncluded ? netOf(paid) : paid;
  return { money: [net, fold(net), ...(cantidad > ZERO ? [divide(net, cantidad)] : [])], units: [cantidad] };
}

type Price = { readonly cantidad: string; readonly valorUnitario: string; readonly descuento?: string };

function withTaxes(price: Price, impuestos: readonly SoldImpuesto[]): Price {
  const { addTo, addToShare } = lineTaxes({ ...NO_PRODUCT, ...price, impuestos });
  const before = addTo(multiply(toMicro(price.cantidad), toMicro(price.valorUnitario)));
  return priced(price.cantidad, before, before - addToShare(toMicro(price.descuento ?? '0')));
}

const NO_PRODUCT = { claveProdServ: '', claveUnidad: '', descripcion: '', valorUnitario: '0', objetoImp: '02' };

const NOT_CARRIED: readonly (readonly [field: string, complement: string])[] = [
  ['local_taxes', 'Impuestos locales'],
  ['third_party', 'A cuenta de terceros'],
  ['property_tax_account', 'Cuenta predial'],
  ['customs_keys', 'Información aduanera'],
  ['customs_request', 'Información aduanera'],
  ['parts', 'Parte'],
  ['complement', 'Complemento de concepto'],
  ['item_complement', 'Complemento de concepto'],
];

/** What a sale here cannot carry: an item that has it is not submitted. Pointers are into the item. */
export function notCarried(item: Receipt): readonly Fault[] {
  const product = isReceipt(item.product) ? item.product : {};
  const clave = textOf(product.product_key) ?? textOf(item.product_key) ?? '';
  const places: readonly (readonly [pointer: string, Receipt])[] = [
    ['', item],
    ['/product', product],
  ];
  return places.flatMap(([pointer, place]) =>
    NOT_CARRIED.filter(([field]) => isSome(place[field])).map(([field, complement]) => ({
      code: 'needs-complement',
      pointer: `${pointer}/${field}`,
      params: { clave, complement },
    })),
  );
}

function isSome(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}
