import type { z } from '@hono/zod-openapi';
import { describe, expectTypeOf, it } from 'vitest';
import type { sessionView } from '../../server/http/accounts/account-wire.ts';
import type { correctionPreviewWire, correctionWire } from '../../server/http/api/correction-wire.ts';
import type * as server from '../../server/http/api/wire.ts';
import type { branchWire } from '../../server/http/merchant/branches.ts';
import type { listedInvoiceWire } from '../../server/http/merchant/listed-invoice.ts';
import type { portalOfMerchantWire } from '../../server/http/merchant/portals.ts';
import type { settingsWire } from '../../server/portals/settings-wire.ts';
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
    expectTypeOf<Answer<typeof server.checkWire>>().toExtend<widget.Check>();
    expectTypeOf<Answer<typeof server.previewWire>>().toExtend<widget.Preview>();
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

  it('4xx and 5xx: of a problem', () => {
    type Problem = Answer<typeof server.problemWire>;
    expectTypeOf<Omit<Problem, 'challenge'>>().toExtend<Omit<widget.ProblemBody, 'challenge'>>();
  });

  it('and what it sends fits them', () => {
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
});
