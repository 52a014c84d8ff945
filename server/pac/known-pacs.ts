/** The PACs that have adapters, with the credentials of an account and the factory of the adapter. */
import { FACTURAMA_CREDENTIALS, FACTURAMA_HOSTS } from '../outbound/facturama-account.ts';
import { FACTURAPI_CREDENTIALS, FACTURAPI_HOST, facturapiCredentials } from '../outbound/facturapi-account.ts';
import type { KnownProvider } from '../outbound/provider.ts';
import { createDiverzaPac, DIVERZA_CREDENTIALS, DIVERZA_HOSTS } from './diverza.ts';
import { createFacturamaPac } from './facturama.ts';
import { createFacturapiPac } from './facturapi.ts';
import { createFinkokPac, FINKOK_HOSTS } from './finkok.ts';
import { FINKOK_CREDENTIALS } from './finkok-credentials.ts';
import type { Pac } from './pac.ts';
import { createProdigiaPac, PRODIGIA_CREDENTIALS, PRODIGIA_HOST } from './prodigia.ts';
import { createSwPac, SW_HOSTS } from './sw.ts';
import { SW_CREDENTIALS, type SwCredentials } from './sw-session.ts';

/** Every supported PAC by its id. An id is stored with accounts and invoices, so it is never renamed. */
export const KNOWN_PACS: Readonly<Record<string, KnownProvider<Pac>>> = {
  finkok: {
    name: 'Finkok',
    credentials: FINKOK_CREDENTIALS,
    accountOf: (credentials) => FINKOK_CREDENTIALS.parse(credentials).username,
    create: (credentials, { world, baseUrl = FINKOK_HOSTS[world], timeoutMs }) =>
      createFinkokPac({ credentials: FINKOK_CREDENTIALS.parse(credentials), baseUrl, timeoutMs }),
  },
  sw: {
    name: 'SW sapien',
    credentials: SW_CREDENTIALS,
    accountOf: (credentials) => swAccount(SW_CREDENTIALS.parse(credentials)),
    create: (credentials, { world, baseUrl, timeoutMs }) => {
      const hosts = baseUrl === undefined ? SW_HOSTS[world] : { services: baseUrl, api: baseUrl };
      return createSwPac({ credentials: SW_CREDENTIALS.parse(credentials), hosts, timeoutMs });
    },
  },
  prodigia: {
    name: 'Prodigia (PADE)',
    credentials: PRODIGIA_CREDENTIALS,
    accountOf: (credentials) => PRODIGIA_CREDENTIALS.parse(credentials).contrato,
    create: (credentials, { world, baseUrl = PRODIGIA_HOST, timeoutMs }) => {
      const operation = world === 'live' ? 'timbrado40' : 'timbrado40Prueba';
      return createProdigiaPac({ credentials: PRODIGIA_CREDENTIALS.parse(credentials), baseUrl, operation, timeoutMs });
    },
  },
  diverza: {
    name: 'Diverza',
    credentials: DIVERZA_CREDENTIALS,
    accountOf: (credentials) => DIVERZA_CREDENTIALS.parse(credentials).id,
    create: (credentials, { world, baseUrl = DIVERZA_HOSTS[world], timeoutMs }) =>
      createDiverzaPac({ credentials: DIVERZA_CREDENTIALS.parse(credentials), baseUrl, timeoutMs }),
  },
  facturama: {
    name: 'Facturama',
    credentials: FACTURAMA_CREDENTIALS,
    accountOf: (credentials) => FACTURAMA_CREDENTIALS.parse(credentials).user,
    create: (credentials, { world, baseUrl = FACTURAMA_HOSTS[world], timeoutMs }) =>
      createFacturamaPac({ credentials: FACTURAMA_CREDENTIALS.parse(credentials), baseUrl, timeoutMs }),
  },
  facturapi: {
    name: 'Facturapi',
    credentials: FACTURAPI_CREDENTIALS,
    create: (credentials, { world, baseUrl = FACTURAPI_HOST, timeoutMs }) =>
      createFacturapiPac({ credentials: facturapiCredentials(credentials, world), baseUrl, timeoutMs }),
  },
};

/** If only its token identifies an account, another token means another account. */
function swAccount({ user, token }: SwCredentials): string {
  return user ?? token ?? '';
}
