/**
 * Advances a cancellation from any state: asks the SAT first if an earlier call may have arrived, calls the PAC only if the SAT knows of no
 * request, and follows the SAT's status until it is final. Safe against a crash at any point.
 */
import { localDateTime } from '../catalogs/local-time.ts';
import type { Custody } from '../csd/custody.ts';
import type { CancelReply, Pac } from '../pac/pac.ts';
import type { Log } from '../text/log.ts';
import { LEASE_MS, PAC_DEADLINE_MS } from './ask-pac.ts';
import { type Cancellation, isOver, NEVER_ARRIVED, RECEPTOR_REFUSED } from './cancellation.ts';
import { noteCancellation } from './cancellation-notices.ts';
import type { CancellationStore, Learned } from './cancellation-store.ts';
import { type CancellingPacDeps, cancellingPac } from './cancelling-pac.ts';
import { clientRefOf } from './client-ref.ts';
import { type ConcludeCanceledDeps, concludeCanceled } from './conclude-cancellation.ts';
import { holdAnswer } from './hold-answer.ts';
import type { StampedInvoice } from './invoice.ts';
import type { InvoiceStore } from './invoice-store.ts';
import { type SatAnswerDeps, satAnswer } from './sat-answer.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** Intervals until the SAT's status is final (wire-contracts 10.5): a minute, five, half an hour, then hourly; after three days, four times a day. */
const LOOK_AGAIN_MS = [MINUTE_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS] as const;
/** The SAT lags minutes to hours behind a PAC, so until then its "in force" proves nothing about a call. */
const SAT_LAG_MS = 15 * MINUTE_MS;
/** Three days after a call, the SAT would know of the request that it made. */
const LOST_AFTER_MS = 3 * DAY_MS;
/** For when the SAT does not know the folio fiscal yet (205), or the account was turned away. */
const NOT_NOW_AGAIN_MS = 10 * MINUTE_MS;

/** What advancing a cancellation may touch. */
export type SettleCancellationDeps = SatAnswerDeps &
  ConcludeCanceledDeps &
  CancellingPacDeps & {
    readonly store: {
      readonly invoices: InvoiceStore;
      readonly cancellations: CancellationStore;
    };
    readonly custody: Custody;
    readonly now: () => number;
    readonly log: Log;
  };

/** Advances one cancellation until it is over, waits for the SAT or its receptor, or for its next try. */
export async function settleCancellation(
  deps: SettleCancellationDeps,
  cancellation: Cancellation,
): Promise<Cancellation> {
  const invoice = await deps.store.invoices.get(cancellation.invoiceId);
  if (isOver(cancellation.state) || (invoice?.state !== 'stamped' && invoice?.state !== 'canceled'))
    return cancellation;
  const followed = await follow(deps, invoice, cancellation);
  if (!followed.mayCall) return followed.cancellation;
  const called = await callPac(deps, invoice, followed.cancellation, followed.satKnowsNone);
  // If no acceptance is needed, the SAT usually says so immediately.
  if (called.takenAt === undefined || isOver(called.state)) return called;
  return (await follow(deps, invoice, called)).cancellation;
}

type Followed = {
  readonly cancellation: Cancellation;
  readonly mayCall: boolean;
  /** The SAT says that it is in force and that no cancellation was requested. */
  readonly satKnowsNone: boolean;
};

/** Records what the SAT says. A call is only made if the SAT knows of no request. */
async function follow(
  deps: SettleCancellationDeps,
  invoice: StampedInvoice,
  cancellation: Cancellation,
): Promise<Followed> {
  const { store, now } = deps;
  const over = (known: Cancellation): Followed => ({ cancellation: known, mayCall: false, satKnowsNone: false });
  const { state } = await satAnswer(deps, invoice);
  if (state.kind === 'canceled') return over(await concludeCanceled(deps, invoice, cancellation, state.how));
  if (state.kind === 'waiting-receptor') {
    const waiting = await learn(deps, cancellation, { on: 'sat-waiting' });
    return over(
      isOver(waiting.state) ? waiting : await store.cancellations.looked(waiting.id, nextLook(now(), waiting)),
    );
  }
  if (state.kind === 'refused-by-receptor' && isOfThis(cancellation, now())) {
    const refusal = { code: RECEPTOR_REFUSED, message: 'Solicitud rechazada' };
    return over(await learn(deps, cancellation, { on: 'sat-rejected', refusal }));
  }
  const satKnowsNone = state.kind === 'in-force' || state.kind === 'blocked';
  if (satKnowsNone && isLost(cancellation, now())) {
    const refusal = { code: NEVER_ARRIVED, message: '' };
    return over(await learn(deps, cancellation, { on: 'lost', refusal }));
  }
  if (mayCall(cancellation, now())) return { cancellation, mayCall: true, satKnowsNone };
  return over(await store.cancellations.looked(cancellation.id, nextLook(now(), cancellation)));
}

/** Not once the SAT has the request; and after three days in doubt only the SAT is asked, so that it ends. */
function mayCall({ takenAt, inDoubtSince }: Cancellation, now: number): boolean {
  return takenAt === undefined && (inDoubtSince === undefined || now - inDoubtSince < LOST_AFTER_MS);
}

/**
 * After a rejection the SAT keeps reporting it until it knows of the new request, so for a day a rejection counts only after the new
 * request was seen waiting.
 */
function isOfThis({ afterRejection, waitingSince, calledAt, createdAt }: Cancellation, now: number): boolean {
  return !afterRejection || waitingSince !== undefined || now - (calledAt ?? createdAt) >= DAY_MS;
}

function isLost({ calledAt, state }: Cancellation, now: number): boolean {
  return calledAt !== undefined && state !== 'requested' && now - calledAt >= LOST_AFTER_MS;
}

function nextLook(now: number, { looks, createdAt }: Cancellation): number {
  const soon = LOOK_AGAIN_MS[Math.min(looks, LOOK_AGAIN_MS.length - 1)] ?? HOUR_MS;
  return now + (now - createdAt >= LOST_AFTER_MS ? 6 * HOUR_MS : soon);
}

async function callPac(
  deps: SettleCancellationDeps,
  invoice: StampedInvoice,
  cancellation: Cancellation,
  satKnowsNone: boolean,
): Promise<Cancellation> {
  const { store, now, log } = deps;
  const later = (ms: number) => store.cancellations.looked(cancellation.id, now() + ms);
  const pac = await cancellingPac(deps, invoice);
  const signedXml = pac && (await signed(deps, invoice, cancellation, pac));
  if (!pac?.cancel || signedXml === undefined) {
    await noteCancellation(deps, cancellation, 'waiting', { reason: pac ? 'csd' : 'pac' });
    return later(NOT_NOW_AGAIN_MS);
  }
  const taken = await store.cancellations.call(cancellation.id, {
    pacId: pac.capabilities.id,
    ...(signedXml !== '' && { document: signedXml }),
    leaseUntil: now() + LEASE_MS,
    now: now(),
  });
  if (taken.kind !== 'calling') return taken.cancellation;
  const reply = await ask(pac, invoice, cancellation, signedXml);
  log('cancellation.reply', { cancellation: cancellation.id, pac: pac.capabilities.id, kind: reply.kind });
  const learned = learnedOf(reply, taken.cancellation, now(), satKnowsNone);
  return holdAnswer(() => learn(deps, taken.cancellation, learned));
}

/** `''` if the PAC signs by account; `undefined` if there is no CSD to sign with. */
async function signed(
  { custody, now }: SettleCancellationDeps,
  invoice: StampedInvoice,
  { motivo, substitute }: Cancellation,
  { capabilities }: Pac,
): Promise<string | undefined> {
  if (capabilities.cancel !== 'signed-request') return '';
  const { merchantId, world, stamped, snapshot } = invoice;
  const active = await custody.openActiveSealer({ merchantId, world }, now());
  if (active.kind !== 'sealer') return undefined;
  const request = {
    rfcEmisor: snapshot.emisor.rfc,
    // A minute ago: clocks differ, and the SAT accepts no request dated in the future.
    fecha: localDateTime(now() - MINUTE_MS, 'America/Mexico_City'),
    uuid: stamped.uuid,
  };
  if (motivo !== '01') return active.sealer.signCancellation({ ...request, motivo });
  return active.sealer.signCancellation({ ...request, motivo, folioSustitucion: substitute ?? '' });
}

async function ask(
  pac: Pac,
  invoice: StampedInvoice,
  { motivo, substitute }: Cancellation,
  signedXml: string,
): Promise<CancelReply> {
  const request = {
    ...{ uuid: invoice.stamped.uuid, clientRef: clientRefOf(invoice), rfcEmisor: invoice.snapshot.emisor.rfc, motivo },
    ...(substitute !== undefined && { folioSustitucion: substitute }),
    signedXml,
  };
  // An adapter promises not to throw; one that does must not leave a cancellation without an answer.
  try {
    return (
      (await pac.cancel?.(request, AbortSignal.timeout(PAC_DEADLINE_MS))) ?? { kind: 'unknown', reason: 'no answer' }
    );
  } catch (error) {
    return { kind: 'unknown', reason: `the adapter failed: ${error instanceof Error ? error.name : 'unknown'}` };
  }
}

type What = Omit<Learned, 'fence' | 'now' | 'nextAt'> & { readonly nextAt?: number };

/** What an answer proves. After a doubt, a refusal counts only if the SAT, asked after its lag, knows of no request either. */
function learnedOf(
  reply: CancelReply,
  { inDoubtSince, fence }: Cancellation,
  now: number,
  satKnowsNone: boolean,
): What {
  switch (reply.kind) {
    case 'requested':
      return { on: 'taken', ...(reply.acuse && { document: reply.acuse }) };
    case 'not-yet-known':
      return { on: 'turned-away', reason: '205', nextAt: now + NOT_NOW_AGAIN_MS };
    case 'not-sent':
      return {
        on: 'turned-away',
        reason: reply.reason,
        nextAt: now + (reply.account ? NOT_NOW_AGAIN_MS : retryMs(fence)),
      };
    case 'rejected': {
      const { code, message } = reply;
      const isDefinite = inDoubtSince === undefined || (satKnowsNone && now - inDoubtSince >= SAT_LAG_MS);
      if (isDefinite) return { on: 'refused', reason: code, refusal: { code, message } };
      return { on: 'no-answer', reason: `refused after doubt: ${code}`, nextAt: now + retryMs(fence) };
    }
    case 'unknown':
      return { on: 'no-answer', reason: reply.reason, nextAt: now + retryMs(fence) };
  }
}

/** 2 s, 8 s, half a minute, two minutes, … an hour. */
function retryMs(calls: number): number {
  return Math.min(2_000 * 4 ** Math.max(0, calls - 1), HOUR_MS);
}

async function learn(deps: SettleCancellationDeps, cancellation: Cancellation, what: What): Promise<Cancellation> {
  const now = deps.now();
  const learned = { nextAt: now + MINUTE_MS, ...what, fence: cancellation.fence, now };
  const known = await deps.store.cancellations.learn(cancellation.id, learned);
  if (known.state === 'rejected')
    await noteCancellation(deps, known, 'refused', {
      code: known.refusal?.code ?? '',
      message: known.refusal?.message ?? '',
    });
  else if (known.takenAt === undefined && now - (known.inDoubtSince ?? known.createdAt) >= HOUR_MS)
    await noteCancellation(deps, known, 'waiting', { reason: 'pac' });
  return known;
}
