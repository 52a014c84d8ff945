/**
 * What cancelling a CFDI requires, to be shown before it is requested: whether the receptor must accept and until when, the deadline, and
 * the fine for missing it. The SAT's own answer (EsCancelable) overrides these rules.
 */
import { businessDayAfter } from '../catalogs/business-days.ts';
import { isFuel } from '../catalogs/clave-prod-serv.ts';
import { dayIn, localDate } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import type { Comprobante } from '../cfdi/comprobante.ts';
import { formatMicro, type Micro, multiply, ONE, parseMicro, toMicro, ZERO } from '../cfdi/money.ts';
import { GENERIC_EXTRANJERO, GENERIC_NACIONAL, personOf } from '../cfdi/rfc.ts';
import type { Cancelable } from '../pac/sat-status.ts';

/** Why the receptor need not accept; `ordinary` when it must, `sat` when the SAT itself said which. */
export type AcceptanceRule =
  | 'sat'
  | 'amount'
  | 'egreso'
  | 'nomina'
  | 'traslado'
  | 'rif'
  | 'public'
  | 'foreign'
  | 'first-day'
  | 'ordinary';

/** Whether the receptor has to accept the cancellation, by which rule, and how long that holds. */
export type Acceptance = {
  readonly needed: boolean;
  readonly rule: AcceptanceRule;
  /**
   * Epoch milliseconds, exclusive. If acceptance is needed: until when the receptor may answer, if asked now. If it is not needed because
   * the CFDI is recent (`first-day`): until when that remains so.
   */
  readonly until?: number;
  /** Whether the receptor's silence until then is consent. */
  readonly silenceAccepts?: boolean;
};

/** Everything to say before a cancellation is requested. */
export type CancellationTerms = {
  readonly acceptance: Acceptance;
  /** Related documents must be cancelled first, as the SAT or our own records say. */
  readonly isBlocked: boolean;
  readonly deadline: Deadline;
};

/** By when a CFDI must be cancelled. Once the deadline has passed, `fine` is the range of the fine in pesos. */
export type Deadline = {
  /** Its last day, `YYYY-MM-DD`. */
  readonly lastDay: string;
  /** Epoch milliseconds, exclusive. */
  readonly until: number;
  readonly isOver: boolean;
  readonly fine?: { readonly from: string; readonly to: string };
};

/** The terms for this CFDI if cancellation is requested `now`; `cancelable` is the SAT's answer, if it was asked. */
export function cancellationTerms(
  comprobante: Comprobante,
  now: number,
  cancelable: Cancelable | undefined,
): CancellationTerms {
  return {
    acceptance: acceptanceOf(comprobante, now, cancelable),
    isBlocked: cancelable === 'no-cancelable',
    deadline: deadlineOf(comprobante, now),
  };
}

/**
 * RMF 2026 rule 2.7.1.35, cancellation without acceptance (read in secondary sources, 2026-11); the parts about issuers that the document does
 * not show (financial sector, primary sector, Federation) are left to the SAT's answer.
 */
function acceptanceOf(comprobante: Comprobante, now: number, cancelable: Cancelable | undefined): Acceptance {
  const rule = ruleWithoutAcceptance(comprobante, now);
  if (cancelable === 'sin-aceptacion') return withoutAcceptance(comprobante, rule ?? 'sat');
  if (cancelable !== 'con-aceptacion' && rule) return withoutAcceptance(comprobante, rule);
  return {
    needed: true,
    rule: cancelable === 'con-aceptacion' ? 'sat' : 'ordinary',
    until: answerableUntil(now),
    silenceAccepts: !hasFuel(comprobante),
  };
}

function withoutAcceptance(comprobante: Comprobante, rule: AcceptanceRule): Acceptance {
  return { needed: false, rule, ...(rule === 'first-day' && { until: firstDayOver(comprobante) }) };
}

function ruleWithoutAcceptance(c: Comprobante, now: number): AcceptanceRule | undefined {
  if (c.tipoDeComprobante === 'N') return 'nomina';
  if (c.tipoDeComprobante === 'T') return 'traslado';
  // Since 2026, not for sales of fuel.
  if (c.tipoDeComprobante === 'E' && !hasFuel(c)) return 'egreso';
  if (c.receptor.rfc === GENERIC_NACIONAL) return 'public';
  if (c.receptor.rfc === GENERIC_EXTRANJERO) return 'foreign';
  if (c.tipoDeComprobante === 'I' && c.receptor.regimenFiscal === '621') return 'rif';
  if (c.tipoDeComprobante !== 'P' && !hasFuel(c) && pesosOf(c) <= SMALL_TOTAL) return 'amount';
  return now < firstDayOver(c) ? 'first-day' : undefined;
}

/** Fraction I: a total of up to 1,000 pesos. */
const SMALL_TOTAL: Micro = 1_000n * ONE;

/** Fraction XIV: until the end of the business day after its issue. */
function firstDayOver({ fecha, lugarExpedicion }: Comprobante): number {
  return endOf(businessDayAfter(fecha.slice(0, 10), 1), issueZone(lugarExpedicion));
}

/** RMF 2026 rule 2.7.1.34: the receptor answers within three business days after it got the request; the SAT's clock is that of central Mexico. */
function answerableUntil(now: number): number {
  return endOf(businessDayAfter(localDate(now, SAT_ZONE), 3), SAT_ZONE);
}

const SAT_ZONE = 'America/Mexico_City';

/**
 * Since 2026 a buyer of fuel must accept explicitly, whatever the total, and silence is not consent (RMF 2.7.1.34 and 2.7.1.35, read 2026-11).
 */
function hasFuel({ conceptos }: Comprobante): boolean {
  return conceptos.some(({ claveProdServ }) => isFuel(claveProdServ));
}

/**
 * The last day of the month in which the annual return of the year of issue is due: 31 March for a persona moral, 30 April for a persona física
 * (CFF 29-A, since 2026; before, RMF 2.7.1.47). CFF 82-XLII (since 2022) fines each CFDI that is cancelled later with 5 to 10 % of its total.
 */
function deadlineOf(c: Comprobante, now: number): Deadline {
  const year = Number(c.fecha.slice(0, 4)) + 1;
  const lastDay = personOf(c.emisor.rfc) === 'moral' ? `${year}-03-31` : `${year}-04-30`;
  const until = endOf(lastDay, issueZone(c.lugarExpedicion));
  const isOver = now >= until;
  return { lastDay, until, isOver, ...(isOver && { fine: fineOf(pesosOf(c)) }) };
}

const [LEAST_FINE, MOST_FINE] = [toMicro('0.05'), toMicro('0.10')];

function fineOf(pesos: Micro): NonNullable<Deadline['fine']> {
  return { from: formatMicro(multiply(pesos, LEAST_FINE), 2), to: formatMicro(multiply(pesos, MOST_FINE), 2) };
}

function pesosOf({ total, moneda, tipoCambio }: Comprobante): Micro {
  const amount = parseMicro(total) ?? ZERO;
  return moneda === 'MXN' ? amount : multiply(amount, parseMicro(tipoCambio ?? '1') ?? ONE);
}

function endOf(date: string, zone: string): number {
  return dayIn(date, zone)[1];
}
