/** Memoizes look-ups while many sales are processed. */

import type { Tenant } from '../../merchants/tenant.ts';
import { remembered } from '../../sales/remembered.ts';
import { rememberContext } from '../../sales/sale-context.ts';
import type { Intake } from './intake-context.ts';

/** Returns an intake for many sales of one call, which looks up a merchant's products, branches and claves only once. */
export function rememberIntake(intake: Intake): Intake {
  const { store } = intake;
  const products = remembered(
    (tenant: Tenant) => store.sources.products(tenant),
    ({ merchantId, world }) => `${world} ${merchantId}`,
  );
  const { merchants, catalogs } = rememberContext(store);
  return {
    ...intake,
    store: {
      ...store,
      sources: { ...store.sources, products },
      merchants: { ...store.merchants, ...merchants },
      catalogs: { ...store.catalogs, ...catalogs },
    },
  };
}
