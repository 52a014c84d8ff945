/**
 * The sandbox's SAT: decides on cancellation requests and reports the public status of stamps, by the rules of wire-contracts 10 and 11 (read
 * 2026-11), from the ledger and the sandbox's clock alone.
 */
import { businessDayAfter } from '../../catalogs/business-days.ts';
import { dayIn, localDate } from '../../catalogs/local-time.ts';
import type { Comprobante } from '../../cfdi/comprobante.ts';
import { readCfdi } from '../../cfdi/comprobante-reader.ts';
import { parseMicro, toMicro, ZERO } from '../../cfdi/money.ts';
import { isGeneric } from '../../cfdi/rfc.ts';
import type { CancellationEntry, Ledger, StampWithXml } from './ledger.ts';
import { receptorAnswerOf } from './magic.ts';
import type { SignedCancellation } from './signed-cancellation.ts';

/** EstatusUUID: 201 accepted, 202 accepted before, 203 another issuer's, 205 unknown, 207 wrong motivo, `no_cancelable` live related documents. */
export type EstatusUuid = '201' | '202' | '203' | '205' | '207' | 'no_cancelable';

/** CodigoEstatus, EsCancelable, Estado, EstatusCancelacion, as the SAT words them. */
export type SatTexts = readonly [codigo: string, esCancelable: string, estado: string, estatusCancelacion: string];

/** Where stamps are looked up, by their folio fiscal: in one ledger, or among all that the SAT would know. */
export type Stamps = Pick<Ledger, 'byUuid' | 'cancellationOf' | 'relatedTo'>;

const ZONE = 'America/Mexico_City';
const SMALL_TOTAL = toMicro('1000');

/** Accepts the request, or returns why not. Repeated, it is one request; after a rejection it is a new one. */
export function requestCancellation(ledger: Ledger, asked: SignedCancellation, nowMs: number): EstatusUuid {
  const stamp = ledger.byUuid(asked.uuid);
  if (!stamp) return '205';
  if (stamp.emisor !== asked.rfcEmisor) return '203';
  const [, , estado, estatus] = satTexts(ledger, asked.uuid, nowMs);
  const known = ledger.cancellationOf(asked.uuid);
  if (known && (estado === 'Cancelado' || estatus === 'En proceso')) {
    ledger.countAsked(asked.uuid);
    return '202';
  }
  if (!isMotivo(asked)) return '207';
  if (blockers(ledger, asked.uuid, nowMs, asked.folioSustitucion).length > 0) return 'no_cancelable';
  const { uuid, motivo, folioSustitucion = null } = asked;
  ledger.requestCancellation({ uuid, motivo, folioSustitucion, requestedAt: new Date(nowMs).toISOString() });
  const answer = receptorAnswerOf(comprobanteOf(stamp));
  if (answer === 'accepts') ledger.answerCancellation(uuid, 'accepted');
  if (answer === 'rejects') ledger.answerCancellation(uuid, 'rejected');
  return '201';
}

/** What the SAT's public service says about a folio fiscal at that moment. */
export function satTexts(stamps: Stamps, uuid: string, nowMs: number): SatTexts {
  const stamp = stamps.byUuid(uuid);
  if (!stamp) return ['N - 602: Comprobante no encontrado.', '', 'No Encontrado', ''];
  const entry = stamps.cancellationOf(uuid);
  const needsAcceptance = mustAccept(stamp, entry === undefined ? nowMs : Date.parse(entry.requestedAt));
  const estatus = entry ? estatusOf(entry, needsAcceptance, nowMs) : '';
  if (estatus.startsWith('Cancelado') || estatus === 'Plazo vencido')
    return [OBTENIDO, 'No cancelable', 'Cancelado', estatus];
  const isBlocked = blockers(stamps, uuid, nowMs, undefined).length > 0;
  const ifFree = needsAcceptance ? 'Cancelable con aceptación' : 'Cancelable sin aceptación';
  return [OBTENIDO, isBlocked ? 'No cancelable' : ifFree, 'Vigente', estatus];
}

const OBTENIDO = 'S - Comprobante obtenido satisfactoriamente.';

function estatusOf({ answer, requestedAt }: CancellationEntry, needsAcceptance: boolean, nowMs: number): string {
  if (!needsAcceptance) return 'Cancelado sin aceptación';
  if (answer === 'accepted') return 'Cancelado con aceptación';
  if (answer === 'rejected') return 'Solicitud rechazada';
  return nowMs >= endOfTerm(Date.parse(requestedAt), 3) ? 'Plazo vencido' : 'En proceso';
}

/** The end of a term in business days: three for the receptor to answer, one during which no acceptance is needed. */
function endOfTerm(fromMs: number, days: number): number {
  return dayIn(businessDayAfter(localDate(fromMs, ZONE), days), ZONE)[1];
}

function mustAccept(stamp: StampWithXml, atMs: number): boolean {
  const comprobante = comprobanteOf(stamp);
  if (receptorAnswerOf(comprobante)) return true;
  if (comprobante.tipoDeComprobante !== 'I' || isGeneric(stamp.receptor)) return false;
  return (parseMicro(stamp.total) ?? ZERO) > SMALL_TOTAL && atMs >= endOfTerm(Date.parse(stamp.stampedAt), 1);
}

function isMotivo({ motivo, folioSustitucion }: SignedCancellation): boolean {
  return /^0[1-4]$/.test(motivo) && (motivo === '01') === (folioSustitucion !== undefined);
}

/** Related documents in force, except the one that replaces it. */
function blockers(stamps: Stamps, uuid: string, nowMs: number, substitute: string | undefined): readonly string[] {
  return stamps.relatedTo(uuid).filter((related) => {
    const isSubstitute = related.toLowerCase() === substitute?.toLowerCase();
    return !isSubstitute && satTexts(stamps, related, nowMs)[2] === 'Vigente';
  });
}

function comprobanteOf({ uuid, xml }: StampWithXml): Comprobante {
  const read = readCfdi(xml);
  if (read.kind !== 'cfdi') throw new Error(`${uuid} is no CFDI`);
  return read.file.comprobante;
}
