/** The stand-ins there are, by the path below which each answers. */
import type { ProviderRoutes } from './bench.ts';
import { diverzaRoutes } from './diverza.ts';
import { facturamaRoutes } from './facturama.ts';
import { facturapiRoutes } from './facturapi.ts';
import { finkokRoutes } from './finkok.ts';
import { prodigiaRoutes } from './prodigia.ts';
import { satRoutes } from './sat.ts';
import { siatRoutes } from './siat.ts';
import { swRoutes } from './sw.ts';

export const PROVIDERS: Readonly<Record<string, ProviderRoutes>> = {
  finkok: finkokRoutes,
  sw: swRoutes,
  prodigia: prodigiaRoutes,
  diverza: diverzaRoutes,
  sat: satRoutes,
  facturama: facturamaRoutes,
  facturapi: facturapiRoutes,
  siat: siatRoutes,
};
