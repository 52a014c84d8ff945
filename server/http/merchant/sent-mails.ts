/** Lists the mails about an invoice, with their recipients and delivery states. */
import { z } from '@hono/zod-openapi';
import type { Tenant } from '../../merchants/tenant.ts';
import type { Services } from '../api/services.ts';

/** A mail about an invoice and its delivery state. */
export const mailWire = z
  .object({ to: z.string(), state: z.string(), at: z.string(), reason: z.string().optional() })
  .openapi('SaleMail', { description: '`bounced` and `complained` are what the carrier reported afterwards.' });

/** Lists the mails of an invoice, newest first; none without an invoice. */
export async function mailsOf(
  { invoicing }: Services,
  tenant: Tenant,
  invoiceId: string | undefined,
): Promise<z.output<typeof mailWire>[]> {
  if (invoiceId === undefined) return [];
  const sent = await invoicing.store.deliveries.list(tenant, { limit: 20, subject: invoiceId, kind: 'mail' });
  return sent.map(({ target, state, createdAt, settledAt, reason }) => ({
    ...{ to: target, state, at: new Date(settledAt ?? createdAt).toISOString() },
    ...(reason !== undefined && { reason }),
  }));
}
