/** The picture of where the folio is printed, for customers who open «¿Dónde lo encuentro?». */
import { createHash } from 'node:crypto';
import { createRoute, z } from '@hono/zod-openapi';
import type { FolioPicture } from '../../portals/portal.ts';
import { type Language, Problem } from '../../problems/problem.ts';
import { createApi, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { findPortal } from './portal-context.ts';

const picture = createRoute({
  method: 'get',
  path: '/portals/{slug}/folio-picture',
  tags: ['Portal'],
  summary: 'Get the picture of where the folio is printed',
  request: { params: z.object({ slug: z.string().max(80) }), query: z.object({ v: z.string().max(16).optional() }) },
  responses: { 200: { description: 'The picture.', content: { 'image/webp': { schema: z.string() } } }, ...REFUSAL },
});

/** The route `GET /portals/{slug}/folio-picture`. Its address names its content, so browsers keep it. */
export function folioPictureRoutes(services: Services) {
  const api = createApi();
  api.openapi(picture, async (c) => {
    const portal = await findPortal(services, c.req.valid('param').slug);
    const { folioPicture } = portal.settings;
    if (!folioPicture) throw new Problem('unknown-resource');
    const [, type = '', base64 = ''] = /^data:([\w/]+);base64,(.*)$/.exec(folioPicture.image) ?? [];
    c.header('content-type', type);
    const isCurrent = c.req.valid('query').v === versionOf(folioPicture);
    c.header('cache-control', isCurrent ? 'public, max-age=31536000, immutable' : 'public, max-age=300');
    return c.body(Buffer.from(base64, 'base64'), 200);
  });
  return api;
}

/** Where the portal finds the picture, and its description. */
export function pictureView(slug: string, picture: FolioPicture, language: Language) {
  const alt = language === 'en' ? (picture.english?.alt ?? picture.alt) : picture.alt;
  return { url: `/v1/portals/${slug}/folio-picture?v=${versionOf(picture)}`, alt };
}

function versionOf({ image }: FolioPicture): string {
  return createHash('sha256').update(image).digest('hex').slice(0, 12);
}
