/** Opens a link that a till or shop signed offline: finds the sale that it names, or creates it if nothing else submits it. */
import { issueZone } from '../../catalogs/postal-code.ts';
import type { LookUpLimits } from '../../limits/look-up-limits.ts';
import type { NoiseLimits } from '../../limits/noise-limits.ts';
import type { Portal } from '../../portals/portal.ts';
import { folioKey, readsAlike } from '../../sales/lookup.ts';
import type { Sale } from '../../sales/sale.ts';
import { branchOf } from '../../sales/sale-branch.ts';
import { saleWire } from '../../sales/sale-wire.ts';
import type { SourceAccounts } from '../accounts.ts';
import { receiveFacts } from '../intake/intake.ts';
import type { Intake } from '../intake/intake-context.ts';
import type { SourceAccount } from '../settings.ts';
import { isOfTotalAndDay, isSignedWith, linkFacts, type SignedLink } from './signed-link.ts';

/** What opening a link may touch. */
export type OpenSignedLinkDeps = {
  readonly intake: Intake;
  readonly sourceAccounts: Pick<SourceAccounts, 'linkSecret'>;
  readonly limits: LookUpLimits & NoiseLimits;
};

/**
 * Returns the sale of a signed link; `undefined` if the link opens nothing. It is the same sale however often the link is followed, by a mail
 * scanner or by fifty people.
 */
export async function openSignedLink(
  deps: OpenSignedLinkDeps,
  portal: Portal,
  link: SignedLink,
  { signature, address }: { readonly signature: string; readonly address: string },
): Promise<Sale | undefined> {
  const { intake } = deps;
  if (!portal.settings.enabled) return undefined;
  const account = await accountOf(intake, portal, link.source);
  const secret = account && (await deps.sourceAccounts.linkSecret(account));
  if (!account || secret === undefined || !isSignedWith(secret, link, signature)) {
    await noteBadSignature(deps, portal, account, address);
    return undefined;
  }
  const found = await findSale(intake, account, link);
  if (found) return found;
  const facts = linkFacts(account.type, link, intake.now());
  if (facts.length === 0) return undefined;
  await receiveFacts(intake, account, { facts });
  return findSale(intake, account, link);
}

/** Finds the source of the link, only within the portal's merchant and world. */
async function accountOf(
  { store }: Intake,
  { merchantId, world }: Portal,
  sourceId: string,
): Promise<SourceAccount | undefined> {
  const account = await store.sources.get(sourceId);
  return account?.tenant.merchantId === merchantId && account.tenant.world === world ? account : undefined;
}

/** Sales from `POST /v1/sales` belong to no source; a till with a source of type `api` may submit its sales there all the same. */
const PUSHED = 'api';

/** Finds the sale with the link's folio, or with one that reads alike if the link's total and day match. */
async function findSale(
  { store }: Intake,
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
  { intake: { store, now, log }, limits }: OpenSignedLinkDeps,
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
