/** Printed material that promotes a portal: posters, and QR codes for tickets, designers and receipt printers. */
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { CHANNELS } from '../../portals/channels.ts';
import type { Portal } from '../../portals/portal.ts';
import { titleIn } from '../../portals/promotion-words.ts';
import { escPosQr } from '../../print/escpos.ts';
import { POSTER_PAPERS } from '../../print/poster.ts';
import { QUIET_ZONE, qrSvg } from '../../print/qr-modules.ts';
import { qrPngFile } from '../../print/qr-png.ts';
import { REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { BY_BRANCH, createMerchantApi, merchantRoute } from './merchant-api.ts';
import { ownPortal } from './own-portal.ts';
import { ownSale } from './own-sale.ts';
import { portalPoster } from './portal-poster.ts';

const params = z.object({ slug: z.string().max(80) });
const language = z.enum(['es-MX', 'en']).default('es-MX');
const binary = { schema: z.string().openapi({ format: 'binary' }) };

const format = z.enum(['png', 'svg', 'escpos', 'text']).default('png').openapi({
  description:
    '`escpos`: bytes to send to a receipt printer along with your own. `text`: the address that the QR opens, to draw the code yourself.',
});
const roll = z.enum(['58', '80']).default('80').openapi({
  description: 'The width of the printer’s roll in millimetres; only for `escpos`.',
});
const qrFiles = {
  200: {
    description: 'The QR, with its quiet zone.',
    content: { 'image/png': binary, 'image/svg+xml': binary, 'application/octet-stream': binary, 'text/plain': binary },
  },
  ...REFUSAL,
} as const;

const posterRoute = merchantRoute('settings:read', {
  method: 'get',
  path: '/portals/{slug}/promotion/poster',
  tags: ['Promotion'],
  summary: 'Get a printable poster with the portal’s QR',
  description:
    'It has the portal’s logo and colour. `table-tent` is a letter sheet folded once in the middle, which stands like an open book; `till-sticker` is four stickers on a letter sheet. Print it at 100 %.',
  request: { params, query: z.object({ paper: z.enum(POSTER_PAPERS).default('letter'), language }) },
  responses: { 200: { description: 'The PDF.', content: { 'application/pdf': binary } }, ...REFUSAL },
});

const portalQr = merchantRoute('settings:read', {
  method: 'get',
  path: '/portals/{slug}/promotion/qr',
  tags: ['Promotion'],
  summary: 'Get the portal’s QR, as an image or for a receipt printer',
  description:
    'It opens the portal’s search, counted under `channel`. A QR that opens the ticket’s own sale is better: see `/sales/{id}/ticket-qr`.',
  request: { params, query: z.object({ format, roll, channel: z.enum(CHANNELS).default('ticket'), language }) },
  responses: qrFiles,
});

const saleQr = merchantRoute('sales:read', {
  ...BY_BRANCH,
  method: 'get',
  path: '/sales/{id}/ticket-qr',
  tags: ['Promotion'],
  summary: 'Get the QR of a ticket, which opens its sale in the portal',
  description:
    'Its address is `/{slug}?t={token}`. The token never expires, opens only this sale, and shows nothing of its invoice. For tills that are offline, sign links yourself (`demo/sign-link`).',
  request: {
    params: z.object({ id: z.string().max(80) }),
    query: z.object({ portal: z.string().max(80), format, roll, language }),
  },
  responses: qrFiles,
});

/** The routes that answer posters and QR codes, as PDF, images or receipt printer commands. */
export function promotionPrintRoutes(services: Services) {
  const { links, tokens, invoicing } = services;
  const api = createMerchantApi(services);
  api.openapi(posterRoute, async (c) => {
    const portal = await ownPortal(services, c.req.valid('param').slug, c.get('principal').tenant);
    const { paper, language } = c.req.valid('query');
    const pdf = await portalPoster(services, portal, { paper, language });
    return fileAnswer(c, pdf, { type: 'application/pdf', name: `${portal.slug}-${paper}.pdf` });
  });
  api.openapi(portalQr, async (c) => {
    const portal = await ownPortal(services, c.req.valid('param').slug, c.get('principal').tenant);
    const { channel, ...asked } = c.req.valid('query');
    return qrAnswer(c, services, portal, { ...asked, url: links.page(portal, { channel }) });
  });
  api.openapi(saleQr, async (c) => {
    const principal = c.get('principal');
    const { portal: slug, ...asked } = c.req.valid('query');
    const portal = await ownPortal(services, slug, principal.tenant);
    const sale = await ownSale(services, principal, c.req.valid('param').id);
    const token = tokens.saleToken({ kind: 'ticket', slug: portal.slug, saleId: sale.id }, invoicing.now());
    return qrAnswer(c, services, portal, { ...asked, url: links.page(portal, { token, channel: 'ticket' }) });
  });
  return api;
}

type AskedQr = {
  readonly url: string;
  readonly format: z.output<typeof format>;
  readonly roll: z.output<typeof roll>;
  readonly language: z.output<typeof language>;
};

function qrAnswer(c: Context, { links }: Services, portal: Portal, { url, format, roll, language }: AskedQr) {
  const heading = titleIn(portal.settings, language);
  const name = `${portal.slug}-qr`;
  switch (format) {
    case 'png':
      return fileAnswer(c, qrPngFile(url, { quiet: QUIET_ZONE }), { type: 'image/png', name: `${name}.png` });
    case 'svg':
      return fileAnswer(c, qrSvg(url, heading), { type: 'image/svg+xml; charset=utf-8', name: `${name}.svg` });
    case 'escpos': {
      const bytes = escPosQr({ url, heading, address: links.inLetters(portal) }, roll === '58' ? 58 : 80);
      return fileAnswer(c, bytes, { type: 'application/octet-stream', name: `${name}-${roll}.bin` });
    }
    case 'text':
      return fileAnswer(c, url, { type: 'text/plain; charset=utf-8', name: `${name}.txt` });
  }
}

/** Answers with a download that no cache stores. An SVG that is opened on its own runs no script. */
function fileAnswer(c: Context, body: string | Uint8Array, { type, name }: { type: string; name: string }): never {
  // Copied, because a Buffer may be part of a pool with other data.
  const bytes = typeof body === 'string' ? body : new Uint8Array(body).buffer;
  return c.body(bytes, 200, {
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
    'content-security-policy': "default-src 'none'",
    'cache-control': 'private, no-store',
  }) as never;
}
