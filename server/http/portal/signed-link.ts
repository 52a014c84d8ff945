/** Opens a link that a till or shop signed offline: finds the sale that it names, or creates it if nothing else submits it. */
import type { Context } from 'hono';
import { issueZone } from '../../catalogs/postal-code.ts';
import { branchOf } from '../../invoicing/sale-standing.ts';
import type { Portal } from '../../portals/portal.ts';
import { folioKey, readsAlike } from '../../sales/lookup.ts';
import type { Sale } from '../../sales/sale.ts';
import { saleWire } from '../../sales/sale-wire.ts';
import { receiveFacts } from '../../sources/intake/intake.ts';
import { isOfTotalAndDay, isSignedWith, linkFacts, type SignedLink } from '../../sources/own-system/signed-link.ts';
import type { SourceAccount } from '../../sources/settings.ts';
import { addressOf } from '../api/address.ts';
import type { ApiVariables } from '../api/api.ts';
import { intakeOf } from '../api/intake-of.ts';
import type { Services } from '../api/services.ts';
import { tenantOf } from './portal-context.ts';

/**
 * Returns the sale of a signed link; `undefined` for a URL that is not one or opens nothing. It is the same sale however often the link is
 * followed, by a mail scanner or by fifty people.
 */
export async function saleOfLink(
  services: Services,
  portal: Portal,
  c: Context<ApiVariables>,
): Promise<Sale | undefined> {
  const signature = c.req.query('sig');
  if (signature === undefined || !portal.settings.enabled) return undefined;
  const link = linkOf(c);
  const account = await accountOf(services, portal, link.source);
  const secret = account && (await services.sourceAccounts.linkSecret(account));
  if (!account || secret === undefined || !isSignedWith(secret, link, signature)) {
    await noteBadSignature(services, portal, account, addressOf(c, services.trustProxy));
    return undefined;
  }
  const found = await findSale(services, account, link);
  if (found) return found;
  const facts = linkFacts(account.type, link, services.invoicing.now());
  if (facts.length === 0) return undefined;
  await receiveFacts(intakeOf(services), account, { facts });
  return findSale(services, account, link);
}

/** Reads the link with the slug it was printed with, which may be a former one. */
function linkOf(c: Context<ApiVariables>): SignedLink {
  const slug = c.req.param('slug') ?? '';
  const query = (name: string): string => c.req.query(name) ?? '';
  const [source, folio] = [query('source'), query('folio')];
  return { slug, source, folio, date: query('date'), total: query('total'), formaPago: query('formaPago') };
}

/** Finds the source of the link, only within the portal's merchant and world. */
async function accountOf(
  { invoicing }: Services,
  portal: Portal,
  sourceId: string,
): Promise<SourceAccount | undefined> {
  const account = await invoicing.store.sources.get(sourceId);
  const { merchantId, world } = tenantOf(portal);
  return account?.tenant.merchantId === merchantId && account.tenant.world === world ? account : undefined;
}

/** Sales from `POST /v1/sales` belong to no source; a till with a source of type `api` may submit its sales there all the same. */
const PUSHED = 'api';

/** Finds the sale with the link's folio, or with one that reads alike if the link's total and day match. */
async function findSale(
  { invoicing: { store } }: Services,
  { id, type, tenant }: SourceAccount,
  link: SignedLink,
): Promise<Sale | undefined> {
  const key = folioKey(link.folio);
  const sources = type === 'api' ? [id, PUSHED] : [id];
  const all = await Promise.all(sources.map((source) => store.sales.search(tenant, { folioKey: key, source })));
  const [found, folio] = [all.flat(), saleFolio(link.folio)];
  const exact = found.find(({ body }) => body.folio === folio);
  if (exact || key === '' || found.length === 0) return exact;
  const branches = await store.merchants.listBranches(tenant.merchantId);
  const zoneOf = (sale: Sale): string => issueZone(branchOf(sale, branches).codigoPostal);
  return found.find(
    (sale) => readsAlike(sale.body.folio, link.folio) && isOfTotalAndDay(link, sale.body, zoneOf(sale)),
  );
}

/** The folio as a sale stores it, without unprintable characters. */
function saleFolio(folio: string): string | undefined {
  return saleWire.shape.folio.safeParse(folio).data;
}

/** Counts and logs a bad signature, at most as often as a failed look-up of that address. */
async function noteBadSignature(
  { invoicing: { store, now, log }, limits }: Services,
  { slug }: Portal,
  account: SourceAccount | undefined,
  address: string,
): Promise<void> {
  if (!limits.mayLookUp(address)) return;
  await limits.countFailedLookUp({ address, slug });
  if ((await limits.notesBadSignature(account?.id ?? slug, address)) === 'no') return;
  log('signed-link.bad-signature', { slug, ...(account && { source: account.id }) });
  if (account) await store.sources.countBadSignature(account.id, now());
}
