/** The PACs there are adapters for: what an account with each takes, and how its adapter is made. */
import { FACTURAMA_CREDENTIALS, FACTURAMA_HOSTS } from '../outbound/facturama-account.ts';
import { FACTURAPI_CREDENTIALS, FACTURAPI_HOST } from '../outbound/facturapi-account.ts';
import { type KnownProvider, OtherWorld } from '../outbound/provider.ts';
import { createDiverzaPac, DIVERZA_CREDENTIALS, DIVERZA_HOSTS } from './diverza.ts';
import { createFacturamaPac } from './facturama.ts';
import { createFacturapiPac } from './facturapi.ts';
import { createFinkokPac, FINKOK_CREDENTIALS, FINKOK_HOSTS } from './finkok.ts';
import type { Pac } from './pac.ts';
import { createProdigiaPac, PRODIGIA_CREDENTIALS, PRODIGIA_HOST } from './prodigia.ts';
import { createSwPac, SW_HOSTS } from './sw.ts';
import { SW_CREDENTIALS } from './sw-session.ts';

export const KNOWN_PACS: Readonly<Record<string, KnownProvider<Pac>>> = {
  finkok: {
    name: 'Finkok',
    credentials: FINKOK_CREDENTIALS,
    create: (credentials, { world, baseUrl = FINKOK_HOSTS[world], timeoutMs }) =>
      createFinkokPac({ credentials: FINKOK_CREDENTIALS.parse(credentials), baseUrl, timeoutMs }),
  },
  sw: {
    name: 'SW sapien',
    credentials: SW_CREDENTIALS,
    create: (credentials, { world, baseUrl, timeoutMs }) => {
      const hosts = baseUrl === undefined ? SW_HOSTS[world] : { services: baseUrl, api: baseUrl };
      return createSwPac({ credentials: SW_CREDENTIALS.parse(credentials), hosts, timeoutMs });
    },
  },
  prodigia: {
    name: 'Prodigia (PADE)',
    credentials: PRODIGIA_CREDENTIALS,
    create: (credentials, { world, baseUrl = PRODIGIA_HOST, timeoutMs }) => {
      const operation = world === 'live' ? 'timbrado40' : 'timbrado40Prueba';
      return createProdigiaPac({ credentials: PRODIGIA_CREDENTIALS.parse(credentials), baseUrl, operation, timeoutMs });
    },
  },
  diverza: {
    name: 'Diverza',
    credentials: DIVERZA_CREDENTIALS,
    create: (credentials, { world, baseUrl = DIVERZA_HOSTS[world], timeoutMs }) =>
      createDiverzaPac({ credentials: DIVERZA_CREDENTIALS.parse(credentials), baseUrl, timeoutMs }),
  },
  facturama: {
    name: 'Facturama',
    credentials: FACTURAMA_CREDENTIALS,
    create: (credentials, { world, baseUrl = FACTURAMA_HOSTS[world], timeoutMs }) =>
      createFacturamaPac({ credentials: FACTURAMA_CREDENTIALS.parse(credentials), baseUrl, timeoutMs }),
  },
  facturapi: {
    name: 'Facturapi',
    credentials: FACTURAPI_CREDENTIALS,
    create: (credentials, { world, baseUrl = FACTURAPI_HOST, timeoutMs }) => {
      const parsed = FACTURAPI_CREDENTIALS.parse(credentials);
      if (!parsed.key.startsWith(`sk_${world}_`)) throw new OtherWorld();
      return createFacturapiPac({ credentials: parsed, baseUrl, timeoutMs });
    },
  },
};
