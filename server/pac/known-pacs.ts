/** The PACs there are adapters for: what an account with each takes, and how its adapter is made. */
import type { z } from 'zod';
import type { World } from '../sales/sale.ts';
import { createDiverzaPac, DIVERZA_CREDENTIALS, DIVERZA_HOSTS } from './diverza.ts';
import { createFinkokPac, FINKOK_CREDENTIALS, FINKOK_HOSTS } from './finkok.ts';
import type { Pac } from './pac.ts';
import { createProdigiaPac, PRODIGIA_CREDENTIALS, PRODIGIA_HOST } from './prodigia.ts';
import { createSwPac, SW_HOSTS } from './sw.ts';
import { SW_CREDENTIALS } from './sw-session.ts';

export type PacPlace = {
  readonly world: World;
  /** A stand-in on loopback, instead of the PAC's own host. */
  readonly baseUrl?: string;
  /** The PAC's own limit per call. */
  readonly timeoutMs: number;
};

export type KnownPac = {
  /** As its customers call it. */
  readonly name: string;
  readonly credentials: z.ZodType<object>;
  /** Throws a ZodError for credentials of another shape. */
  create(credentials: unknown, place: PacPlace): Pac;
};

export const KNOWN_PACS: Readonly<Record<string, KnownPac>> = {
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
};
