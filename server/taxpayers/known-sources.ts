/** The available sources of the register: the credentials of an account, the cost of a query, and the factory of its adapter. */
import { FACTURAMA_CREDENTIALS, FACTURAMA_HOSTS } from '../outbound/facturama-account.ts';
import { FACTURAPI_CREDENTIALS, FACTURAPI_HOST, facturapiCredentials } from '../outbound/facturapi-account.ts';
import type { KnownProvider } from '../outbound/provider.ts';
import { DIVERZA_CREDENTIALS, DIVERZA_HOSTS } from '../pac/diverza.ts';
import { SW_HOSTS } from '../pac/sw.ts';
import { SW_CREDENTIALS } from '../pac/sw-session.ts';
import { createDiverzaRfcSource } from './diverza-rfc.ts';
import { createFacturamaSource } from './facturama.ts';
import { createFacturapiSource } from './facturapi.ts';
import type { RegistrySource } from './source.ts';
import { costSettings } from './source-cost.ts';
import { createSwLrfcSource } from './sw-lrfc.ts';

/** A source with an adapter; its cost is also the default of its account's settings. */
export type KnownSource = KnownProvider<RegistrySource> & {
  /** The usual cost of a query; contracts differ, so a merchant may set another in its settings. */
  readonly costCentavos: number;
};

/** By the id that the source and the merchant's account with it have. */
export const KNOWN_SOURCES: Readonly<Record<string, KnownSource>> = {
  facturama: {
    name: 'Facturama',
    credentials: FACTURAMA_CREDENTIALS,
    // One folio: 0.40 to 0.50 MXN as third parties report it (wire-contracts 12, read 2026-11), not its own price list.
    ...priced(50),
    create: (credentials, { world, baseUrl = FACTURAMA_HOSTS[world], timeoutMs }) =>
      createFacturamaSource({ credentials: FACTURAMA_CREDENTIALS.parse(credentials), baseUrl, timeoutMs }),
  },
  facturapi: {
    name: 'Facturapi',
    credentials: FACTURAPI_CREDENTIALS,
    // Included in its plans (wire-contracts 12, read 2026-11).
    ...priced(0),
    create: (credentials, { world, baseUrl = FACTURAPI_HOST, timeoutMs }) =>
      createFacturapiSource({ credentials: facturapiCredentials(credentials, world), baseUrl, timeoutMs }),
  },
  sw: {
    name: 'SW sapien',
    credentials: SW_CREDENTIALS,
    // Comes with the account (wire-contracts 12, read 2026-11); no price of its own is recorded.
    ...priced(0),
    create: (credentials, { world, baseUrl = SW_HOSTS[world].services, timeoutMs }) =>
      createSwLrfcSource({ credentials: SW_CREDENTIALS.parse(credentials), services: baseUrl, timeoutMs }),
  },
  diverza: {
    name: 'Diverza',
    credentials: DIVERZA_CREDENTIALS,
    // As with SW.
    ...priced(0),
    create: (credentials, { world, baseUrl = DIVERZA_HOSTS[world], timeoutMs }) =>
      createDiverzaRfcSource({ credentials: DIVERZA_CREDENTIALS.parse(credentials), baseUrl, timeoutMs }),
  },
};

function priced(costCentavos: number) {
  return { costCentavos, settings: costSettings(costCentavos) };
}
