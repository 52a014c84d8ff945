/** Which products a merchant sells that have no SAT keys of their own yet: they are invoiced with the source's defaults, or wait. */
import type { Fault } from '../../problems/problem.ts';
import type { SourceAccount } from '../settings.ts';
import type { DraftLine, Fact } from './fact.ts';
import { newest } from './fold-facts.ts';
import { ownKeyOf, type ProductMap } from './product-map.ts';

/** A sale as its source last described it, with the faults for which it waits. */
export type ReceivedSale = { readonly facts: readonly Fact[]; readonly faults: readonly Fault[] };

/** A product without a mapping. `key` is that of `ProductMap` under which it would get one. */
export type UnmappedProduct = {
  readonly key: string;
  readonly sku?: string;
  readonly category?: string;
  readonly descripcion: string;
  /** The source that sold it last, whose defaults apply. */
  readonly source: Pick<SourceAccount, 'id' | 'name'>;
  readonly defaults: Pick<SourceAccount['settings']['defaults'], 'claveProdServ' | 'claveUnidad'>;
  readonly sales: number;
  /** How many of these sales wait because of one of their lines. */
  readonly waiting: number;
};

type Line = Pick<DraftLine, 'sku' | 'category' | 'kind' | 'descripcion'>;

/** Lists the products without a mapping in these sales: first those that may be why a sale waits, then those that sell most. */
export function unmappedProducts(
  received: readonly { readonly account: SourceAccount; readonly sales: readonly ReceivedSale[] }[],
  products: ProductMap,
): readonly UnmappedProduct[] {
  const found = new Map<string, UnmappedProduct>();
  for (const { account, sales } of received) {
    for (const { facts, faults } of sales) {
      const waits = faults.some(({ pointer }) => pointer.startsWith('/conceptos'));
      for (const product of productsIn(account, linesOf(facts), products)) {
        const known = found.get(product.key) ?? product;
        const waiting = known.waiting + (waits ? 1 : 0);
        found.set(product.key, { ...known, sales: known.sales + 1, waiting });
      }
    }
  }
  return [...found.values()].sort((one, other) => other.waiting - one.waiting || other.sales - one.sales);
}

/** The products of one sale, each once. */
function productsIn(account: SourceAccount, lines: readonly Line[], products: ProductMap): readonly UnmappedProduct[] {
  const { id, name, settings } = account;
  const { claveProdServ, claveUnidad } = settings.defaults;
  const unmapped = lines.flatMap((line): UnmappedProduct[] => {
    const [sku, category] = [line.sku?.trim(), line.category?.trim()];
    const key = sku ? `sku:${sku}` : category ? `category:${category}` : undefined;
    if (key === undefined || key.length > LONGEST_KEY || ownKeyOf(line, products, settings.defaults)) return [];
    const about = { source: { id, name }, defaults: { claveProdServ, claveUnidad }, sales: 0, waiting: 0 };
    return [{ key, ...(sku && { sku }), ...(category && { category }), descripcion: line.descripcion, ...about }];
  });
  return [...new Map(unmapped.map((product) => [product.key, product])).values()];
}

/** The longest key that can be mapped: `category:` and 200 letters. */
const LONGEST_KEY = 209;

/** The lines of a sale that take their keys from a mapping. Gift cards are no goods, and a submitted line may have its own clave. */
function linesOf(facts: readonly Fact[]): readonly Line[] {
  const order = newest(facts.filter((fact) => fact.kind === 'order'));
  const submitted = newest(facts.filter((fact) => fact.kind === 'submitted'));
  if (submitted && submitted.version >= (order?.version ?? 0)) return submittedLines(submitted.sale.conceptos);
  return (order?.lines ?? []).filter(({ kind }) => kind !== 'gift-card');
}

function submittedLines(conceptos: unknown): readonly Line[] {
  if (!Array.isArray(conceptos)) return [];
  return conceptos.flatMap((line: unknown): Line[] => {
    if (typeof line !== 'object' || line === null || 'claveProdServ' in line) return [];
    const { noIdentificacion: sku, category, descripcion } = line as Readonly<Record<string, unknown>>;
    return [
      {
        kind: 'product',
        descripcion: typeof descripcion === 'string' ? descripcion : '',
        ...(typeof sku === 'string' && { sku }),
        ...(typeof category === 'string' && { category }),
      },
    ];
  });
}
