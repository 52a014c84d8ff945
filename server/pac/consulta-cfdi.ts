/**
 * The SAT's public status service over SOAP 1.1, without credentials (wire-contracts 11, read 2026-11). The SAT publishes no rate limit, so
 * requests are spaced out.
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

/** The path of the SAT's service; a stand-in has the same path below its own base. */
export const CONSULTA_CFDI_HOST = 'https://consultaqr.facturaelectronica.sat.gob.mx';

const PATH = '/ConsultaCFDIService.svc';
const HEADERS = {
  'Content-Type': 'text/xml; charset=utf-8',
  SOAPAction: 'http://tempuri.org/IConsultaCFDIService/Consulta',
} as const;
const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const TEMPURI = 'http://tempuri.org/';

/** Where the SAT's status service is, and how long to wait for it. */
export type ConsultaCfdiOptions = {
  /** Base URL of a stand-in; by default the SAT's. */
  readonly baseUrl?: string;
  /** How long the SAT may take to answer, not counting the time in the queue. */
  readonly timeoutMs: number;
  /** Minimum time between the starts of two requests; one second when absent. */
  readonly pauseMs?: number;
};

/** Creates the client; use one for each process. It sends one request at a time, first come, first served. */
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
 * `?re=…&rr=…&tt=…&id=…&fe=…`, the & of an RFC escaped as in XML, its Ñ as it is. `undefined` for data that no CFDI can have: the SAT would
 * answer 601, and a foreign file must not be able to inject fields.
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

/** Waits for its turn and asks; `undefined` if the signal is aborted first, in which case the queue does not wait for it. */
type TakeTurn = <Answer>(ask: () => Promise<Answer>, signal: AbortSignal) => Promise<Answer | undefined>;

/** Runs one request at a time, in order, with the pause between starts. `ask` must settle. */
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

/** Resolves to the promise's value, or to `undefined` as soon as the signal is aborted. */
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
