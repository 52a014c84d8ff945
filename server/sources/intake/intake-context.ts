/** The stores and services that turning facts into sales depends on. */
import type { CatalogStore } from '../../catalogs/catalog-store.ts';
import type { MerchantStore } from '../../merchants/merchant-store.ts';
import type { NoticeStore } from '../../notices/notice-store.ts';
import type { PortalStore } from '../../portals/portal-store.ts';
import type { ExchangeRateStore } from '../../sales/exchange-rate.ts';
import type { SaleStore } from '../../sales/sale-store.ts';
import type { SourceStore } from '../source-store.ts';
import type { GiveBack } from './give-back.ts';

/** What the intake needs. `now` answers epoch milliseconds, and `log` gets no personal data. */
export type Intake = {
  readonly store: {
    readonly sources: SourceStore;
    readonly sales: SaleStore;
    readonly merchants: MerchantStore;
    readonly portals: PortalStore;
    readonly catalogs: CatalogStore;
    readonly exchangeRates: ExchangeRateStore;
    readonly notices: NoticeStore;
  };
  readonly giveBack: GiveBack;
  readonly now: () => number;
  readonly log: (event: string, fields: Readonly<Record<string, string | number>>) => void;
};
