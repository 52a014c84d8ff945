/**
 * The SAT's public status service over SOAP 1.1, without credentials (wire-contracts 11, read 2026-11). No limit is
 * published: it is asked slowly.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { create } from 'xmlbuilder2';
import { formatTrimmed, parseMicro, ZERO } from '../cfdi/money.ts';
import { parseRfc } from '../cfdi/rfc.ts';
import { isUuid } from '../cfdi/timbre.ts';
import { askProvider, type ProviderAnswer } from '../outbound/ask-provider.ts';
import { elementsNamed, parseXmlAnswer } from '../outbound/xml-answer.ts';
import type { PrintedCfdi, SatStatus, SatStatusService } from './sat-status.ts';
import { readSatStatus } from './sat-status-texts.ts';

/** Where the SAT answers; a stand-in has the same path below its own base. */
export const CONSULTA_CFDI_HOST = 'https://consultaqr.facturaelectronica.sat.gob.mx';

const PATH = '/ConsultaCFDIService.svc';
const HEADERS = {
  'Content-Type': 'text/xml; charset=utf-8',
  SOAPAction: 'http://tempuri.org/IConsultaCFDIService/Consulta',
} as const;
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const TEMPURI = 'http://tempuri.org/';

/** Where the SAT's status service is and how patiently it is asked. */
export type ConsultaCfdiOptions = {
  /** A stand-in's; the SAT's when absent. */
  readonly baseUrl?: string;
  /** How long the SAT may take to answer, without the wait in line. */
  readonly timeoutMs: number;
  /** Between the start of one question and that of the next, a second when absent. */
  readonly pauseMs?: number;
};

/** One to a process: it asks one question at a time, in the order in which they came. */
export function createConsultaCfdi(options: ConsultaCfdiOptions): SatStatusService {
  const { baseUrl = CONSULTA_CFDI_HOST, timeoutMs, pauseMs = 1_000 } = options;
  const url = new URL(`${baseUrl}${PATH}`);
  const takeTurn = createTurns(pauseMs);
  return {
    async consult(cfdi, signal) {
      const expression = printedExpression(cfdi);
      if (expression === undefined) return { kind: 'malformed' };
      const body = envelope(expression);
      const ask = () => askProvider({ method: 'POST', url, headers: HEADERS, body, signal, timeoutMs });
      const answer = await takeTurn(ask, signal);
      return answer ? statusOf(answer) : { kind: 'unavailable', reason: 'the deadline passed' };
    },
  };
}

/**
 * `?re=…&rr=…&tt=…&id=…&fe=…`, the & of an RFC escaped as in XML, its Ñ as it is. `undefined` for data that no CFDI
 * has: the SAT would answer 601, and a file from elsewhere is not to write its own fields.
 */
function printedExpression({ uuid, rfcEmisor, rfcReceptor, total, sello }: PrintedCfdi): string | undefined {
  const amount = parseMicro(total);
  const last = sello.slice(-8);
  if (![rfcEmisor, rfcReceptor].every((rfc) => parseRfc(rfc) === rfc) || !isUuid(uuid)) return undefined;
  if (amount === undefined || amount < ZERO || !/^[A-Za-z\d+/]{6}[A-Za-z\d+/=]{2}$/.test(last)) return undefined;
  const [re, rr] = [rfcEmisor, rfcReceptor].map((rfc) => rfc.replaceAll('&', '&amp;'));
  return `?re=${re}&rr=${rr}&tt=${formatTrimmed(amount, 1)}&id=${uuid}&fe=${last}`;
}

function envelope(expression: string): string {
  const root = create({ version: '1.0', encoding: 'UTF-8' }).ele(SOAP, 's:Envelope');
  root.ele(SOAP, 's:Body').ele(TEMPURI, 'Consulta').ele(TEMPURI, 'expresionImpresa').dat(expression);
  return root.end();
}

function statusOf(answer: ProviderAnswer): SatStatus {
  if (answer.kind !== 'answered') return { kind: 'unavailable', reason: answer.reason };
  const document = answer.status === 200 ? parseXmlAnswer(answer.text) : undefined;
  const [result] = document ? elementsNamed(document, 'ConsultaResult') : [];
  return result ? readSatStatus(result) : { kind: 'unavailable', reason: `HTTP ${answer.status}, no ConsultaResult` };
}

/** Waits for its turn and asks; `undefined` when the signal is aborted first, and then nobody behind waits for it. */
type TakeTurn = <Answer>(ask: () => Promise<Answer>, signal: AbortSignal) => Promise<Answer | undefined>;

/** One question at a time, in order, the pause between the starts of two. `ask` must settle. */
function createTurns(pauseMs: number): TakeTurn {
  let last: Promise<unknown> = Promise.resolve();
  let nextStart = 0;
  return (ask, signal) => {
    const turn = last.then(async () => {
      // In a loop, because a timer may fire a fraction of a millisecond early.
      while (!signal.aborted && performance.now() < nextStart)
        await sleep(nextStart - performance.now(), undefined, { signal }).catch(() => undefined);
      if (signal.aborted) return undefined;
      nextStart = performance.now() + pauseMs;
      return ask();
    });
    last = turn.catch(() => undefined);
    return untilAborted(turn, signal);
  };
}

/** What the promise brings, or `undefined` as soon as the signal is aborted. */
async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  const ended = new AbortController();
  const aborted = new Promise<undefined>((resolve) => {
    if (signal.aborted) resolve(undefined);
    signal.addEventListener('abort', () => resolve(undefined), { once: true, signal: ended.signal });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    ended.abort();
  }
}
