/** Sends the request of a busy state. Its answer comes back as an event; the signal aborts it when the state is left. */

import { part } from '../ui/part.ts';
import { type Api, Refusal } from './api.ts';
import { later } from './later.ts';
import { rememberMailed } from './mailed.ts';
import { PROOF_HEADER } from './proof-header.ts';
import type { Planned, PortalEvent, State, Visit } from './state.ts';
import { tokensOf } from './states.ts';
import { tabKey } from './tab-key.ts';
import { within } from './ways.ts';
import type { Challenge, Check, Followed, MerchantRequest, Preview, Receptor, Sale } from './wire.ts';

type Send = (event: PortalEvent) => void;

// The server may wait up to 10 s for an invoice in flight, and its PAC call has its own deadline behind that.
const STAMPING_MS = 40_000;

/** Requests what `state` waits for; does nothing for a state that waits for nothing. Throws `Refusal` or the signal's abort. */
export async function answerOf(
  state: State,
  api: Api,
  signal: AbortSignal,
  send: Send,
): Promise<PortalEvent | undefined> {
  const { visit } = state;
  const lookup = within(visit.way, visit.lookup);
  switch (state.kind) {
    case 'searching':
      return found(api.post('sales/search', signal, lookup));
    case 'proving':
      return paying(
        (proof) => found(api.post('sales/search', signal, lookup, undefined, proof)),
        signal,
        send,
        state.challenge,
      );
    case 'opening':
      return {
        kind: 'found',
        sales: await Promise.all(state.tokens.map((token) => api.get<Sale>(api.saleAt(token), signal))),
      };
    case 'checking':
      if (visit.corrects) return (await correcting.need()).planOf(visit.corrects.invoice, visit.receptor, api, signal);
      return checkAndPreview(state, api, signal, send);
    case 'correcting':
      return (await correcting.need()).dataOf(state.invoice, api, signal);
    case 'replacing':
      reportWhenSlow(signal, send);
      return paying((proof) => replaced(state, api, signal, proof), signal, send);
    case 'issuing':
      return paying((proof) => issue(state, api, signal, send, { ...ofThisTab(), ...proof }), signal, send);
    case 'pending':
      reportWhenSlow(signal, send);
      return poll(state.answer.links.self, api, signal);
    case 'recovering':
      return paying((proof) => recover(state, api, signal, proof), signal, send);
    case 'requesting':
      return paying((proof) => request(state, lookup, api, signal, proof), signal, send);
    case 'following':
      return isAskedAgain(state, api)
        ? paying((proof) => replaced(state, api, signal, proof), signal, send)
        : answered(api.get(state.self, signal));
    case 'requested':
      return watch(state, api, signal, send);
    case 'issued':
      if (state.mail !== 'sending') return undefined;
      await api.post(mailAddress(api.address(state.invoice.links.self)), signal, { email: emailOf(visit) });
      return { kind: 'mailed' };
    default:
      return undefined;
  }
}

function ofThisTab(): Readonly<Record<string, string>> {
  return { 'Idempotency-Key': tabKey() };
}

async function found(answer: Promise<{ readonly sales: readonly Sale[] }>): Promise<PortalEvent> {
  return { kind: 'found', sales: (await answer).sales };
}

async function answered(answer: Promise<Followed>): Promise<PortalEvent> {
  return { kind: 'answered', answer: rememberMailed(await answer) };
}

// An emptied field means that no mail is wanted.
function emailOf({ email }: Visit): string | null | undefined {
  return email === '' ? null : email;
}

type ExtraHeaders = Readonly<Record<string, string>>;

async function issue(
  state: State & { kind: 'issuing' },
  api: Api,
  signal: AbortSignal,
  send: Send,
  headers: ExtraHeaders,
): Promise<PortalEvent> {
  reportWhenSlow(signal, send);
  if (state.preview.documents) return (await cart.need()).issueCart(state, api, signal, headers);
  const { visit } = state;
  const { receptor, desglosarIeps } = visit;
  const order = { sales: tokensOf(visit), receptor, email: emailOf(visit), desglosarIeps };
  return answered(api.post('invoices', signal, order, STAMPING_MS, headers));
}

function recover({ visit }: State, api: Api, signal: AbortSignal, paid: ExtraHeaders): Promise<PortalEvent> {
  const { token: sale, proof } = visit.sales[0] ?? {};
  if (proof) return found(api.post('sales/prove', signal, { sale, [proof]: visit.lookup[proof] }, undefined, paid));
  const { rfc, codigoPostal, nombre } = visit.receptor;
  const headers = { ...ofThisTab(), ...paid };
  return answered(api.post('invoices/recover', signal, { sale, rfc, codigoPostal, nombre }, undefined, headers));
}

function request(
  { ask, visit }: State & { kind: 'requesting' },
  lookup: object,
  api: Api,
  signal: AbortSignal,
  paid: ExtraHeaders,
): Promise<PortalEvent> {
  const { receptor } = visit;
  const left = { reason: ask, sales: tokensOf(visit), lookup, receptor, email: emailOf(visit) ?? undefined };
  return answered(api.post('requests', signal, left, undefined, paid));
}

/** Sales that need more than one CFDI: their preview, and issuing them. */
export const cart = part(() => import('./steps/cart.ts'));

/** The correction of an invoice: its screen and its requests. */
export const correcting = part(() => import('./steps/correcting.ts'));

async function replaced({ visit }: State, api: Api, signal: AbortSignal, paid: ExtraHeaders): Promise<PortalEvent> {
  const { corrects, receptor } = visit;
  if (!corrects) throw new Error('nothing to correct');
  const { replace } = await correcting.need();
  return answered(replace(corrects.invoice, receptor, api, signal, { ms: STAMPING_MS, headers: paid }));
}

/** Whether a correction was in progress when the page was left: the server returns the same one, never a second one. */
function isAskedAgain({ self, visit: { corrects } }: State & { kind: 'following' }, { address }: Api): boolean {
  return corrects?.isSent === true && address(self) === address(corrects.invoice.links.self);
}

/** The solver of the proof of work, and its screen. */
export const proving = part(() => import('./steps/proving.ts'));

const PROOFS = 3;
const SHOWN_AFTER_MS = 1_000;

// Sends a request and, if the server asks for it, again with a proof of work. A proof may be too late (five minutes; a phone that slept), or no
// longer enough; the refusal then contains the next challenge.
async function paying<T>(
  ask: (proof: ExtraHeaders) => Promise<T>,
  signal: AbortSignal,
  send: Send,
  asked?: Challenge,
): Promise<T> {
  let challenge = asked;
  for (let proofs = 0; ; ) {
    try {
      if (!challenge) return await ask({});
      proofs += 1;
      return await ask(await proofFor(challenge, signal, send));
    } catch (error) {
      challenge = error instanceof Refusal ? error.problem.challenge : undefined;
      if (!challenge || proofs === PROOFS) throw error;
    }
  }
}

// Nobody needs to be told of what is done within a second.
async function proofFor(challenge: Challenge, signal: AbortSignal, send: Send): Promise<ExtraHeaders> {
  const { proofOf } = await proving.need();
  const started = performance.now();
  const proof = await proofOf(challenge, signal, (done) => {
    if (performance.now() - started > SHOWN_AFTER_MS) send({ kind: 'worked', done });
  });
  send({ kind: 'worked', done: 1 });
  return { [PROOF_HEADER]: proof };
}

// Sends both in parallel, because a second round trip costs half a second on a slow phone. The check is only advice, so
// its failure is ignored.
async function checkAndPreview(
  { visit, quiet }: State & { kind: 'checking' },
  api: Api,
  signal: AbortSignal,
  send: Send,
): Promise<PortalEvent> {
  const { receptor, desglosarIeps } = visit;
  const sales = tokensOf(visit);
  const order = { sales, receptor, desglosarIeps };
  const checkFor = (proof?: ExtraHeaders) =>
    api.post<Check>('receptor/check', signal, { sale: sales[0], ...receptor }, undefined, proof);
  const [check, preview] = await Promise.allSettled([checkFor(), previewOf(order, api, signal)]);
  const advice = check.status === 'fulfilled' ? check.value : { faults: [], suggestions: [] };
  const { faults, suggestions } =
    preview.status === 'fulfilled' && isWorthIt(advice, quiet)
      ? await proofFor(advice.challenge, signal, send)
          .then(checkFor)
          .catch(() => advice)
      : advice;
  if (preview.status === 'fulfilled') return { kind: 'checked', faults, suggestions, preview: preview.value };
  if (!faults.length) throw preview.reason;
  return { kind: 'checked', faults, suggestions };
}

// Advice is worth a few seconds of work, and none behind a screen that does not show it.
function isWorthIt(advice: Partial<Check>, quiet: boolean): advice is Check & { readonly challenge: Challenge } {
  return !quiet && (advice.challenge?.parameters.data.most ?? Number.POSITIVE_INFINITY) <= MOST_FOR_ADVICE;
}

const MOST_FOR_ADVICE = 6_000;

type Order = {
  readonly sales: readonly string[];
  readonly receptor: Partial<Receptor>;
  readonly desglosarIeps: boolean;
};

// A single CFDI is the rule; sales that need several are reported when one is requested for all of them.
async function previewOf(order: Order, api: Api, signal: AbortSignal): Promise<Planned> {
  const isCart = order.sales.length > 1;
  try {
    const preview = await api.post<Preview>('invoices/preview', signal, order, undefined, ofThisTab());
    if (!isCart || preview.request?.reason !== 'retention') return preview;
  } catch (error) {
    if (!isCart || !(error instanceof Refusal && error.problem.code === 'sales-do-not-mix')) throw error;
  }
  return (await cart.need()).planCart(order, api, signal, ofThisTab());
}

// Repeating the request never fixes these.
const GONE: readonly number[] = [401, 403, 404, 410];

// Retries after 1, 2, 3 … up to 15 s, until the answer is no longer pending. A request whose answer was lost is repeated.
async function poll(self: string, api: Api, signal: AbortSignal): Promise<PortalEvent> {
  for (let seconds = 1; ; seconds = Math.min(seconds + 1, 15)) {
    await later(seconds * 1_000, signal);
    try {
      const answer = await api.get<Followed>(self, signal);
      if (answer.status !== 'pending') return { kind: 'answered', answer: rememberMailed(answer) };
    } catch (error) {
      if (!(error instanceof Refusal) || GONE.includes(error.problem.status)) throw error;
    }
  }
}

// Polls a request after 5, 10, 15 … up to 60 s, while the page may be visible.
async function watch(
  { request }: State & { kind: 'requested' },
  api: Api,
  signal: AbortSignal,
  send: Send,
): Promise<undefined> {
  let known = request;
  for (let seconds = 5; isUnanswered(known); seconds = Math.min(seconds + 5, 60)) {
    await later(seconds * 1_000, signal);
    if (document.hidden) continue;
    try {
      const answer = await api.get<MerchantRequest>(known.links.self, signal);
      const isNews = JSON.stringify(answer) !== JSON.stringify(known);
      known = answer;
      if (isNews) send({ kind: 'watched', request: answer });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (GONE.includes(error.problem.status)) return;
    }
  }
}

/** An accepted request gets its invoice soon; one that has a detail is complete. */
function isUnanswered({ status, invoice, detail }: MerchantRequest): boolean {
  return status === 'open' || (status === 'accepted' && !invoice && !detail);
}

const SLOW_MS = 8_000;

function reportWhenSlow(signal: AbortSignal, send: Send): void {
  later(SLOW_MS, signal).then(
    () => send({ kind: 'slow' }),
    () => {},
  );
}

function mailAddress(self: string): string {
  const url = new URL(self);
  url.pathname += '/email';
  return url.href;
}
