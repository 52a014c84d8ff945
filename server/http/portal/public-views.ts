/** The public views of portals, sales and invoices, with nothing that is not the viewer's to see. */
import type { z } from '@hono/zod-openapi';
import { offsetDateTime } from '../../catalogs/local-time.ts';
import { issueZone } from '../../catalogs/postal-code.ts';
import { readCfdiHead } from '../../cfdi/comprobante-head.ts';
import { formatMicro, multiply, roundTo, sum, toMicro, ZERO } from '../../cfdi/money.ts';
import { qrUrl } from '../../cfdi/qr.ts';
import type { FoundSale } from '../../invoicing/found-sale.ts';
import type { Invoice } from '../../invoicing/invoice.ts';
import { allowsForeign, allowsNoRfc } from '../../invoicing/prepare.ts';
import { refusedProblem } from '../../invoicing/refusal.ts';
import type { InvoiceFile } from '../../links/api-links.ts';
import type { PortalLinks } from '../../links/portal-links.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import { longDate, portalDeadlineText } from '../../portals/deadline-words.ts';
import { languageSpoken, localesOf, ownTexts, type Portal } from '../../portals/portal.ts';
import { fieldsOf, shownWays } from '../../portals/ways.ts';
import { faultDetail, type Language, Problem, problemDetail } from '../../problems/problem.ts';
import type { SaleBody } from '../../sales/sale.ts';
import { problemBody } from '../api/problems.ts';
import type { Services } from '../api/services.ts';
import type { foundSaleWire, invoiceWire, portalWire } from '../api/wire.ts';
import { type DeadlineContext, deadlineView } from './deadline-view.ts';
import { pictureView } from './folio-picture.ts';
import { portalDeps } from './request-link.ts';
import { CUSTOMER, tokenFor, type Viewer } from './viewer.ts';

/** A portal, as it is serialized. */
export type PortalView = z.output<typeof portalWire>;

/** A found sale, as it is serialized. */
export type FoundSaleView = z.output<typeof foundSaleWire>;

/** An invoice, as it is serialized for its customer. */
export type InvoiceView = z.output<typeof invoiceWire>;

/** Builds the public view of a portal. `sendsMail` says whether the widget may offer a copy by mail. */
export function portalView(
  portal: Portal,
  merchant: Merchant,
  context: { readonly links: PortalLinks; readonly language: Language; readonly sendsMail: boolean },
): PortalView {
  const { slug, world, settings } = portal;
  const language = languageSpoken(settings, context.language);
  const texts = ownTexts(settings, language);
  return {
    slug,
    world,
    merchant: { name: merchant.tradeName },
    title: texts.title,
    subtitle: texts.subtitle,
    noun: settings.noun,
    submitText: texts.submitText,
    lookup: {
      ...shownWays(settings),
      fields: [...fieldsOf(settings)],
      hints: texts.hints,
      ...(settings.folioPicture && { picture: pictureView(slug, settings.folioPicture, language) }),
    },
    theme: settings.theme,
    deadline: { text: portalDeadlineText(settings, language) },
    locales: [...localesOf(settings)],
    contact: settings.contact,
    ...(settings.privacyUrl !== undefined && { privacyUrl: settings.privacyUrl }),
    noRfc: allowsNoRfc(portal),
    foreigners: allowsForeign(portal),
    ...(settings.usos && { usos: structuredClone(settings.usos) as NonNullable<PortalView['usos']> }),
    itemizeIeps: settings.itemizeIeps,
    enabled: settings.enabled,
    sendsMail: context.sendsMail,
    hostedUrl: context.links.page(portal),
  };
}

/** Builds the view of a found sale: what was bought, but never who invoiced it. */
export function saleView(found: FoundSale, token: string, context: DeadlineContext): FoundSaleView {
  const { sale, branch, standing } = found;
  const { body } = sale;
  return {
    token,
    folio: body.folio,
    date: offsetDateTime(Date.parse(body.date), issueZone(branch.codigoPostal)),
    total: body.total,
    moneda: body.moneda,
    ...(body.propina !== undefined && toMicro(body.propina) > 0n && { propina: body.propina }),
    ...detailOf(body),
    deadline: deadlineView(found, token, context),
    status: standing.status,
    ...reasonOf(standing.status, standing.deadline, context),
    ...(body.email !== undefined && { emailHint: emailHint(body.email) }),
  };
}

/** The lines, and what the total has beyond them, so that the figures that a customer reads add up to the cent. */
function detailOf(body: SaleBody): Pick<FoundSaleView, 'conceptos' | 'descuento' | 'impuestos'> {
  const importes = body.conceptos.map(({ cantidad, valorUnitario, descuento = '0' }) =>
    roundTo(multiply(toMicro(cantidad), toMicro(valorUnitario)) - toMicro(descuento), 2),
  );
  const beyond = toMicro(body.total) - sum(importes);
  const descuento = body.pricesIncludeTax ? -beyond : roundTo(toMicro(body.descuento ?? '0'), 2);
  const impuestos = beyond + descuento;
  return {
    conceptos: body.conceptos.map(({ descripcion, cantidad, unidad }, at) => ({
      ...{ descripcion, cantidad },
      ...(unidad !== undefined && { unidad }),
      importe: formatMicro(importes[at] ?? ZERO, 2),
    })),
    ...(descuento > ZERO && { descuento: formatMicro(descuento, 2) }),
    ...(impuestos !== ZERO && { impuestos: formatMicro(impuestos, 2) }),
  };
}

/** Reduces the view for a ticket's QR, which opens a sale without proof: it shows nothing of the purchase once somebody has invoiced it. */
export function ticketView(view: FoundSaleView): FoundSaleView {
  return view.status === 'invoiced' || view.status === 'in-progress'
    ? { ...view, conceptos: [], descuento: undefined, impuestos: undefined, emailHint: undefined }
    : { ...view, emailHint: undefined };
}

/** Why a sale cannot be invoiced now, as a sentence; nothing for an open one. */
function reasonOf(
  status: FoundSaleView['status'],
  deadline: string,
  { merchant, language }: { readonly merchant: Merchant; readonly language: Language },
): { reason?: string } {
  switch (status) {
    case 'unpaid':
      return { reason: problemDetail(new Problem('sale-unpaid'), language) };
    case 'closed':
      return { reason: problemDetail(new Problem('sale-closed'), language) };
    case 'late':
      return {
        reason: problemDetail(
          new Problem('deadline-passed', {
            params: { date: longDate(deadline, language), merchant: merchant.tradeName },
          }),
          language,
        ),
      };
    case 'in-global':
      return {
        reason: problemDetail(new Problem('sale-in-global', { params: { merchant: merchant.tradeName } }), language),
      };
    case 'needs-merchant':
      return {
        reason: faultDetail(
          { code: 'advance-payment', pointer: '', params: { merchant: merchant.tradeName } },
          language,
        ),
      };
    default:
      return {};
  }
}

/** Masks an address: `ana@example.com` becomes `a•••@example.com`. */
export function emailHint(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}•••${email.slice(at)}`;
}

/** Builds the view of an invoice for a caller who may open it; its links open what the viewer may. */
export function invoiceView(
  services: Services,
  invoice: Invoice,
  language: Language,
  viewer: Viewer = CUSTOMER,
): InvoiceView {
  const { links } = services;
  const { reader, looksUntil } = viewer;
  const token = tokenFor(services, invoice.id, viewer);
  const link = (file?: InvoiceFile): string => links.api.invoice(invoice.id, token, file);
  const base = {
    ...{ id: invoice.id, serie: invoice.serie, folio: String(invoice.folio) },
    ...(looksUntil === undefined && { accessToken: token }),
  };
  const pending = { ...base, links: { self: link() } };
  if (invoice.state === 'rejected') {
    const problem = problemBody(refusedProblem(portalDeps(services, viewer), invoice), language, links, reader);
    return { ...pending, status: 'rejected', problem };
  }
  if (!invoice.stamped) return { ...pending, status: invoice.state === 'reconcile' ? 'needs-merchant' : 'pending' };
  const { total, moneda, verify } = readStamped(invoice.stamped.xml);
  return {
    ...base,
    ...(invoice.state === 'canceled'
      ? { status: 'canceled', problem: problemBody(new Problem('invoice-canceled'), language, links, reader) }
      : { status: 'stamped' }),
    uuid: invoice.stamped.uuid,
    ...(total !== undefined && { total }),
    ...(moneda !== undefined && { moneda }),
    links: {
      self: link(),
      xml: link('xml'),
      pdf: link('pdf'),
      zip: link('zip'),
      ...(verify !== undefined && { verify }),
    },
  };
}

function readStamped(xml: string): { total?: string; moneda?: string; verify?: string } {
  const read = readCfdiHead(xml);
  if (read.kind !== 'cfdi') return {};
  const [timbre] = read.file.timbres;
  const { total, moneda } = read.file.comprobante;
  return { total, moneda, ...(timbre && { verify: qrUrl(read.file.comprobante, timbre) }) };
}
