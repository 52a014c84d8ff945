/**
 * The tables, in SQLite's terms; `../postgres/tables.ts` makes PostgreSQL's from them. `seq` is the order of insertion; times are
 * epoch milliseconds; money is integer centavos; documents that are only stored and shown are JSON in text.
 */
import { sql } from 'drizzle-orm';
import { index, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { ClaveProdServRow, CodigoPostalRow } from '../../server/catalogs/catalog-store.ts';
import type { Periodicidad } from '../../server/catalogs/global-period.ts';
import type { Origin } from '../../server/invoicing/claim.ts';
import type { GlobalRunState } from '../../server/invoicing/global-run.ts';
import type { PacCall } from '../../server/invoicing/invoice-store.ts';
import type { RefundState } from '../../server/invoicing/refund.ts';
import type { Notice } from '../../server/notices/notice-store.ts';
import type { ProviderAccount } from '../../server/outbound/provider-store.ts';
import type { Channel } from '../../server/portals/channels.ts';
import { bytes, flag, id, integer, merchantId, seq, world } from './columns.ts';
import { invoice } from './invoice-schema.ts';

export * from './account-schema.ts';
export * from './cancellation-schema.ts';
export * from './delivery-schema.ts';
export * from './global-schema.ts';
export * from './invoice-schema.ts';
export * from './merchant-schema.ts';
export * from './month-schema.ts';
export * from './request-schema.ts';
export * from './source-schema.ts';

/** Sales. `sale_by_folio` covers every searchable column, so that a wrong total takes as long as an unknown folio. */
export const sale = sqliteTable(
  'sale',
  {
    seq: seq(),
    id: id('sale_id'),
    merchantId: merchantId(),
    world: world(),
    source: text('source').notNull(),
    folio: text('folio').notNull(),
    folioKey: text('folio_key').notNull(),
    emailKey: text('email_key'),
    totalCentavos: integer('total_centavos').notNull(),
    paidCentavos: integer('paid_centavos').notNull(),
    dateMs: integer('date_ms').notNull(),
    cardLast4: text('card_last4'),
    body: text('body').notNull(),
    deadlines: text('deadlines'),
    generation: integer('generation').notNull(),
    keptSerie: text('kept_serie'),
    keptFolio: integer('kept_folio'),
    updatedAt: integer('updated_at').notNull(),
    refunded: flag('refunded').default(false),
  },
  (t) => [
    uniqueIndex('sale_natural_key').on(t.merchantId, t.world, t.source, t.folio),
    index('sale_by_folio').on(
      t.merchantId,
      t.world,
      t.folioKey,
      t.emailKey,
      t.totalCentavos,
      t.paidCentavos,
      t.dateMs,
      t.cardLast4,
    ),
    index('sale_by_email').on(t.merchantId, t.world, t.emailKey, t.dateMs).where(sql`email_key is not null`),
    index('sale_by_total').on(t.merchantId, t.world, t.totalCentavos, t.dateMs),
    index('sale_by_paid')
      .on(t.merchantId, t.world, t.paidCentavos, t.dateMs)
      .where(sql`paid_centavos <> total_centavos`),
    index('sale_by_card').on(t.merchantId, t.world, t.cardLast4, t.dateMs).where(sql`card_last4 is not null`),
    // A car park or canteen charges the same total all day; combined with the card's digits, few sales match.
    index('sale_by_card_and_total')
      .on(t.merchantId, t.world, t.cardLast4, t.totalCentavos, t.dateMs)
      .where(sql`card_last4 is not null`),
    index('sale_by_card_and_paid')
      .on(t.merchantId, t.world, t.cardLast4, t.paidCentavos, t.dateMs)
      .where(sql`card_last4 is not null and paid_centavos <> total_centavos`),
    index('sale_by_seq').on(t.merchantId, t.world, t.seq),
    // Always true, but no search has this condition, so that a search by total and date does not use this index.
    index('sale_by_date').on(t.merchantId, t.world, t.dateMs, t.seq).where(sql`generation >= 0`),
    // No search has this condition; otherwise SQLite would use this index to sort a search by folio.
    index('sale_with_email').on(t.merchantId, t.world, t.dateMs, t.seq).where(sql`email_key <> ''`),
    // Sales that customers may be unable to find for want of an e-mail or a card; no search has this condition.
    index('sale_lacking')
      .on(t.merchantId, t.world, t.dateMs, t.emailKey, t.cardLast4)
      .where(sql`(email_key is null or card_last4 is null)`),
  ],
);

/** The last folio assigned in each serie. */
export const folioCounter = sqliteTable(
  'folio_counter',
  { merchantId: merchantId(), world: world(), serie: text('serie').notNull(), last: integer('last').notNull() },
  (t) => [primaryKey({ columns: [t.merchantId, t.world, t.serie] })],
);

/**
 * The sales of each attempt. The unique indices make a second CFDI for a sale impossible: one invoice holds it (`active`), and at most one more
 * takes it over once it is stamped (`next`).
 */
export const invoiceSale = sqliteTable(
  'invoice_sale',
  {
    invoiceId: text('invoice_id')
      .notNull()
      .references(() => invoice.id),
    saleId: text('sale_id')
      .notNull()
      .references(() => sale.id),
    active: flag('active'),
    next: flag('next').default(false),
  },
  (t) => [
    primaryKey({ columns: [t.invoiceId, t.saleId] }),
    index('invoice_sale_of').on(t.saleId),
    uniqueIndex('invoice_sale_active').on(t.saleId).where(sql`active = 1`),
    uniqueIndex('invoice_sale_next').on(t.saleId).where(sql`next = 1`),
  ],
);

/** PDFs of stamped invoices, and when each was last requested, to the day. */
export const print = sqliteTable(
  'print',
  {
    invoiceId: text('invoice_id')
      .primaryKey()
      .references(() => invoice.id),
    pdf: bytes('pdf'),
    madeAt: integer('made_at').notNull(),
    askedAt: integer('asked_at').notNull().default(0),
  },
  (t) => [index('print_by_asked').on(t.askedAt)],
);

/** Calls to PACs and their outcome: rows are added, never changed, and deleted only by `pruneCalls`. */
export const pacCall = sqliteTable(
  'pac_call',
  {
    seq: seq(),
    invoiceId: text('invoice_id')
      .notNull()
      .references(() => invoice.id),
    fence: integer('fence').notNull(),
    at: integer('at').notNull(),
    kind: text('kind').$type<PacCall['kind']>().notNull(),
    sha256: text('sha256'),
    reason: text('reason'),
  },
  (t) => [
    index('pac_call_by_invoice').on(t.invoiceId, t.seq),
    index('pac_call_unanswered').on(t.at).where(sql`kind in ('doubt', 'not-sent')`),
  ],
);

/** Refunds of sales. */
export const refund = sqliteTable(
  'refund',
  {
    seq: seq(),
    id: id('refund_id'),
    merchantId: merchantId(),
    world: world(),
    saleId: text('sale_id')
      .notNull()
      .references(() => sale.id),
    reference: text('reference'),
    total: text('total').notNull(),
    date: text('date').notNull(),
    formaPago: text('forma_pago').notNull(),
    conceptos: text('conceptos').notNull(),
    state: text('state').$type<RefundState>().notNull(),
    invoiceId: text('invoice_id'),
    reason: text('reason'),
    nextAt: integer('next_at').notNull(),
    createdAt: integer('created_at').notNull(),
    reported: flag('reported').default(false),
  },
  (t) => [
    uniqueIndex('refund_reference').on(t.saleId, t.reference).where(sql`reference is not null`),
    index('refund_of_sale').on(t.saleId, t.seq),
    index('refund_by_seq').on(t.merchantId, t.world, t.seq),
    index('refund_due').on(t.nextAt).where(sql`state = 'waiting'`),
  ],
);

/** Runs that issue the facturas globales of a period. */
export const globalRun = sqliteTable(
  'global_run',
  {
    seq: seq(),
    id: id('global_run_id'),
    merchantId: merchantId(),
    world: world(),
    branch: text('branch').notNull(),
    periodicidad: text('periodicidad').$type<Periodicidad>().notNull(),
    from: text('day_from').notNull(),
    to: text('day_to').notNull(),
    serie: text('serie').notNull(),
    origin: text('origin').$type<Origin>().notNull(),
    state: text('state').$type<GlobalRunState>().notNull(),
    refusal: text('refusal'),
    nextAt: integer('next_at').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [
    uniqueIndex('global_run_issuing')
      .on(t.merchantId, t.world, t.branch, t.periodicidad, t.from, t.to)
      .where(sql`state = 'issuing'`),
    index('global_run_due').on(t.nextAt).where(sql`state = 'issuing'`),
    index('global_run_by_branch').on(t.merchantId, t.world, t.branch, t.from),
  ],
);

/** Failures counted by key and period. */
export const attempt = sqliteTable(
  'attempt',
  { key: text('key').notNull(), period: text('period').notNull(), count: integer('count').notNull() },
  (t) => [primaryKey({ columns: [t.key, t.period] }), index('attempt_by_period').on(t.period)],
);

/** Visits to portals, by channel and day. */
export const portalVisit = sqliteTable(
  'portal_visit',
  {
    slug: text('slug').notNull(),
    day: text('day').notNull(),
    channel: text('channel').$type<Channel>().notNull(),
    visits: integer('visits').notNull(),
  },
  (t) => [primaryKey({ columns: [t.slug, t.day, t.channel] }), index('portal_visit_by_day').on(t.day)],
);

/** Merchants' accounts with PACs and registries. */
export const providerAccount = sqliteTable(
  'provider_account',
  {
    merchantId: merchantId(),
    world: world(),
    role: text('role').$type<ProviderAccount['role']>().notNull(),
    provider: text('provider').notNull(),
    position: integer('position').notNull(),
    sealedCredentials: bytes('sealed_credentials'),
    settings: text('settings').notNull(),
    createdAt: integer('created_at').notNull(),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.world, t.role, t.provider] })],
);

/** Circuit breakers: open while `open_until` is in the future. */
export const circuit = sqliteTable('circuit', {
  circuit: text('circuit').primaryKey(),
  failures: integer('failures').notNull(),
  openUntil: integer('open_until'),
  reason: text('reason').notNull(),
});

/** Notices to merchants. */
export const notice = sqliteTable(
  'notice',
  {
    merchantId: merchantId(),
    world: world(),
    kind: text('kind').$type<Notice['kind']>().notNull(),
    subject: text('subject').notNull(),
    params: text('params').notNull(),
    since: integer('since').notNull(),
    lastAt: integer('last_at').notNull(),
    resolvedAt: integer('resolved_at'),
  },
  (t) => [primaryKey({ columns: [t.merchantId, t.world, t.kind, t.subject] })],
);

/** Cached answers about taxpayers, under a keyed hash from which no data can be recovered. */
export const taxpayerCheck = sqliteTable('taxpayer_check', {
  hash: text('hash').primaryKey(),
  answer: text('answer').notNull(),
  at: integer('at').notNull(),
});

/** The SAT's list of article 69-B. */
export const lista69b = sqliteTable('lista_69b', {
  rfc: text('rfc').primaryKey(),
  situacion: text('situacion').notNull(),
});

/** Exchange rates of the DOF by day, in pesos for one unit of the currency. */
export const exchangeRate = sqliteTable(
  'exchange_rate',
  { moneda: text('moneda').notNull(), published: text('published').notNull(), rate: text('rate').notNull() },
  (t) => [primaryKey({ columns: [t.moneda, t.published] })],
);

/** c_ClaveProdServ. */
export const claveProdServ = sqliteTable('clave_prod_serv', {
  clave: text('clave').primaryKey(),
  texto: text('texto').notNull(),
  iva: text('iva').$type<ClaveProdServRow['iva']>().notNull(),
  ieps: text('ieps').$type<ClaveProdServRow['ieps']>().notNull(),
  complemento: text('complemento').notNull(),
  estimuloFrontera: flag('estimulo_frontera'),
  validFrom: text('valid_from').notNull(),
  validTo: text('valid_to'),
  /** The words that find it: its name and the SAT's similar words, in plain letters. Absent in rows that were loaded before there was a search. */
  plain: text('plain'),
});

/** c_CodigoPostal. */
export const codigoPostal = sqliteTable('codigo_postal', {
  codigo: text('codigo').primaryKey(),
  estado: text('estado').notNull(),
  estimuloFrontera: integer('estimulo_frontera').$type<CodigoPostalRow['estimuloFrontera']>().notNull(),
  zone: text('zone').notNull(),
  validFrom: text('valid_from').notNull(),
  validTo: text('valid_to'),
});
