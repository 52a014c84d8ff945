/** A sale as the merchant's own system told it, with what it left out: claves and taxes, how it was paid, all of its lines. */
import { parseMicro, ZERO } from '../cfdi/money.ts';
import { type Draft, inOneLine, type WireSale } from './fold-lines.ts';
import { formaPagoOf } from './payment-table.ts';
import { type ProductMap, productKeyOf } from './product-map.ts';
import type { SourceDefaults, SourceSettings } from './settings.ts';
import type { SourceType } from './source.ts';
import type { ToldSale } from './told.ts';

/** A sale on the wire that nobody has looked at, and whether how it was paid is only assumed. */
export type CompletedSale = { readonly wire: Readonly<Record<string, unknown>>; readonly isAssumed: boolean };

/**
 * What is said stands, and is for `parseSale` to refuse. A line's `category` and `iva` (`0.16`, `exento`) are read here: the wire
 * does not know them. A line that says nothing of taxes has those of its product, or the defaults': untaxed is said with
 * `objetoImp` 01 or no `impuestos` in the list.
 */
export function completeSale(
  type: SourceType,
  told: ToldSale,
  { settings, products }: { readonly settings: SourceSettings; readonly products: ProductMap },
): CompletedSale {
  const { defaults } = settings;
  const { formaPago, isAssumed } = tenderOf(type, told, settings);
  const head = {
    ...(defaults.branch !== undefined && { branch: defaults.branch }),
    pricesIncludeTax: defaults.pricesIncludeTax,
    ...told,
    ...(formaPago !== undefined && { formaPago }),
  };
  const conceptos = told.conceptos ?? [];
  if (!Array.isArray(conceptos)) return { wire: head, isAssumed };
  const wire =
    conceptos.length === 0
      ? wholeInOneLine(head, products, defaults)
      : { ...head, conceptos: conceptos.map((line: unknown) => completeLine(line, products, defaults)) };
  return { wire, isAssumed };
}

function wholeInOneLine(head: ToldSale, products: ProductMap, settings: SourceDefaults): CompletedSale['wire'] {
  const total = typeof head.total === 'string' ? parseMicro(head.total) : undefined;
  const defaults = productKeyOf({ kind: 'product' }, products, settings);
  const draft: Draft = { wire: { ...head, conceptos: [] } as unknown as WireSale, keys: [], defaults };
  return { ...inOneLine(draft, total ?? ZERO) };
}

/** How it was paid, as far as it is not said with a clave: a word of the payment table, or nothing at all. */
function tenderOf(
  type: SourceType,
  { formaPago, pagos, estado }: ToldSale,
  settings: SourceSettings,
): { readonly formaPago?: string; readonly isAssumed: boolean } {
  if (typeof formaPago === 'string') {
    const read = formaPagoOf(type, { method: formaPago }, settings);
    return { formaPago: read.formaPago, isAssumed: read.flag !== undefined };
  }
  if (formaPago !== undefined || pagos !== undefined) return { isAssumed: false };
  // c_FormaPago 99, "por definir", is for what is still to be paid.
  if (estado === 'pendiente') return { formaPago: '99', isAssumed: false };
  const said = settings.defaults.formaPago;
  return { formaPago: said ?? '04', isAssumed: said === undefined };
}

function completeLine(line: unknown, products: ProductMap, defaults: SourceDefaults): unknown {
  if (typeof line !== 'object' || line === null || Array.isArray(line)) return line;
  const { category, iva, ...said } = line as Readonly<Record<string, unknown>>;
  const key = productKeyOf(
    {
      kind: 'product',
      ...(typeof said.noIdentificacion === 'string' && { sku: said.noIdentificacion }),
      ...(typeof category === 'string' && { category }),
      ...(typeof iva === 'string' && { iva }),
    },
    products,
    defaults,
  );
  const { claveProdServ, claveUnidad, unidad, ...taxes } = key;
  const saysTaxes = said.objetoImp !== undefined || said.impuestos !== undefined;
  return {
    claveProdServ,
    claveUnidad,
    // What is there and is no text is for the wire to refuse.
    ...(typeof iva !== 'string' && iva !== undefined && { iva }),
    ...(typeof category !== 'string' && category !== undefined && { category }),
    // The unit's name goes with the clave that it is a name of.
    ...(unidad !== undefined && said.claveUnidad === undefined && { unidad }),
    ...(saysTaxes ? {} : taxes),
    ...said,
  };
}
