/** Reads the QR of a customer's own Constancia or Cédula at their explicit wish. Nothing is stored or logged. */
import { createRoute, z } from '@hono/zod-openapi';
import { spentToday } from '../../limits/budget.ts';
import type { Trying } from '../../limits/sale-tries.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import { Problem } from '../../problems/problem.ts';
import { type ConstanciaQr, parseConstanciaQr } from '../../taxpayers/constancia-qr.ts';
import { FairQueue, type FairQueueOptions, QueueFull } from '../../threads/fair-queue.ts';
import { createApi, jsonAnswer, jsonBody, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { callerOf, proofHeader, TRIES_ARE_PAID } from './caller.ts';
import { findOpenPortal, merchantOf, saleOfToken, tenantOf } from './portal-context.ts';

const body = z
  .strictObject({
    sale: z.string().max(600),
    qr: z.string().max(600).openapi({ description: 'The text of the QR, as scanned.' }),
    wish: z.literal(true).openapi({ description: 'Confirms that the customer asked for it.' }),
  })
  .openapi('ConstanciaRequest');

const answer = z
  .object({
    page: z.enum(['found', 'not-found', 'unavailable', 'not-asked']).openapi({
      description: '`not-asked` means that this merchant does not have the SAT’s page read; the RFC comes from the QR.',
    }),
    rfc: z.string(),
    nombre: z.string().optional(),
    codigoPostal: z.string().optional(),
    regimenes: z.array(z.string()).optional(),
    situacion: z.string().optional().openapi({ description: '`ACTIVO`, or the reason why not.' }),
  })
  .openapi('Constancia');

const read = createRoute({
  method: 'post',
  path: '/portals/{slug}/constancia',
  tags: ['Invoice'],
  summary: 'Read a receptor’s data from the QR of their Constancia',
  description: `Needs the customer’s consent and a found sale. The SAT’s URL is rebuilt from the QR’s number and RFC, and the submitted URL is never fetched. Nothing is stored. ${TRIES_ARE_PAID}`,
  request: { params: z.object({ slug: z.string().max(80) }), headers: proofHeader, ...jsonBody(body) },
  responses: { 200: jsonAnswer(answer, 'What the QR and the SAT’s page say.'), ...REFUSAL },
});

const PAGE_DEADLINE_MS = 8_000;
/** Pages of the SAT that are read at once. Addresses take turns, so nobody waits for those that another one asks for. */
const READING: FairQueueOptions = { width: 8, mostOfOne: 3, mostOfAll: 60, longestWaitMs: PAGE_DEADLINE_MS };
const RETRY_AFTER_S = '10';

/** The route `POST /portals/{slug}/constancia`. */
export function constanciaRoutes(services: Services) {
  const api = createApi();
  const reading = new FairQueue(READING);
  api.openapi(read, async (c) => {
    const portal = await findOpenPortal(services, c.req.valid('param').slug);
    const { sale: token, qr: text } = c.req.valid('json');
    const { sale, token: shown } = await saleOfToken(services, portal, token);
    const qr = parseConstanciaQr(text);
    if (!qr) throw new Problem('not-a-constancia', { faults: [{ code: 'not-a-constancia', pointer: '/qr' }] });
    const unread: z.output<typeof answer> = { page: 'not-asked', rfc: qr.rfc };
    if (portal.settings.readConstancia !== true) return c.json(unread, 200);
    const { tradeName: merchant } = await merchantOf(services, portal);
    const trying = { ...callerOf(services, c), saleId: sale.id, strength: shown.kind, merchant };
    return c.json(await readPage(services, reading, tenantOf(portal), trying, qr), 200);
  });
  return api;
}

/**
 * Reads the SAT's page. A miss counts as a try, so that guessing numbers for somebody's RFC is limited to a few a day. The page is read before
 * the try is taken: whoever opens the sale's invoice in the meantime does not wait for the SAT.
 */
async function readPage(
  { constanciasOf, limits, invoicing }: Services,
  reading: FairQueue,
  tenant: Tenant,
  trying: Trying,
  qr: ConstanciaQr,
): Promise<z.output<typeof answer>> {
  const { rfc } = qr;
  const { merchant, ...prover } = trying;
  const now = invoicing.now();
  await limits.admitTry(trying, now);
  const read = () => constanciasOf(tenant).read(qr, AbortSignal.timeout(PAGE_DEADLINE_MS));
  const asked = await reading.run(prover.address, read).catch((error: unknown) => {
    throw error instanceof QueueFull ? new Problem('busy', { params: { retryAfter: RETRY_AFTER_S } }) : error;
  });
  const page = await limits.tryOnce(
    prover,
    now,
    async () => asked,
    ({ kind }) => kind === 'not-found',
  );
  if (!page) throw spentToday('sale-tries-spent', now, merchant);
  if (page.kind !== 'found') return { page: page.kind, rfc };
  const { nombre, codigoPostal, regimenes, situacion } = page.constancia;
  return { page: 'found', rfc, nombre, codigoPostal, regimenes: [...regimenes], situacion };
}
