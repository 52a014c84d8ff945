/** What is wrong with product mappings, before any sale waits because of them. */
import type { CatalogStore } from '../catalogs/catalog-store.ts';
import { pointerStep } from '../problems/pointer.ts';
import type { Fault } from '../problems/problem.ts';
import { claveFaults } from '../sales/sale-context.ts';
import { nextSlice } from '../threads/slices.ts';
import { type ProductMap, productFaults } from './intake/product-map.ts';

/** Products checked in one turn of the event loop: some milliseconds. */
const SLICE = 20;

/** Returns the faults for which sales of these products would be refused, also by the loaded catalogue on that day (`2026-11-20`). */
export async function productMapFaults(
  products: Readonly<Record<string, ProductMap[string] | undefined>>,
  catalogs: Pick<CatalogStore, 'claveProdServ'>,
  today: string,
): Promise<readonly Fault[]> {
  const faults: Fault[] = [];
  for (const [index, [key, product]] of Object.entries(products).entries()) {
    if (index % SLICE === 0) await nextSlice();
    if (product === undefined) continue;
    const { claveProdServ } = product;
    const found = productFaults(product);
    const isChecked = found.some(({ pointer }) => pointer === '/claveProdServ');
    const row = isChecked ? 'not-loaded' : await catalogs.claveProdServ(claveProdServ);
    const all = [...found, ...claveFaults(row, claveProdServ, { pointer: '', today })];
    faults.push(...all.map((fault) => ({ ...fault, pointer: `${pointerStep(key)}${fault.pointer}` })));
  }
  return faults;
}
