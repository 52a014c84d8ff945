/** Working on many sales at once: nothing is looked up twice. */
import { remembered } from '../sales/remembered.ts';
import type { Tenant } from '../sales/sale.ts';
import type { Intake } from './intake.ts';

/** The same intake for a while, in which a merchant's products, branches and claves are looked up once. */
export function remembering(intake: Intake): Intake {
  const { sources, merchants, catalogs } = intake.store;
  const products = remembered(
    (tenant: Tenant) => sources.products(tenant),
    ({ merchantId, world }) => `${world} ${merchantId}`,
  );
  const listBranches = remembered((id: string) => merchants.listBranches(id));
  const listPortals = remembered((id: string) => merchants.listPortals(id));
  const claveProdServ = remembered((clave: string) => catalogs.claveProdServ(clave));
  return {
    ...intake,
    store: {
      ...intake.store,
      sources: { ...sources, products },
      merchants: { ...merchants, listBranches, listPortals },
      catalogs: { ...catalogs, claveProdServ },
    },
  };
}
