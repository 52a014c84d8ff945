/** Finds the sales of a call that repeat a purchase which is stored already, or which is earlier in the call. */

import type { Tenant } from '../../server/merchants/tenant.ts';
import type { Fault } from '../../server/problems/problem.ts';
import {
  alikeKeys,
  alikeSales,
  type DuplicateContext,
  duplicateFault,
  type KnownSale,
  turnOf,
} from '../../server/sales/duplicates.ts';
import type { NewSale } from '../../server/sales/sale-store.ts';
import type { Engine } from '../engines/engine.ts';
import { statement, type Work } from '../engines/work.ts';
import { fromBranchRow, fromJson } from '../rows.ts';

/** Stored sales whose folios may read like one of these. */
export function alikeStatement({ db, isAmong }: Engine) {
  return statement(({ merchantId, world, folioKeys }: Tenant & { readonly folioKeys: readonly string[] }) =>
    db
      .selectFrom('sale')
      .select(['source', 'folioKey', 'totalCentavos', 'paidCentavos', 'dateMs', 'body'])
      .where((eb) => eb.and({ merchantId, world }))
      .where(isAmong('folio_key', folioKeys)),
  );
}

/** Reads what the rule needs to know about the merchant. */
function prepareContext({ db, isAmong }: Engine) {
  const branches = statement(({ merchantId }: { readonly merchantId: string }) =>
    db.selectFrom('branch').selectAll().where('merchantId', '=', merchantId).orderBy('seq'),
  );
  const sources = statement(({ ids }: { readonly ids: readonly string[] }) =>
    db.selectFrom('saleSource').select(['id', 'type', 'name']).where(isAmong('id', ids)),
  );
  return function* ({ merchantId }: Tenant, compared: readonly KnownSale[]): Work<DuplicateContext> {
    const ids = [...new Set(compared.map(({ source }) => source))];
    return { branches: (yield* branches.all({ merchantId })).map(fromBranchRow), sources: yield* sources.all({ ids }) };
  };
}

/**
 * Returns the fault of each duplicate sale, by its place in the call. From here to the end of the transaction no other transaction stores a sale
 * whose folio reads like one of these.
 */
export function prepareDuplicates(engine: Engine) {
  const alike = alikeStatement(engine);
  const contextOf = prepareContext(engine);
  return function* (tenant: Tenant, sales: readonly NewSale[]): Work<readonly (Fault | undefined)[]> {
    const { merchantId, world } = tenant;
    const turns = new Set(sales.map(({ keys }) => turnOf(keys.folioKey)));
    yield* engine.takeTurns([...turns].map((turn) => `sale ${world} ${merchantId} ${turn}`));
    const folioKeys = [...new Set(sales.flatMap(({ keys }) => alikeKeys(keys.folioKey)))];
    const known = new Map<string, KnownSale[]>([...turns].map((turn) => [turn, []]));
    const note = (sale: KnownSale) => known.get(turnOf(sale.keys.folioKey))?.push(sale);
    for (const { source, body, ...keys } of yield* alike.all({ merchantId, world, folioKeys }))
      note({ source, body: fromJson(body), keys });
    const faults: (Fault | undefined)[] = [];
    for (const sale of sales) {
      const found = alikeSales(sale, known.get(turnOf(sale.keys.folioKey)) ?? []);
      const fault =
        found.length > 0 ? duplicateFault(sale, found, yield* contextOf(tenant, [sale, ...found])) : undefined;
      if (fault === undefined) note(sale);
      faults.push(fault);
    }
    return faults;
  };
}
