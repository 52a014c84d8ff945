/** What the routes need, built once by main. */
import type { Invoicing } from '../invoicing/invoicing.ts';
import type { PacAccounts } from '../pac/pacs.ts';
import type { Portal } from '../portals/portal.ts';
import type { Tokens } from '../portals/tokens.ts';
import type { TaxpayerRegistry } from '../taxpayers/registry.ts';
import type { Limits } from './limits.ts';

export type Services = {
  readonly invoicing: Invoicing;
  readonly pacAccounts: PacAccounts;
  readonly tokens: Tokens;
  readonly registryFor: (portal: Portal) => TaxpayerRegistry;
  readonly limits: Limits;
  /** Where customers reach this server, `https://factura.example.mx`, no trailing slash. */
  readonly publicUrl: string;
  /** Whether `x-forwarded-for` is set by a proxy of ours. */
  readonly trustProxy: boolean;
};
