/** What the facts of a source come to: kept as the store keeps them, folded, and held against what a sale has to be. */
import type { SaleBody } from '../../../server/sales/sale.ts';
import { parseSale } from '../../../server/sales/sale-wire.ts';
import type { SaleFact } from '../../../server/sources/intake/fact.ts';
import { foldSale } from '../../../server/sources/intake/fold.ts';
import type { SourceSettings } from '../../../server/sources/settings.ts';
import type { SourceType } from '../../../server/sources/source.ts';

const SETTINGS: SourceSettings = {
  defaults: {
    claveProdServ: '50201706',
    claveUnidad: 'H87',
    pricesIncludeTax: true,
    impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
  },
  payments: {},
};

/** What the shops of the fixtures charge no tax on, which only their merchant can say. */
export const UNTAXED = Object.fromEntries(
  ['sku:CAFE-CHI-250'].map((key) => [
    key,
    {
      claveProdServ: '50201706',
      claveUnidad: 'H87',
      impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.000000' }],
    } as const,
  ]),
);

/** The sale that facts of one key make; throws with its faults when they make none. */
export function saleOf(type: SourceType, reported: readonly SaleFact[]): SaleBody {
  const [first] = reported;
  const kept = new Map<string, SaleFact>();
  for (const fact of reported) {
    if (fact.saleKey !== first?.saleKey) throw new Error('facts of two sales');
    const before = kept.get(fact.factKey);
    if (!before || before.fact.version < fact.fact.version) kept.set(fact.factKey, fact);
  }
  const facts = [...kept.values()].map(({ fact }) => fact);
  const folded = foldSale(type, facts, { settings: SETTINGS, products: UNTAXED });
  if (folded.kind !== 'sale') throw new Error(JSON.stringify(folded));
  const parsed = parseSale(folded.wire);
  if (parsed.kind !== 'sale') throw new Error(JSON.stringify(parsed.faults));
  return parsed.body;
}
