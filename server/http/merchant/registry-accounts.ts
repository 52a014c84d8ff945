/** The merchant's accounts with services that query the SAT's register. */
import { z } from '@hono/zod-openapi';
import { sourceCircuit } from '../../taxpayers/registry.ts';
import type { Services } from '../api/services.ts';
import { type AccountRoutes, providerAccountRoutes } from './provider-accounts.ts';

/** The SAT's own test taxpayer, who does not exist. */
const TEST_TAXPAYER = {
  rfc: 'EKU9003173C9',
  nombre: 'ESCUELA KEMPER URGATE',
  codigoPostal: '26015',
  regimenFiscal: '601',
  usoCfdi: 'G03',
};

const settings: NonNullable<AccountRoutes<unknown>['settings']> = z.record(z.string(), z.int()).openapi({
  description:
    '`costCentavos` is the price of one query. `dailyBudgetCentavos` limits the cost of a day; beyond it, the stamp decides.',
});

/** The routes `/registry-accounts`. Positions 0 to 3 are asked in order. */
export function registryAccountRoutes(services: Services) {
  return providerAccountRoutes(services, {
    path: '/registry-accounts',
    tag: 'Registry',
    wire: { name: 'RegistryAccount', provider: 'source' },
    about: {
      list: 'List your registry accounts, in order',
      put: 'They are queried in order of position until every field is decided, only for a found sale and within the daily budget.',
      test: 'Test the account with one query, at its price',
      credentials: `facturama: user, password · facturapi: key · sw: user, password or token · diverza: id, token`,
    },
    positions: 4,
    settings,
    accounts: services.registryAccounts,
    async onChange(tenant, source) {
      const { store, now } = services.invoicing;
      await store.circuits.succeeded(sourceCircuit(source, tenant));
      for (const kind of ['registry-down', 'registry-budget'] as const)
        await store.notices.resolve(tenant, kind, source, now());
    },
    async test(source, signal) {
      const match = await source.check(TEST_TAXPAYER, signal);
      return Object.values(match).includes('unavailable')
        ? { status: 'unavailable', reason: 'no answer that says anything' }
        : { status: 'ok' };
    },
  });
}
