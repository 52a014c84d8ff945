import { readFileSync } from 'node:fs';
import type { z } from '@hono/zod-openapi';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { sessionView } from '../../server/http/accounts/account-wire.ts';
import type { correctionPreviewWire, correctionWire } from '../../server/http/api/correction-wire.ts';
import type * as server from '../../server/http/api/wire.ts';
import type { branchWire } from '../../server/http/merchant/branches.ts';
import type { cancellationWire, motivoWire, termsWire } from '../../server/http/merchant/cancellations.ts';
import type { csdWire } from '../../server/http/merchant/csd.ts';
import type { cuadreDayWire, cuadreSaleWire } from '../../server/http/merchant/cuadre.ts';
import type { domainWire } from '../../server/http/merchant/domains.ts';
import type { globalPreviewWire, globalRunWire } from '../../server/http/merchant/global-invoices.ts';
import type { scheduleWire } from '../../server/http/merchant/global-schedules.ts';
import type { wholeInvoiceWire } from '../../server/http/merchant/invoice-show.ts';
import type { keyWire, newKeyWire } from '../../server/http/merchant/keys.ts';
import type { listedInvoiceWire } from '../../server/http/merchant/listed-invoice.ts';
import type { deliveryWire, ListenerView } from '../../server/http/merchant/listener-wire.ts';
import type { carrierWire } from '../../server/http/merchant/mail-carrier.ts';
import type { invitationWire, memberWire } from '../../server/http/merchant/members.ts';
import type { checklistWire, merchantWire } from '../../server/http/merchant/merchant.ts';
import type { monthWire } from '../../server/http/merchant/months.ts';
import type { noticeWire } from '../../server/http/merchant/notices.ts';
import type { overviewWire } from '../../server/http/merchant/overview.ts';
import type { portalOfMerchantWire } from '../../server/http/merchant/portals.ts';
import type { AccountAnswer, connectionWire } from '../../server/http/merchant/provider-accounts.ts';
import type { refundAnswerWire, refundPreviewWire } from '../../server/http/merchant/refunds.ts';
import type { relationWire } from '../../server/http/merchant/related-cfdi.ts';
import type { queuedRequestWire } from '../../server/http/merchant/request-queue.ts';
import type { saleStoryWire } from '../../server/http/merchant/sale-story-view.ts';
import type { storedSaleWire, wholeSaleWire } from '../../server/http/merchant/sales.ts';
import type { mailWire } from '../../server/http/merchant/sent-mails.ts';
import type { backfillProgressWire, sourceQueueWire } from '../../server/http/merchant/source-queue.ts';
import type { sourceHealthWire, sourceWire } from '../../server/http/merchant/sources.ts';
import type { whoWire } from '../../server/http/merchant/who.ts';
import type { ProofOfWork } from '../../server/limits/proof-of-work.ts';
import type { settingsWire } from '../../server/portals/settings-wire.ts';
import type { defaultsWire } from '../../server/sources/settings-wire.ts';
import type * as books from '../../widget/panel/books/books-wire.ts';
import type * as desk from '../../widget/panel/desk/desk-wire.ts';
import type * as keys from '../../widget/panel/keys/key-wire.ts';
import type * as sources from '../../widget/panel/sources/source-wire.ts';
import type * as team from '../../widget/panel/team/team-wire.ts';
import type * as panel from '../../widget/panel/wire.ts';
import type * as widget from '../../widget/portal/wire.ts';

/** What arrives of an answer: JSON, in which nothing is `undefined`. */
type Json<T> = T extends readonly (infer Item)[]
  ? readonly Json<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Json<Exclude<T[Key], undefined>> }
    : T;
type Answer<Schema extends z.ZodType> = Json<z.output<Schema>>;
/** Everything that a schema may answer, present. Which parts are present follows from the status. */
type Whole<Schema extends z.ZodType> = Required<Answer<Schema>>;

/** These hold when they compile: the widget reads nothing that a schema does not answer, and knows each value it may have. */
describe('the wire types of the portal are those of the server’s schemas', () => {
  it('200: of a portal, a search and a check', () => {
    expectTypeOf<Answer<typeof server.portalWire>>().toExtend<widget.PortalSettings>();
    expectTypeOf<Answer<typeof server.foundSaleWire>>().toExtend<widget.Sale>();
    expectTypeOf<widget.SaleStatus>().toEqualTypeOf<z.output<typeof server.foundSaleWire>['status']>();
    // Its challenge is that of a problem, below.
    expectTypeOf<Omit<Answer<typeof server.checkWire>, 'challenge'>>().toExtend<Omit<widget.Check, 'challenge'>>();
    expectTypeOf<Answer<typeof server.previewWire>>().toExtend<widget.Preview>();
    expectTypeOf<Answer<typeof server.cartPreviewWire>>().toExtend<widget.CartPlan>();
    expectTypeOf<keyof widget.Cart['documents'][number]>().toEqualTypeOf<
      keyof z.output<typeof server.cartWire>['documents'][number]
    >();
  });

  it('200: of an invoice, a request and a correction, whatever their status', () => {
    type Invoice = Whole<typeof server.invoiceWire>;
    type Links = { readonly links: Required<Invoice['links']> };
    expectTypeOf<Omit<Invoice, 'status' | 'links'> & Links>().toExtend<Omit<widget.Stamped, 'status' | 'replaces'>>();
    expectTypeOf<Invoice['status'] | Whole<typeof server.requestWire>['status']>().toEqualTypeOf<
      widget.Followed['status']
    >();
    expectTypeOf<Omit<Whole<typeof server.requestWire>, 'invoice'>>().toExtend<
      Omit<widget.MerchantRequest, 'invoice'>
    >();
    expectTypeOf<Answer<typeof correctionPreviewWire>>().toExtend<widget.CorrectionPlan>();
    expectTypeOf<keyof widget.Correction>().toEqualTypeOf<keyof z.output<typeof correctionWire>>();
  });

  it('4xx and 5xx: of a problem, as the portal reads it', () => {
    type Problem = Answer<typeof server.problemWire>;
    expectTypeOf<Omit<Problem, 'challenge'>>().toExtend<Omit<widget.ProblemBody, 'challenge'>>();
    // The data of ours in it, of which the widget reads `most`, is what tests/http/proof-of-work.test.ts solves by.
    type Challenge = Required<Json<Awaited<ReturnType<ProofOfWork['challenge']>>>>;
    expectTypeOf<Omit<Challenge['parameters'], 'data'>>().toExtend<Omit<widget.Challenge['parameters'], 'data'>>();
    expectTypeOf<keyof widget.Challenge>().toExtend<keyof Challenge>();
    expectTypeOf<Challenge['signature']>().toExtend<widget.Challenge['signature']>();
  });

  it('every body that the portal sends conforms to the server’s schemas', () => {
    expectTypeOf<widget.Receptor>().toExtend<z.input<typeof server.receptorWire>>();
    expectTypeOf<widget.Lookup>().toExtend<z.input<typeof server.lookupWire>>();
  });
});

describe('the wire types of the panel are those of the server’s schemas', () => {
  it('200: of a session, a branch, a portal and an invoice', () => {
    expectTypeOf<Answer<typeof sessionView>>().toExtend<panel.Session>();
    expectTypeOf<Answer<typeof branchWire>>().toExtend<panel.Branch>();
    expectTypeOf<Answer<typeof portalOfMerchantWire>>().toExtend<panel.PortalRef>();
    expectTypeOf<Answer<typeof listedInvoiceWire>>().toExtend<panel.ListedInvoice>();
    expectTypeOf<Answer<typeof settingsWire>>().toExtend<panel.PortalSettings>();
  });

  it('200: of the merchant, its steps, and what it set up', () => {
    expectTypeOf<Answer<typeof merchantWire>>().toExtend<panel.Merchant>();
    expectTypeOf<Answer<typeof checklistWire>['steps'][number]>().toExtend<panel.ChecklistStep>();
    expectTypeOf<panel.StepName>().toEqualTypeOf<z.output<typeof checklistWire>['steps'][number]['step']>();
    expectTypeOf<Answer<typeof csdWire>>().toExtend<panel.Csd>();
    expectTypeOf<Answer<typeof connectionWire>>().toExtend<panel.Connection>();
    expectTypeOf<Answer<typeof carrierWire>>().toExtend<panel.MailCarrier>();
    expectTypeOf<panel.MailCarrier['by']>().toEqualTypeOf<z.output<typeof carrierWire>['by']>();
    expectTypeOf<Answer<typeof domainWire>>().toExtend<panel.Domain>();
    expectTypeOf<panel.Domain['state']>().toEqualTypeOf<z.output<typeof domainWire>['state']>();
    expectTypeOf<Answer<typeof noticeWire>>().toExtend<panel.Notice>();
    expectTypeOf<Json<ListenerView>>().toExtend<panel.Listener>();
    expectTypeOf<panel.ListenerKind>().toEqualTypeOf<ListenerView['kind']>();
    expectTypeOf<AccountAnswer<'pac'>>().toExtend<panel.PacAccount>();
    expectTypeOf<Answer<typeof deliveryWire>>().toExtend<panel.SentAlert>();
    expectTypeOf<panel.SentAlert['state']>().toEqualTypeOf<z.output<typeof deliveryWire>['state']>();
  });

  it('200: of the team', () => {
    expectTypeOf<Answer<typeof memberWire>>().toExtend<team.Member>();
    expectTypeOf<Answer<typeof invitationWire>>().toExtend<team.Invitation>();
  });

  it('200, 201: of API keys', () => {
    expectTypeOf<Answer<typeof keyWire>>().toExtend<keys.ApiKey>();
    expectTypeOf<Answer<typeof newKeyWire>>().toExtend<keys.NewApiKey>();
  });

  it('200: of the sources of sales, and of what waits in them', () => {
    expectTypeOf<Answer<typeof sourceWire>>().toExtend<sources.Source>();
    expectTypeOf<Answer<typeof defaultsWire>>().toExtend<sources.SourceDefaults>();
    expectTypeOf<Answer<typeof sourceHealthWire>>().toExtend<sources.SourceHealth>();
    type Listed = Answer<typeof sourceWire> & { readonly health: Answer<typeof sourceHealthWire> };
    expectTypeOf<Listed>().toExtend<sources.ListedSource>();
    expectTypeOf<Answer<typeof sourceQueueWire>>().toExtend<sources.SourceQueue>();
    expectTypeOf<Answer<typeof backfillProgressWire>>().toExtend<sources.Backfill>();
    expectTypeOf<sources.Backfill['status']>().toEqualTypeOf<z.output<typeof backfillProgressWire>['status']>();
  });

  it('200: of sales, requests, refunds and whole invoices', () => {
    expectTypeOf<Answer<typeof storedSaleWire>>().toExtend<panel.ListedSale>();
    expectTypeOf<Answer<typeof saleStoryWire>['refunds'][number]>().toExtend<desk.Refund>();
    expectTypeOf<Answer<typeof refundAnswerWire>>().toExtend<Omit<desk.ListedRefund, 'egreso'>>();
    expectTypeOf<Answer<typeof saleStoryWire>['story'][number]>().toExtend<desk.StoryEvent>();
    expectTypeOf<Answer<typeof queuedRequestWire>>().toExtend<desk.QueuedRequest>();
    expectTypeOf<Answer<typeof refundPreviewWire>>().toExtend<desk.RefundPreview>();
    expectTypeOf<Answer<typeof server.previewWire>>().toExtend<desk.Preview>();
    expectTypeOf<Answer<typeof correctionPreviewWire>>().toExtend<desk.CorrectionPreview>();
    expectTypeOf<Answer<typeof wholeInvoiceWire>>().toExtend<Omit<desk.WholeInvoice, 'problem'>>();
    expectTypeOf<Answer<typeof server.problemWire>>().toExtend<Required<desk.WholeInvoice>['problem']>();
    expectTypeOf<Answer<typeof wholeSaleWire>>().toExtend<desk.WholeSale>();
    expectTypeOf<desk.Motivo>().toEqualTypeOf<z.output<typeof motivoWire>>();
    expectTypeOf<Answer<typeof overviewWire>>().toExtend<desk.Overview>();
    expectTypeOf<Answer<typeof relationWire>>().toExtend<desk.Relation>();
    expectTypeOf<Answer<typeof mailWire>>().toExtend<desk.Mail>();
    expectTypeOf<Answer<typeof whoWire>>().toExtend<desk.Who>();
  });

  it('200: of a cancellation and what it requires', () => {
    expectTypeOf<Answer<typeof cancellationWire>>().toExtend<desk.Cancellation>();
    expectTypeOf<desk.CancellationStatus>().toEqualTypeOf<z.output<typeof cancellationWire>['status']>();
    expectTypeOf<Answer<typeof termsWire>>().toExtend<desk.CancellationTerms>();
  });

  it('200: of the books', () => {
    expectTypeOf<Answer<typeof cuadreDayWire>>().toExtend<books.CuadreDay>();
    expectTypeOf<Answer<typeof cuadreSaleWire>>().toExtend<books.CuadreSale>();
    expectTypeOf<Answer<typeof monthWire>>().toExtend<books.Month>();
    expectTypeOf<Answer<typeof scheduleWire>>().toExtend<books.GlobalSchedule>();
    expectTypeOf<Answer<typeof globalPreviewWire>>().toExtend<books.GlobalPreview>();
    expectTypeOf<Omit<Answer<typeof globalRunWire>, 'invoices'>>().toExtend<Omit<books.GlobalRun, 'invoices'>>();
    expectTypeOf<Whole<typeof server.invoiceWire>>().toExtend<books.GlobalRun['invoices'][number]>();
  });

  it('4xx and 5xx: of a problem', () => {
    expectTypeOf<Answer<typeof server.problemWire>>().toExtend<panel.ProblemBody>();
  });
});

/** Parts of a type that is held, or words of the widget's own. */
const PARTS = [
  'Fault',
  'Figure',
  'InvoiceInList',
  'Kind',
  'Locale',
  'LookupField',
  'MailedTo',
  'MerchantRef',
  'Noun',
  'Part',
  'Pending',
  'Receptor',
  'ReceptorField',
  'Seal',
  'SoldConcepto',
  'Suggestion',
  'Team',
  'Warning',
  'World',
];

it('no wire type of the widget is forgotten here', () => {
  const own = readFileSync(new URL(import.meta.url), 'utf8');
  const files = {
    widget: 'portal/wire',
    panel: 'panel/wire',
    desk: 'panel/desk/desk-wire',
    team: 'panel/team/team-wire',
    books: 'panel/books/books-wire',
    keys: 'panel/keys/key-wire',
    sources: 'panel/sources/source-wire',
  };
  const forgotten = Object.entries(files).flatMap(([name, file]) => {
    const text = readFileSync(new URL(`../../widget/${file}.ts`, import.meta.url), 'utf8');
    const types = [...text.matchAll(/^export type (\w+)/gm)].map(([, type = '']) => type);
    return types.filter((type) => !new RegExp(`\\b${name}\\.${type}\\b`).test(own) && !PARTS.includes(type));
  });
  expect(forgotten).toEqual([]);
});
