/** Texts and snippets that a merchant copies to promote its portal. */
import { z } from '@hono/zod-openapi';
import { CHANNELS } from '../../portals/channels.ts';
import { PIECE_IDS } from '../../portals/promotion-piece.ts';
import { promotionPieces } from '../../portals/promotion-pieces.ts';
import { jsonAnswer, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { merchantOf } from '../portal/portal-context.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';
import { ownPortal } from './own-portal.ts';

const language = z.enum(['es-MX', 'en']).default('es-MX');

const pieceWire = z
  .object({
    id: z.enum(PIECE_IDS),
    channel: z.enum(CHANNELS),
    title: z.string(),
    where: z.string(),
    parts: z.array(
      z.object({
        format: z.enum(['text', 'html', 'url', 'jsx', 'vue', 'js', 'php', 'liquid']),
        content: z.string(),
      }),
    ),
  })
  .openapi('PromotionPiece');

const textsWire = z
  .object({
    language: z.enum(['es-MX', 'en']),
    address: z.string().openapi({ description: 'The portal’s address, as people type it.' }),
    displayUrl: z.string().openapi({ description: 'A page that fills a till’s display with the QR code.' }),
    pieces: z.array(pieceWire),
  })
  .openapi('PromotionTexts');

const list = merchantRoute('settings:read', {
  method: 'get',
  path: '/portals/{slug}/promotion/texts',
  tags: ['Promotion'],
  summary: 'Get texts, links and snippets that promote a portal',
  description:
    'Each link names its channel (`?c=`), and its visits are counted: see `/portals/{slug}/promotion/visits`.',
  request: { params: z.object({ slug: z.string().max(80) }), query: z.object({ language }) },
  responses: { 200: jsonAnswer(textsWire, 'The pieces.'), ...REFUSAL },
});

/** The route `GET /portals/{slug}/promotion/texts`. */
export function promotionTextRoutes(services: Services) {
  const { links } = services;
  const api = createMerchantApi(services);
  api.openapi(list, async (c) => {
    const portal = await ownPortal(services, c.req.valid('param').slug, c.get('principal').tenant);
    const { language } = c.req.valid('query');
    const { tradeName } = await merchantOf(services, portal);
    const pieces = promotionPieces(portal, tradeName, { language, links });
    return c.json(
      {
        ...{ language, address: links.inLetters(portal), displayUrl: links.display(portal) },
        pieces: pieces.map(({ parts, ...piece }) => ({ ...piece, parts: [...parts] })),
      },
      200,
    );
  });
  return api;
}
