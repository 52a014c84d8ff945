/** The taxes of a product as two choices, IVA and IEPS; what these cannot say stays as it is. */
import { impuestosOf, ivas } from '../lists/sold-words.ts';
import type { ProductKey, ProductTax } from './product-wire.ts';

/** `iva` is a rate, `exento`, `none` (no objeto de impuesto), `kept` (what no choice says), or empty for that of the source. */
export type TaxChoice = { readonly iva: string; readonly ieps: string };

/** The rates of IEPS that shops charge, as pairs of value and text (LIEPS, article 2: drinks, tobacco, and food dense in calories). */
export function iepsRates(): readonly (readonly [string, string])[] {
  return [
    ['0.080000', '8 %'],
    ['0.265000', '26.5 %'],
    ['0.300000', '30 %'],
    ['0.530000', '53 %'],
  ];
}

/** Reads the choices from a product. */
export function taxesOf({ objetoImp, impuestos }: ProductKey): TaxChoice {
  if (objetoImp === undefined && impuestos === undefined) return { iva: '', ieps: '' };
  if (objetoImp === '01' || (objetoImp === undefined && impuestos?.length === 0)) return { iva: 'none', ieps: '' };
  const [iva, ieps] = ['002', '003'].map((impuesto) => rateOf(impuestos?.find((tax) => tax.impuesto === impuesto)));
  const isUsual =
    (objetoImp === undefined || objetoImp === '02') &&
    impuestos?.every(({ tipo }) => tipo === 'traslado') &&
    impuestos.length === (ieps ? 2 : 1) &&
    ivas().some(([value]) => value === iva) &&
    (!ieps || iepsRates().some(([value]) => value === ieps));
  return isUsual ? { iva: iva ?? '', ieps: ieps ?? '' } : { iva: 'kept', ieps: '' };
}

/** The members of a product that the choices mean; `kept` takes those of `known`. */
export function taxMembers({ iva, ieps }: TaxChoice, known: ProductKey | undefined): Partial<ProductKey> {
  if (iva === '') return {};
  if (iva === 'none') return { objetoImp: '01' };
  if (iva === 'kept') {
    const { objetoImp, impuestos } = known ?? {};
    return { ...(objetoImp && { objetoImp }), ...(impuestos && { impuestos }) };
  }
  const others = ieps ? [{ tipo: 'traslado', impuesto: '003', tipoFactor: 'Tasa', tasaOCuota: ieps }] : [];
  return { impuestos: [...others, ...(impuestosOf(iva) as readonly ProductTax[])] };
}

/** A rate with six decimals, as the choices have it. */
function rateOf(tax: ProductTax | undefined): string | undefined {
  if (tax?.tipoFactor === 'Exento') return 'exento';
  const [whole = '', decimals = ''] = tax?.tasaOCuota?.split('.') ?? [];
  return tax && `${whole}.${decimals.padEnd(6, '0')}`;
}
