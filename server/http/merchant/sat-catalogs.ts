/** Search in words of the SAT's two long catalogues, c_ClaveProdServ and c_ClaveUnidad: nobody knows their claves by heart. */
import { z } from '@hono/zod-openapi';
import { findClavesUnidad } from '../../catalogs/clave-unidad.ts';
import { searchWords } from '../../catalogs/plain-words.ts';
import { jsonAnswer, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';

const FOUND = 20;

const found = z
  .object({
    isLoaded: z.boolean().openapi({
      description:
        'c_ClaveProdServ is loaded by whoever runs the server (`autofactura catalogs update`); until then nothing is found in it.',
    }),
    claves: z.array(z.object({ clave: z.string(), texto: z.string() })),
  })
  .openapi('SatClaves');

const search = merchantRoute('settings:read', {
  method: 'get',
  path: '/sat-catalogs/{catalog}',
  tags: ['Sources'],
  summary: 'Search the SAT’s keys of products and units in words',
  description: `Finds at most ${FOUND} keys that are in force and have all the words in their name, or in the words that the SAT lists as similar. Accents do not matter.`,
  request: {
    params: z.object({ catalog: z.enum(['c_ClaveProdServ', 'c_ClaveUnidad']) }),
    query: z.object({ search: z.string().trim().min(1, 'required').max(80, 'text-too-long') }),
  },
  responses: { 200: jsonAnswer(found, 'The best match comes first.'), ...REFUSAL },
});

/** The route `GET /sat-catalogs/{catalog}`. */
export function satCatalogRoutes(services: Services) {
  const { store, now } = services.invoicing;
  const api = createMerchantApi(services);
  api.openapi(search, async (c) => {
    const words = searchWords(c.req.valid('query').search);
    const { catalog } = c.req.valid('param');
    const rows =
      words.length === 0
        ? []
        : catalog === 'c_ClaveUnidad'
          ? findClavesUnidad(words, FOUND)
          : await store.catalogs.findClavesProdServ({ words, on: dayOf(now()), limit: FOUND });
    const isLoaded = rows !== 'not-loaded';
    return c.json({ isLoaded, claves: isLoaded ? rows.map(({ clave, texto }) => ({ clave, texto })) : [] }, 200);
  });
  return api;
}

const dayOf = (now: number): string => new Date(now).toISOString().slice(0, 10);
