/** The filters of a merchant's list of sales. */
import { z } from '@hono/zod-openapi';
import { toMicro } from '../../cfdi/money.ts';
import { folioKey } from '../../sales/lookup.ts';
import type { SalePage } from '../../sales/sale-store.ts';
import { lackingOf } from '../../sales/unfindable.ts';
import { nextOf } from './next-page.ts';
import { waysQuery } from './ways-query.ts';

const time = z.iso.datetime({ offset: true, error: 'date-without-offset' });

/** The query parameters of `GET /sales`. Every filter that is given must match. */
export const saleListQuery = z.object({
  folio: z.string().max(100).optional().openapi({ description: 'The folio, as printed or as people type it.' }),
  total: z
    .string()
    .regex(/^\d{1,12}(\.\d{1,2})?$/, 'malformed')
    .optional()
    .openapi({ description: 'The total of the sale, or of its ticket including the tip.', example: '348.00' }),
  from: time.optional().openapi({ description: 'Sold at this time or later.' }),
  to: time.optional().openapi({ description: 'Sold before this time.' }),
  status: z.enum(['open', 'invoiced']).optional(),
  lacking: waysQuery.optional().openapi({
    description:
      'Only sales that none of these ways to search finds, because they were sent without an e-mail or a card. A way that needs neither finds every sale.',
    example: 'folio.email,folio.cardLast4',
  }),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  before: nextOf('sale').optional(),
});

/** Converts the query to the store's filter. */
export function salePageOf({
  folio,
  total,
  from,
  to,
  status,
  lacking,
  ...page
}: z.output<typeof saleListQuery>): SalePage {
  const { limit, before } = page;
  return {
    limit,
    ...(before !== undefined && { before }),
    ...(folio !== undefined && { folioKey: folioKey(folio) }),
    ...(total !== undefined && { totalCentavos: Number(toMicro(total) / 10_000n) }),
    ...(from !== undefined && { from: Date.parse(from) }),
    ...(to !== undefined && { to: Date.parse(to) }),
    ...(lacking !== undefined && { lacking: lackingOf(lacking) }),
    ...(status !== undefined && { isHeld: status === 'invoiced' }),
  };
}
