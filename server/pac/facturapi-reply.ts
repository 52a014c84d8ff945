/**
 * What Facturapi's answers mean (wire-contracts 7.1, read 2026-11; codes that are not there: the list that its client
 * library publishes, facturapi-node, src/errorCodes.ts, read 2026-11). A code that is in neither is neither yes nor no.
 */
import { z } from 'zod';
import { parseJson } from '../outbound/json-answer.ts';
import { satCodeIn } from '../problems/sat-faults.ts';
import type { AccountTrouble, CancelReply, PacReply } from './pac.ts';
import { isRefusal, rejected, turnedAway, unknown } from './reply.ts';

/** An invoice, in an answer of its own or in a list; of its many fields those that decide something here. */
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

type Told = { readonly code: string; readonly message: string };
type Failure = Told & { readonly faults: readonly (Told & { readonly source: string })[] };

/** Whether the account is turned away, by the HTTP status; 402 is not documented: it is what HTTP means by it. */
export function facturapiTrouble(status: number): AccountTrouble | undefined {
  if (status === 401) return 'credentials';
  if (status === 402) return 'credit';
  if (status === 403) return 'suspended';
  return status === 429 ? 'rate-limit' : undefined;
}

// Its own checks of what it was asked for; they come before anything is stamped.
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

/** What a failed request to stamp says: refused, turned away, stamped before, or nothing that can be relied on. */
export function stampFailure(status: number, text: string): PacReply {
  const account = facturapiTrouble(status);
  if (account) return turnedAway(account, `HTTP ${status}`);
  const failure = failureIn(text);
  if (!failure) return unknown(`HTTP ${status}, not its JSON`);
  const { code, faults } = failure;
  const isRepeat = code === 'idempotency_key_in_use' || faults.some((each) => each.code === '307');
  if (isRepeat) return { kind: 'already-stamped' };
  const told = status === 400 ? tellingOf(failure) : undefined;
  return told ? rejected(told.code, told.message) : unknown(`HTTP ${status}, ${code || 'no code'}`);
}

/** A code of the SAT's matrix first, then the PACs' numbers, then its own words. */
function tellingOf({ code, message, faults }: Failure): Told | undefined {
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

/** What a failed request to cancel says. 205 is the SAT's: it does not know the UUID yet. */
export function cancelFailure(status: number, text: string): CancelReply {
  const account = facturapiTrouble(status);
  if (account) return turnedAway(account, `HTTP ${status}`);
  const failure = failureIn(text);
  if (status === 404 || failure?.faults.some(({ code }) => code === '205')) return { kind: 'not-yet-known' };
  if (!failure || !CANCEL_REFUSALS.has(failure.code)) return unknown(`HTTP ${status}, ${failure?.code || 'no code'}`);
  return { kind: 'rejected', code: failure.code, message: failure.message || failure.code };
}

/** Whether a cancellation is asked for or done. `rejected` and `expired` are ends: it may be asked for again. */
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
