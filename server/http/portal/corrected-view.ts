/** The view of a substitute invoice and of the invoice that it replaces. */
import type { z } from '@hono/zod-openapi';
import { localDate } from '../../catalogs/local-time.ts';
import { normalizeReceptor } from '../../cfdi/receptor.ts';
import type { Receptor } from '../../cfdi/sold.ts';
import type { Cancellation } from '../../invoicing/cancellation.ts';
import { isOver } from '../../invoicing/cancellation.ts';
import type { Invoice } from '../../invoicing/invoice.ts';
import { longDate } from '../../portals/deadline-words.ts';
import { type CorrectionText, correctionText } from '../../problems/correction-texts.ts';
import type { Language } from '../../problems/problem.ts';
import type { correctedWire } from '../api/correction-wire.ts';
import type { Services } from '../api/services.ts';
import { invoiceView } from './public-views.ts';
import { CUSTOMER, type Viewer } from './viewer.ts';

/** A substitute and the invoice that it replaces, as they are serialized. */
export type CorrectedView = z.output<typeof correctedWire>;

/** Builds the view. `replaced` is the previous invoice; its cancellation exists once the substitute is stamped. */
export async function correctedView(
  services: Services,
  { substitute, replaced }: { readonly substitute: Invoice; readonly replaced: Invoice },
  cancellation: Cancellation | undefined,
  language: Language,
  viewer: Viewer = CUSTOMER,
): Promise<CorrectedView> {
  const { id, serie, folio, stamped, merchantId } = replaced;
  const merchant = await services.invoicing.store.merchants.getMerchant(merchantId);
  const until = cancellation?.acceptanceUntil;
  const words = {
    serieFolio: `${serie}-${folio}`,
    merchant: merchant?.tradeName ?? '',
    until: until === undefined ? '' : lastDayOf(until, language),
  };
  return {
    ...invoiceView(services, substitute, language, viewer),
    replaces: {
      ...{ id, serie, folio: String(folio), uuid: stamped?.uuid ?? '' },
      ...(cancellation && { cancellation: cancellationOf(cancellation) }),
      detail: correctionText(whatHappens(cancellation), words, language),
    },
  };
}

/** Whether a cancelled invoice has a substitute, which its cancellation named (motivo 01). */
export async function isReplaced(
  { invoicing: { store } }: Services,
  { id, merchantId, world }: Invoice,
): Promise<boolean> {
  const [cancellation] = await store.cancellations.ofInvoice({ merchantId, world }, id);
  return cancellation?.motivo === '01';
}

const FIELDS = ['rfc', 'nombre', 'codigoPostal', 'regimenFiscal', 'usoCfdi'] as const;

/** What a correction changes, field by field. */
export function changesOf({ snapshot }: Invoice, receptor: Receptor) {
  const to = normalizeReceptor(receptor, snapshot.lugarExpedicion);
  const from = snapshot.receptor;
  return FIELDS.filter((field) => from[field] !== to[field]).map((field) => ({
    ...{ field, from: from[field], to: to[field] },
  }));
}

/** The last day that counts, given an exclusive end on the SAT's clock. */
export function lastDayOf(until: number, language: Language): string {
  return longDate(localDate(until - 1, 'America/Mexico_City'), language);
}

function whatHappens(cancellation: Cancellation | undefined): CorrectionText {
  if (cancellation?.state === 'canceled') return 'canceled';
  if (cancellation && isOver(cancellation.state)) return 'still-in-force';
  return cancellation?.acceptanceNeeded && cancellation.acceptanceUntil !== undefined
    ? 'canceling-accepted'
    : 'canceling';
}

function cancellationOf({ id, state, acceptanceNeeded, acceptanceUntil }: Cancellation) {
  const until = acceptanceUntil === undefined ? null : new Date(acceptanceUntil).toISOString();
  return { id, status: state, acceptance: { needed: acceptanceNeeded, until } };
}
