/** What the SAT itself says of an invoice, for its merchant: the only proof that it is in force, or cancelled. */
import { z } from '@hono/zod-openapi';
import { readCfdi } from '../../cfdi/comprobante-reader.ts';
import type { Invoice } from '../../invoicing/invoice.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import { cancellationOf } from '../../pac/cancellation-state.ts';
import { type PrintedCfdi, printedCfdiOf, type SatStatus } from '../../pac/sat-status.ts';
import { Problem } from '../../problems/problem.ts';
import { jsonAnswer, REFUSAL } from '../api/api.ts';
import type { Services } from '../api/services.ts';
import { createMerchantApi, merchantRoute } from './merchant-api.ts';

const answer = z
  .object({
    uuid: z.string(),
    kind: z.enum(['found', 'not-found', 'malformed', 'unavailable']).openapi({
      description: '`not-found` is usual for minutes to hours after a stamp; the invoice is valid meanwhile.',
    }),
    estado: z.enum(['vigente', 'cancelado']).optional(),
    cancelable: z.enum(['sin-aceptacion', 'con-aceptacion', 'no-cancelable']).optional(),
    cancelacion: z
      .enum(['none', 'en-proceso', 'sin-aceptacion', 'con-aceptacion', 'plazo-vencido', 'rechazada'])
      .optional(),
    emisor69b: z.enum(['clear', 'listed', 'not-checked']).optional(),
    cancellation: z
      .enum(['canceled', 'waiting-receptor', 'refused-by-receptor', 'blocked', 'in-force', 'unknown'])
      .openapi({ description: 'What that means: `canceled` is said of Estado Cancelado and of nothing else.' }),
    reason: z.string().optional(),
  })
  .openapi('SatStatus');

const ask = merchantRoute('invoices:read', {
  method: 'post',
  path: '/invoices/{id}/sat-status',
  tags: ['Invoices'],
  summary: 'Ask the SAT about an invoice',
  description: 'One question at a time, a second apart: the SAT publishes no limit and is asked slowly.',
  request: { params: z.object({ id: z.string().max(80) }) },
  responses: { 200: jsonAnswer(answer, 'What the SAT says now.'), ...REFUSAL },
});

const DEADLINE_MS = 20_000;

export function satStatusRoutes(services: Services) {
  const api = createMerchantApi(services);
  api.openapi(ask, async (c) => {
    const tenant = c.get('principal').tenant;
    const invoice = await services.invoicing.store.invoices.get(c.req.valid('param').id);
    const isTheirs = invoice?.merchantId === tenant.merchantId && invoice.world === tenant.world;
    const printed = invoice && isTheirs ? printedOf(invoice) : undefined;
    if (!printed) throw new Problem('unknown-resource');
    const status = await consult(services, tenant, printed);
    return c.json({ uuid: printed.uuid, ...status, cancellation: cancellationOf(status).kind }, 200);
  });
  return api;
}

/** The SAT itself; where it does not answer, by way of a PAC of the merchant's that can ask it. */
async function consult(services: Services, tenant: Tenant, printed: PrintedCfdi): Promise<SatStatus> {
  const status = await services.satStatusOf(tenant).consult(printed, AbortSignal.timeout(DEADLINE_MS));
  if (status.kind !== 'unavailable') return status;
  const pacs = await services.pacAccounts.of(tenant);
  const able = pacs.find(({ satStatus }) => satStatus !== undefined);
  return (await able?.satStatus?.(printed, AbortSignal.timeout(DEADLINE_MS))) ?? status;
}

/** `undefined` for what is not stamped: the SAT cannot know it. */
function printedOf({ state, stamped }: Invoice): PrintedCfdi | undefined {
  const read = state === 'stamped' && stamped ? readCfdi(stamped.xml) : undefined;
  const [timbre] = read?.kind === 'cfdi' ? read.file.timbres : [];
  return read?.kind === 'cfdi' && timbre ? printedCfdiOf(read.file.comprobante, timbre) : undefined;
}
