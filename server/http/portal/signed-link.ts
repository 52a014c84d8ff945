/** Reads a link that a till or shop signed offline from the URL that it is, and opens it. */
import type { Context } from 'hono';
import type { Portal } from '../../portals/portal.ts';
import type { Sale } from '../../sales/sale.ts';
import { openSignedLink } from '../../sources/own-system/open-signed-link.ts';
import type { SignedLink } from '../../sources/own-system/signed-link.ts';
import { addressOf } from '../api/address.ts';
import type { ApiVariables } from '../api/api.ts';
import { intakeOf } from '../api/intake-of.ts';
import type { Services } from '../api/services.ts';

/** Returns the sale of a signed link; `undefined` for a URL that is not one or opens nothing. */
export async function saleOfLink(
  services: Services,
  portal: Portal,
  c: Context<ApiVariables>,
): Promise<Sale | undefined> {
  const signature = c.req.query('sig');
  if (signature === undefined) return undefined;
  const sent = { signature, address: addressOf(c, services.trustProxy) };
  return openSignedLink({ ...services, intake: intakeOf(services) }, portal, linkOf(c), sent);
}

/** Reads the link with the slug it was printed with, which may be a former one. */
function linkOf(c: Context<ApiVariables>): SignedLink {
  const slug = c.req.param('slug') ?? '';
  const query = (name: string): string => c.req.query(name) ?? '';
  const [source, folio] = [query('source'), query('folio')];
  return { slug, source, folio, date: query('date'), total: query('total'), formaPago: query('formaPago') };
}
