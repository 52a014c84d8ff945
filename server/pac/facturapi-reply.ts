/**
 * What Facturapi's answers mean (wire-contracts 7.1, read 2026-11; further codes from the list that its client library publishes,
 * facturapi-node, src/errorCodes.ts, read 2026-11). A code in neither proves nothing.
 */
import { z } from 'zod';
import { parseJson } from '../outbound/json-answer.ts';
import { satCodeIn } from '../problems/sat-faults.ts';
import type { AccountTrouble, CancelReply, PacReply } from './pac.ts';
import { isRefusal, rejected, turnedAway, unknown } from './reply.ts';

/** An invoice, on its own or in a list; only the fields that we use. */
export const INVOICE = z.object({
  id: z.string().min(1),
  status: z.string(),
  uuid: z.string().nullish(),
  external_id: z.string().nullish(),
  cancellation_status: z.string().nullish(),
});
/** What we read of an invoice resource in Facturapi's answers. */
export type FacturapiInvoiceState = z.output<typeof INVOICE>;

/** A page of Facturapi's invoice list, parsed to find a document by its `external_id`. */
export const INVOICE_LIST = z.object({ total_pages: z.number(), data: z.array(INVOICE) });

const fault = z.object({ source: z.string().nullish(), code: z.string().nullish(), message: z.string().nullish() });
const failureSchema = z.object({
  code: z.string().nullish(),
  message: z.string().nullish(),
  errors: z.array(fault).nullish(),
});

type ReplyTexts = { readonly code: string; readonly message: string };
type Failure = ReplyTexts & { readonly faults: readonly (ReplyTexts & { readonly source: string })[] };

/** What is wrong with the account, by HTTP status. 402 is not documented; we take its standard meaning. */
export function facturapiTrouble(status: number): AccountTrouble | undefined {
  if (status === 401) return 'credentials';
  if (status === 402) return 'credit';
  if (status === 403) return 'suspended';
  return status === 429 ? 'rate-limit' : undefined;
}

// Facturapi's own validation errors, which it reports before stamping.
const OWN_REFUSALS: ReadonlySet<string> = new Set([
  'legal_name_mismatch',
  'tax_address_zip_mismatch',
  'tax_id_not_found',
  'tax_system_not_allowed_for_tax_id',
  'tax_system_not_in_catalog',
  'invoice_stamping_validation_error',
  'invalid_request',
  'product_key_not_found',
  'unit_key_not_found',
]);

/** Interprets a failed stamp: refused, turned away, already stamped, or unknown. */
export function stampFailure(status: number, text: string): PacReply {
  const account = facturapiTrouble(status);
  if (account) return turnedAway(account, `HTTP ${status}`);
  const failure = failureIn(text);
  if (!failure) return unknown(`HTTP ${status}, not its JSON`);
  const { code, faults } = failure;
  const isRepeat = code === 'idempotency_key_in_use' || faults.some((each) => each.code === '307');
  if (isRepeat) return { kind: 'already-stamped' };
  const texts = status === 400 ? replyTextsOf(failure) : undefined;
  return texts ? rejected(texts.code, texts.message) : unknown(`HTTP ${status}, ${code || 'no code'}`);
}

/** Prefers a code of the SAT's matrix, then the PACs' shared codes, then its own. */
function replyTextsOf({ code, message, faults }: Failure): ReplyTexts | undefined {
  const theirs = faults.filter(({ source }) => source === 'sat' || source === 'pac');
  const isValidation = code === 'invoice_stamping_validation_error';
  return (
    faults.find((each) => each.code.startsWith('CFDI')) ??
    theirs.find((each) => isRefusal(each.code)) ??
    faults.find((each) => OWN_REFUSALS.has(each.code)) ??
    (isValidation ? theirs.find((each) => each.code !== '') : undefined) ??
    (OWN_REFUSALS.has(code) ? { code, message } : undefined)
  );
}

const CANCEL_REFUSALS: ReadonlySet<string> = new Set([
  'invoice_not_cancelable',
  'invoice_not_cancelable_by_sat',
  'invoice_cancellation_not_allowed',
  'invoice_cancellation_rfc_mismatch',
  'substitution_invoice_canceled',
  'substitution_invoice_not_found',
  'substitution_invoice_required',
  'substitution_invoice_status_not_allowed',
]);

/** Interprets a failed cancellation. 205 is the SAT's: it does not know the UUID yet. */
export function cancelFailure(status: number, text: string): CancelReply {
  const account = facturapiTrouble(status);
  if (account) return turnedAway(account, `HTTP ${status}`);
  const failure = failureIn(text);
  if (status === 404 || failure?.faults.some(({ code }) => code === '205')) return { kind: 'not-yet-known' };
  if (!failure || !CANCEL_REFUSALS.has(failure.code)) return unknown(`HTTP ${status}, ${failure?.code || 'no code'}`);
  return { kind: 'rejected', code: failure.code, message: failure.message || failure.code };
}

/** Tells whether a cancellation is under way or done. After `rejected` or `expired` it may be requested again. */
export function isCancelled({ status, cancellation_status }: FacturapiInvoiceState): boolean {
  return status === 'canceled' || ['accepted', 'pending', 'verifying'].includes(cancellation_status ?? '');
}

function failureIn(text: string): Failure | undefined {
  const body = failureSchema.safeParse(parseJson(text)).data;
  if (!body) return undefined;
  const faults = (body.errors ?? []).map(({ source, code, message }) => ({
    source: source ?? '',
    code: satCodeIn(`${code ?? ''} ${message ?? ''}`) ?? code ?? '',
    message: message ?? '',
  }));
  return { code: body.code ?? '', message: body.message ?? '', faults };
}
