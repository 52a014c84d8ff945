/** A till that prints signed links, and a customer who follows them. */
import { createHmac } from 'node:crypto';
import { type LinkedSale, signLink } from '../../demo/sign-link/sign-link.ts';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { FoundSaleView } from '../../server/http/portal/public-views.ts';
import type { Tenant } from '../../server/merchants/tenant.ts';
import type { SourceDefaults } from '../../server/sources/settings.ts';
import type { SourceType } from '../../server/sources/source.ts';
import { PUBLIC_URL, read, type TestApi } from './api.ts';

export const LINK_SECRET = '8f3kQ!vZ0w_Tn5yR-7uXe2LcJ9mD4bHs';
export const SOLD_YESTERDAY = '2026-11-19T18:32:00-06:00';
export const MEAL: SourceDefaults = {
  claveProdServ: '90101501',
  claveUnidad: 'E48',
  pricesIncludeTax: true,
  impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
};

/** What a link leads to: the token of a sale, or the portal with what is typed there already. */
export type Followed = { readonly token: string } | { readonly typed: string | undefined };

export type TicketLinks = {
  /** A source with links, of the café's test world unless it is another's; answers its id. */
  till(type?: SourceType, change?: object, other?: Partial<Tenant>): Promise<string>;
  follow(url: string): Promise<Followed>;
  /** The sale that a link leads to; fails for one that leads to none. */
  open(url: string): Promise<FoundSaleView>;
  /** Sales that a customer finds by what the ticket says. */
  found(folio: string, total?: string): Promise<readonly FoundSaleView[]>;
  /** How many sales of the source wait, and why. */
  waiting(source: string): Promise<readonly string[]>;
};

let printed = 0;
/** A ticket of 348.00, paid in cash yesterday, with a folio of its own. */
export function ticket(source: string, change: Partial<LinkedSale> = {}): LinkedSale {
  printed += 1;
  const sale = { slug: DEMO_PORTAL, source, folio: `A-${1000 + printed}` };
  return { ...sale, date: SOLD_YESTERDAY, total: '348.00', formaPago: '01', ...change };
}

export function linkOf(sale: LinkedSale, secret = LINK_SECRET): string {
  return signLink(PUBLIC_URL, secret, sale);
}

/** As a program signs it that looks at nothing it signs: ours refuse what cannot be used. */
export function carelessLinkOf(sale: LinkedSale, secret = LINK_SECRET): string {
  const { slug, source, folio, date = '', total = '', formaPago = '' } = sale;
  const values = [slug, source, folio, date, total, formaPago];
  const message = ['autofactura-link-v1', ...values].join('\n');
  const sig = createHmac('sha256', secret).update(message, 'utf8').digest('hex').slice(0, 32);
  return `${PUBLIC_URL}/${slug}?${new URLSearchParams({ source, folio, date, total, formaPago, sig })}`;
}

export function createTicketLinks(api: TestApi): TicketLinks {
  const follow = async (url: string): Promise<Followed> => {
    const answer = await api.request(url);
    const [, token] = /^\/[a-z-]+\?t=([\w-]+)$/.exec(answer.headers.get('location') ?? '') ?? [];
    if (answer.status === 302 && token !== undefined) return { token };
    const [, typed] = /<autofactura-portal portal="[a-z-]+" folio="([^"]*)" >/.exec(await answer.text()) ?? [];
    if (answer.status !== 200) throw new Error(`it led to a ${answer.status}`);
    return { typed };
  };
  return {
    async till(type = 'api', change = {}, other = {}) {
      const tenant: Tenant = { merchantId: 'mer_jacaranda', world: 'test', ...other };
      const settings = { defaults: MEAL, payments: {} };
      const upload = { type, name: 'Caja 1', credentials: { linkSecret: LINK_SECRET }, settings, ...change };
      const put = await api.services.sourceAccounts.create(tenant, upload, api.now());
      if (put.kind !== 'put') throw new Error(put.kind);
      return put.account.id;
    },
    follow,
    async open(url) {
      const followed = await follow(url);
      if (!('token' in followed)) throw new Error('it led to no sale');
      return read<FoundSaleView>(await api.request(`/v1/portals/${DEMO_PORTAL}/sales/${followed.token}`));
    },
    found: (folio, total = '348.00') => api.search({ folio, total }),
    async waiting(source) {
      const problems = await api.services.invoicing.store.sources.problems(source, 10);
      return problems.map(({ faults }) => faults.map(({ code, pointer }) => `${pointer} ${code}`).join());
    },
  };
}
