/** The deadline of a found sale as an iCalendar file. */
import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import { issueZone } from '../../catalogs/postal-code.ts';
import { assertInvoiceable, type FoundSale } from '../../invoicing/found-sale.ts';
import { deadlineIcs } from '../../portals/deadline-ics.ts';
import { languageSpoken } from '../../portals/portal.ts';
import { SOLD_WORDS } from '../../portals/trade-words.ts';
import { Problem } from '../../problems/problem.ts';
import { createApi, REFUSAL } from '../api/api.ts';
import { languageOf } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import { type DeadlineContext, deadlineContext, deadlineView } from './deadline-view.ts';
import { findOpenPortal, merchantOf, saleOfToken } from './portal-context.ts';

const file = createRoute({
  method: 'get',
  path: '/portals/{slug}/sales/{token}/deadline.ics',
  tags: ['Portal'],
  summary: 'Download the deadline of a purchase for a calendar',
  request: { params: z.object({ slug: z.string().max(80), token: z.string().max(600) }) },
  responses: {
    200: { description: 'iCalendar (RFC 5545).', content: { 'text/calendar': { schema: z.string() } } },
    ...REFUSAL,
  },
});

/** The route `GET /portals/{slug}/sales/{token}/deadline.ics`. */
export function deadlineFileRoutes(services: Services) {
  const api = createApi();
  api.openapi(file, async (c) => {
    const { slug, token } = c.req.valid('param');
    const portal = await findOpenPortal(services, slug);
    const found = await saleOfToken(services, portal, token);
    const merchant = await merchantOf(services, portal);
    const language = languageSpoken(portal.settings, languageOf(c));
    if (found.invoice) throw new Problem(found.invoice.state === 'stamped' ? 'already-invoiced' : 'in-progress');
    if (found.standing.status !== 'unpaid') assertInvoiceable(found, merchant, language);
    const ics = fileOf(services, found, token, deadlineContext(services, { portal, merchant, language }));
    c.header('content-type', 'text/calendar; charset=utf-8');
    c.header('content-disposition', `attachment; filename="${fileName(found)}"`);
    // The file contains a link that opens the sale.
    c.header('cache-control', 'no-store');
    return c.body(ics, 200);
  });
  return api;
}

function fileOf({ tokens, publicUrl }: Services, found: FoundSale, token: string, context: DeadlineContext): string {
  const { portal, merchant, language, now, links } = context;
  const { sale, branch, standing } = found;
  const { text = '', note } = deadlineView(found, token, context);
  const sold = SOLD_WORDS[portal.settings.noun][language];
  const ticket = tokens.saleToken({ kind: 'ticket', slug: portal.slug, saleId: sale.id }, now);
  return deadlineIcs({
    uid: `${createHash('sha256').update(sale.id).digest('hex').slice(0, 32)}@${new URL(publicUrl).hostname}`,
    summary:
      language === 'en'
        ? `Last day to invoice your ${sold} at ${merchant.tradeName}`
        : `Último día para facturar tu ${sold} en ${merchant.tradeName}`,
    description: [`Folio ${sale.body.folio}`, text, ...(note === undefined ? [] : [note])].join('\n'),
    url: links.page(portal, { token: ticket }),
    deadline: standing.deadline,
    zone: issueZone(branch.codigoPostal),
    now,
  });
}

/** The file's name, without characters that a header or a file system does not allow. */
function fileName({ sale }: FoundSale): string {
  const folio = sale.body.folio.replace(/[^A-Za-z0-9-]+/g, '-').replace(/^-+|-+$/g, '');
  return folio === '' ? 'factura.ics' : `factura-${folio}.ics`;
}
