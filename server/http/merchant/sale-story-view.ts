/** The whole story of a sale for its merchant: its state, its deadlines, every CFDI and their relations, and who did what. */
import { z } from '@hono/zod-openapi';
import { issueZone } from '../../catalogs/postal-code.ts';
import { isCreditedInGlobal } from '../../invoicing/leave-global.ts';
import { REFUND_STATES } from '../../invoicing/refund.ts';
import { holderState, type SaleStanding, standingAt } from '../../invoicing/sale-standing.ts';
import { readSaleFacts, type SaleFacts, STORY_WORDS, saleStory } from '../../invoicing/sale-story.ts';
import type { Tenant } from '../../merchants/tenant.ts';
import { deadlineMoment } from '../../portals/deadline-words.ts';
import type { Language } from '../../problems/problem.ts';
import type { Sale } from '../../sales/sale.ts';
import { branchOf } from '../../sales/sale-branch.ts';
import type { Services } from '../api/services.ts';
import { foundSaleWire } from '../api/wire.ts';
import { cancellationView, cancellationWire, motivoWire } from './cancellations.ts';
import { listedInvoiceView, listedInvoiceWire } from './listed-invoice.ts';
import { requestsWithin } from './own-request.ts';
import type { Reach } from './own-sale.ts';
import { relationsOf, relationWire } from './related-cfdi.ts';
import { queuedRequestWire, queuedView } from './request-queue.ts';
import { createNames, whoWire } from './who.ts';

const standing = foundSaleWire.shape.status.exclude(['guarded']);

/** Everything that a merchant can see about one sale. */
export const saleStoryWire = z
  .object({
    standing: standing.optional().openapi({
      description:
        'What can be done with the sale now, at your first portal in this world. Absent if there is no portal.',
    }),
    deadlines: z
      .array(z.object({ portal: z.string(), date: z.string(), expired: z.boolean(), text: z.string() }))
      .openapi({ description: 'The deadline for customers to invoice it themselves, at each portal.' }),
    invoices: z.array(listedInvoiceWire.extend({ relations: z.array(relationWire) })).openapi({
      description: 'Every attempt and every CFDI about it, oldest first.',
    }),
    refunds: z.array(
      z.object({
        id: z.string(),
        status: z.enum(REFUND_STATES),
        total: z.string(),
        date: z.string(),
        formaPago: z.string(),
        egreso: z.string().optional().openapi({ description: 'The id of the nota de crédito.' }),
      }),
    ),
    requests: z.array(queuedRequestWire),
    cancellations: z.array(cancellationWire),
    story: z
      .array(
        z.object({
          at: z.string(),
          what: z.enum(STORY_WORDS),
          by: whoWire.optional().openapi({ description: 'Absent if a customer did it, or if it is not recorded.' }),
          invoice: z.string().optional(),
          request: z.string().optional(),
          refund: z.string().optional(),
          motivo: motivoWire.optional(),
          total: z
            .string()
            .optional()
            .openapi({ description: 'What it was sold for, before any refund; only of `sold`.' }),
          reason: z.string().optional(),
        }),
      )
      .openapi({ description: 'What happened, oldest first.' }),
  })
  .openapi('SaleStory');

/** The story of a sale, as it is serialized. */
export type SaleStoryView = z.output<typeof saleStoryWire>;

/** Gathers the story of a sale from the stores. Texts are in `language`. */
export async function saleStoryView(
  services: Services,
  { tenant, limit }: Reach,
  sale: Sale,
  language: Language,
): Promise<SaleStoryView> {
  const facts = await readSaleFacts(services.invoicing, tenant, sale);
  const requests = await requestsWithin(services, limit, facts.requests);
  const nameOf = createNames(services, tenant);
  const happened = saleStory(facts).map(async ({ at, by, ...event }) => ({
    ...{ at: new Date(at).toISOString(), ...event },
    ...(by !== undefined && { by: await nameOf(by) }),
  }));
  return {
    ...(await standingsOf(services, tenant, facts, language)),
    invoices: facts.invoices.map(({ invoice }) => ({
      ...listedInvoiceView(services, invoice, language),
      relations: relationsOf(invoice),
    })),
    refunds: facts.refunds.map(({ id, state: status, total, date, formaPago, invoiceId }) => ({
      ...{ id, status, total, date, formaPago },
      ...(invoiceId !== undefined && { egreso: invoiceId }),
    })),
    requests: await Promise.all(requests.map((request) => queuedView(services, request, language))),
    cancellations: facts.cancellations.map((cancellation) => cancellationView(cancellation, language)),
    story: await Promise.all(happened),
  };
}

/** The state of the sale at the merchant's portals in this world. */
async function standingsOf(
  { invoicing }: Services,
  { merchantId, world }: Tenant,
  { sale, invoices }: SaleFacts,
  language: Language,
): Promise<Pick<SaleStoryView, 'standing' | 'deadlines'>> {
  const { store, now } = invoicing;
  const branch = branchOf(sale, await store.merchants.listBranches(merchantId));
  const cutOff = (await store.globalSchedules.get({ merchantId, world }, branch.code))?.since;
  const holder = invoices.find(({ invoice }) => invoice.id === sale.invoiceId)?.invoice;
  const portals = (await store.portals.listPortals(merchantId)).filter((portal) => portal.world === world);
  const isCredited = await isCreditedInGlobal(invoicing, holder, sale.id);
  const moment = { zone: issueZone(branch.codigoPostal), now: now(), language };
  const standings = portals.map((portal): SaleStanding & { readonly portal: string } => ({
    portal: portal.slug,
    ...standingAt(portal, sale, { branch, invoiceState: holderState(holder), isCredited, now: now(), cutOff }),
  }));
  const [first] = standings;
  return {
    ...(first && { standing: first.status }),
    deadlines: standings.map(({ portal, deadline, expired }) => ({
      ...{ portal, date: deadline, expired },
      text: deadlineMoment(deadline, moment),
    })),
  };
}
