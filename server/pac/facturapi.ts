/**
 * The adapter to Facturapi v2 (REST; wire-contracts 7.1, read 2026-11), which holds the merchant's CSD and builds, seals and stamps a
 * document from ours. A repeat under an `idempotency_key` is refused without the first result, so the outcome of a send is looked up by
 * `external_id`; both are our reference.
 */
import { askProvider, type ProviderAnswer, type ProviderRequest } from '../outbound/ask-provider.ts';
import { type FacturapiCredentials, facturapiAuthorization } from '../outbound/facturapi-account.ts';
import { parseJson } from '../outbound/json-answer.ts';
import { facturapiInvoice } from './facturapi-invoice.ts';
import {
  cancelFailure,
  type FacturapiInvoiceState,
  facturapiTrouble,
  INVOICE,
  INVOICE_LIST,
  isCancelled,
  stampFailure,
} from './facturapi-reply.ts';
import type {
  CancelReply,
  CancelRequest,
  ConnectionReply,
  LookupReply,
  Pac,
  PacCapabilities,
  PacReply,
  StampRequest,
} from './pac.ts';
import { acceptIssued, foreign, rejected, turnedAway, undecided, unknown } from './reply.ts';

const CAPABILITIES: PacCapabilities = {
  id: 'facturapi',
  sealedBy: 'them',
  sameBytes: 'new-uuid',
  // The expiry of an `idempotency_key` is not documented: assume only as long as a document can be stamped.
  clientRefHours: 72,
  lookup: 'by-ref',
  // How soon a new invoice appears in the list is not documented; this is how long creating one may take. The key, not
  // this delay, prevents a second stamp.
  lookupLagMs: 30_000,
  rejectsAfter307Check: false,
  cancel: 'by-account',
};

/** One account with Facturapi and where to reach it. */
export type FacturapiPacOptions = {
  readonly credentials: FacturapiCredentials;
  readonly baseUrl: string;
  /** How long a call may take before its outcome is unknown; a stamp and a look-up are two calls each. */
  readonly timeoutMs: number;
};

type Ask = (
  method: ProviderRequest['method'],
  path: string,
  signal: AbortSignal,
  body?: string,
) => Promise<ProviderAnswer>;

/** Stamps, looks up and cancels under our reference. It never retries on its own. */
export function createFacturapiPac({ credentials, baseUrl, timeoutMs }: FacturapiPacOptions): Pac {
  const authorization = facturapiAuthorization(credentials);
  const ask: Ask = (method, path, signal, body) => {
    const url = new URL(`${baseUrl}/v2${path}`);
    if (body === undefined) return askProvider({ method, url, headers: authorization, signal, timeoutMs });
    const headers = { ...authorization, 'Content-Type': 'application/json' };
    return askProvider({ method, url, headers, body, signal, timeoutMs });
  };
  return {
    capabilities: CAPABILITIES,
    stamp: (request, signal) => stamp(ask, request, signal),
    lookup: (request, signal) => lookup(ask, request, signal),
    cancel: (request, signal) => cancel(ask, request, signal),
    async testConnection(signal) {
      return connectionReply(await ask('GET', '/check', signal));
    },
  };
}

async function stamp(ask: Ask, request: StampRequest, signal: AbortSignal): Promise<PacReply> {
  const invoice = facturapiInvoice(request);
  if (invoice.kind === 'not-expressible') return rejected('not-expressible', invoice.what);
  const answer = await ask('POST', '/invoices', signal, invoice.body);
  if (answer.kind !== 'answered') return answer;
  const { status, text } = answer;
  if (status < 200 || status >= 300) return stampFailure(status, text);
  const made = INVOICE.safeParse(parseJson(text)).data;
  if (!made) return unknown(`HTTP ${status}, not its JSON`);
  // 202: the PAC behind it did not answer. Facturapi retries for most of an hour, and a repeat of ours would not help.
  if (status === 202 || made.status !== 'valid') return undecided(`${made.status} there`);
  return issued(ask, made.id, request, false, signal);
}

/** Downloads the XML and compares it with ours. If it is not available, the outcome is unknown, never "not sent". */
async function issued(
  ask: Ask,
  id: string,
  { xml }: StampRequest,
  repeated: boolean,
  signal: AbortSignal,
): Promise<PacReply> {
  const answer = await ask('GET', `/invoices/${encodeURIComponent(id)}/xml`, signal);
  if (answer.kind !== 'answered') return unknown(`its XML: ${answer.reason}`);
  if (answer.status !== 200) return unknown(`its XML: HTTP ${answer.status}`);
  return acceptIssued(answer.text, xml, repeated);
}

type Listed =
  | { readonly kind: 'listed'; readonly invoices: readonly FacturapiInvoiceState[] }
  | Extract<PacReply, { kind: 'not-sent' | 'unknown' }>;

/** All invoices with the reference, and no others. An unfiltered or incomplete list does not count as an answer. */
async function find(ask: Ask, clientRef: string, signal: AbortSignal): Promise<Listed> {
  const answer = await ask('GET', `/invoices?${new URLSearchParams({ external_id: clientRef })}`, signal);
  if (answer.kind !== 'answered') return answer;
  const account = facturapiTrouble(answer.status);
  if (account) return turnedAway(account, `HTTP ${answer.status}`);
  const list = answer.status === 200 ? INVOICE_LIST.safeParse(parseJson(answer.text)).data : undefined;
  if (!list) return unknown(`HTTP ${answer.status}, not its list`);
  if (list.data.some(({ external_id }) => external_id !== clientRef)) return unknown('a list of other references');
  return list.total_pages > 1 ? unknown('a list of several pages') : { kind: 'listed', invoices: list.data };
}

async function lookup(ask: Ask, request: StampRequest, signal: AbortSignal): Promise<LookupReply> {
  const found = await find(ask, request.clientRef, signal);
  if (found.kind !== 'listed') return found;
  const { invoices } = found;
  if (invoices.length === 0) return { kind: 'absent' };
  const valid = invoices.filter(({ status }) => status === 'valid');
  const open = invoices.find(({ status }) => status !== 'valid' && status !== 'failed');
  if (open) return undecided(`${open.status} there`);
  const replies = await Promise.all(valid.map(({ id }) => issued(ask, id, request, true, signal)));
  const ours = replies.filter(({ kind }) => kind === 'stamped');
  // References are not unique there: the merchant may have used the same one elsewhere.
  if (ours.length > 1) return foreign(`it is stamped ${ours.length} times there`);
  return ours[0] ?? replies[0] ?? rejected('invoice-failed', 'Facturapi no pudo timbrarla y liberó el folio.');
}

async function cancel(ask: Ask, request: CancelRequest, signal: AbortSignal): Promise<CancelReply> {
  const { uuid, clientRef, motivo, folioSustitucion } = request;
  const found = await find(ask, clientRef, signal);
  if (found.kind !== 'listed') return found;
  const invoice = found.invoices.find((each) => each.uuid?.toLowerCase() === uuid.toLowerCase());
  if (!invoice) return { kind: 'not-yet-known' };
  // For a cancelled invoice it answers with an error (its OpenAPI, read 2026-11).
  if (isCancelled(invoice)) return { kind: 'requested', repeated: true };
  const substitution = folioSustitucion === undefined ? {} : { substitution: folioSustitucion };
  const query = new URLSearchParams({ motive: motivo, ...substitution });
  const answer = await ask('DELETE', `/invoices/${encodeURIComponent(invoice.id)}?${query}`, signal);
  if (answer.kind !== 'answered') return answer;
  if (answer.status !== 200) return cancelFailure(answer.status, answer.text);
  const left = INVOICE.safeParse(parseJson(answer.text)).data;
  if (!left) return unknown('HTTP 200, not its JSON');
  if (isCancelled(left)) return { kind: 'requested', repeated: false };
  const state = left.cancellation_status ?? 'none';
  if (state === 'rejected') return { kind: 'rejected', code: 'cancellation-rejected', message: 'rejected' };
  return unknown(`${left.status} there, cancellation ${state}`);
}

function connectionReply(answer: ProviderAnswer): ConnectionReply {
  if (answer.kind !== 'answered') return { kind: 'unavailable', reason: answer.reason };
  if (answer.status === 200) return { kind: 'ok' };
  const account = facturapiTrouble(answer.status);
  const reason = `HTTP ${answer.status}`;
  return account ? { kind: 'refused', account, message: reason } : { kind: 'unavailable', reason };
}
