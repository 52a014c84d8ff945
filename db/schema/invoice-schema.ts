/** The table of invoices. */
import { sql } from 'drizzle-orm';
import { index, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { InvoiceKind, Origin } from '../../server/invoicing/claim.ts';
import type { InvoiceState } from '../../server/invoicing/invoice.ts';
import { id, integer, merchantId, seq, world } from './columns.ts';

/** Attempts to invoice. A refused one returns its folio, so the number is unique among the others. */
export const invoice = sqliteTable(
  'invoice',
  {
    seq: seq(),
    id: id('invoice_id'),
    merchantId: merchantId(),
    world: world(),
    portalSlug: text('portal_slug').notNull(),
    saleIds: text('sale_ids').notNull(),
    state: text('state').$type<InvoiceState>().notNull(),
    generation: integer('generation').notNull(),
    serie: text('serie').notNull(),
    folio: integer('folio').notNull(),
    snapshot: text('snapshot').notNull(),
    sealedXml: text('sealed_xml'),
    sealedSha256: text('sealed_sha256'),
    sello: text('sello'),
    noCertificado: text('no_certificado'),
    fecha: text('fecha'),
    sealedAt: integer('sealed_at'),
    pacId: text('pac_id'),
    fence: integer('fence').notNull(),
    sends: integer('sends').notNull(),
    inDoubtSince: integer('in_doubt_since'),
    nextAt: integer('next_at').notNull(),
    leaseUntil: integer('lease_until'),
    leaseOwner: integer('lease_owner'),
    uuid: text('uuid'),
    stampedXml: text('stamped_xml'),
    stampedAt: integer('stamped_at'),
    refusalCode: text('refusal_code'),
    refusalSatCode: text('refusal_sat_code'),
    refusalMessage: text('refusal_message'),
    createdAt: integer('created_at').notNull(),
    receptorRfc: text('receptor_rfc').notNull().default(''),
    branch: text('branch'),
    kind: text('kind').$type<InvoiceKind>().notNull().default('ingreso'),
    origin: text('origin').$type<Origin>().notNull().default('portal'),
    once: text('once'),
    successorOf: text('successor_of'),
    canceledAt: integer('canceled_at'),
  },
  (t) => [
    uniqueIndex('invoice_uuid').on(sql`lower(uuid)`),
    uniqueIndex('invoice_folio').on(t.merchantId, t.world, t.serie, t.folio).where(sql`state <> 'rejected'`),
    index('invoice_due').on(t.nextAt).where(sql`state in ('claimed', 'sealed', 'sending', 'in-doubt')`),
    index('invoice_by_seq').on(t.merchantId, t.world, t.seq),
    index('invoice_by_date').on(t.merchantId, t.world, t.createdAt, t.seq),
    index('invoice_by_state').on(t.merchantId, t.world, t.state, t.createdAt, t.seq),
    index('invoice_by_portal').on(t.merchantId, t.world, t.portalSlug, t.createdAt, t.seq),
    index('invoice_by_branch').on(t.merchantId, t.world, t.branch, t.createdAt, t.seq),
    index('invoice_by_rfc').on(t.merchantId, t.world, t.receptorRfc, t.createdAt, t.seq),
    index('invoice_by_folio').on(t.merchantId, t.world, t.folio, t.createdAt, t.seq),
    uniqueIndex('invoice_once')
      .on(t.merchantId, t.world, t.once)
      .where(sql`once is not null and state not in ('rejected', 'canceled')`),
    index('invoice_attempts').on(t.merchantId, t.world, t.once, t.seq).where(sql`once is not null`),
    index('invoice_successor').on(t.successorOf).where(sql`successor_of is not null`),
    index('invoice_out').on(t.pacId, t.world).where(sql`state = 'sending'`),
  ],
);
