/** Interprets the SAT's texts (wire-contracts 11, read 2026-11). Unknown texts are never guessed. */
import type { XmlElement } from '../cfdi/xml-tree.ts';
import { childText } from '../outbound/xml-answer.ts';
import type { Cancelable, Cancelacion, FoundStatus, SatStatus } from './sat-status.ts';

const ESTADO: ReadonlyMap<string, FoundStatus['estado']> = new Map([
  ['vigente', 'vigente'],
  ['cancelado', 'cancelado'],
]);

const ES_CANCELABLE: ReadonlyMap<string, Cancelable | undefined> = new Map([
  ['', undefined],
  ['cancelable sin aceptacion', 'sin-aceptacion'],
  ['cancelable con aceptacion', 'con-aceptacion'],
  ['no cancelable', 'no-cancelable'],
]);

const ESTATUS_CANCELACION: ReadonlyMap<string, Cancelacion> = new Map([
  ['', 'none'],
  ['en proceso', 'en-proceso'],
  ['cancelado sin aceptacion', 'sin-aceptacion'],
  ['cancelado con aceptacion', 'con-aceptacion'],
  ['plazo vencido', 'plazo-vencido'],
  ['solicitud rechazada', 'rechazada'],
]);

/** Reads an element with CodigoEstatus, Estado, EsCancelable, EstatusCancelacion and, from the SAT itself, ValidacionEFOS. */
export function readSatStatus(answer: XmlElement): SatStatus {
  const text = (name: keyof SatTexts): string => childText(answer, name);
  return readSatTexts({
    ...{ CodigoEstatus: text('CodigoEstatus'), Estado: text('Estado'), EsCancelable: text('EsCancelable') },
    ...{ EstatusCancelacion: text('EstatusCancelacion'), ValidacionEFOS: text('ValidacionEFOS') },
  });
}

/** The SAT's fields, in its own words. */
export type SatTexts = {
  readonly CodigoEstatus: string;
  readonly Estado: string;
  readonly EsCancelable: string;
  readonly EstatusCancelacion: string;
  readonly ValidacionEFOS?: string;
};

/** Reads the same from plain texts. */
export function readSatTexts(texts: SatTexts): SatStatus {
  const text = (name: keyof SatTexts): string => texts[name] ?? '';
  const code = codeOf(text('CodigoEstatus'));
  if (code === '601') return { kind: 'malformed' };
  if (code === '602') return { kind: 'not-found' };
  if (code !== 'S') return unknownText('CodigoEstatus', text('CodigoEstatus'));
  const estado = ESTADO.get(plain(text('Estado')));
  if (!estado) return unknownText('Estado', text('Estado'));
  const esCancelable = plain(text('EsCancelable'));
  if (!ES_CANCELABLE.has(esCancelable)) return unknownText('EsCancelable', text('EsCancelable'));
  const cancelacion = ESTATUS_CANCELACION.get(plain(text('EstatusCancelacion')));
  if (!cancelacion) return unknownText('EstatusCancelacion', text('EstatusCancelacion'));
  const cancelable = ES_CANCELABLE.get(esCancelable);
  const emisor69b = emisor69bOf(text('ValidacionEFOS'));
  return { kind: 'found', estado, ...(cancelable && { cancelable }), cancelacion, emisor69b };
}

/** `S - …` is `S`; `N - 602: …` is `602`. */
function codeOf(codigoEstatus: string): string | undefined {
  const match = /^(?:(s) ?-|n ?- ?(\d{3})(?!\d))/.exec(plain(codigoEstatus));
  return match?.[1]?.toUpperCase() ?? match?.[2];
}

/** 200: the issuer is on no list; 201: nor is the third party. Anything else is a listing. */
function emisor69bOf(validacionEfos: string): FoundStatus['emisor69b'] {
  if (validacionEfos === '') return 'not-checked';
  return validacionEfos === '200' || validacionEfos === '201' ? 'clear' : 'listed';
}

/** Lower-case letters without accents, with one space between words. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
}

function unknownText(field: keyof SatTexts, text: string): SatStatus {
  return { kind: 'unavailable', reason: `${field} ${JSON.stringify(text.slice(0, 100))} is not known` };
}
