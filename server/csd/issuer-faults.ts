/** What a PAC refuses about a document's issuer and date, as far as its CSD and the clock show. */
import { localDateTime } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import { personOf } from '../cfdi/rfc.ts';
import type { Fault } from '../problems/problem.ts';
import type { CsdCertificate } from './certificate.ts';

/** As the Comprobante states it. `fecha` is the local time of `lugarExpedicion`, `2026-11-20T18:32:00`. */
export type Issuing = {
  readonly nombre: string;
  readonly lugarExpedicion: string;
  readonly fecha: string;
};

/** A CSD that is not valid at Fecha (305), and a name that is not the one it was issued to (CFDI40139). */
export function issuerFaults(
  certificate: CsdCertificate,
  { nombre, lugarExpedicion, fecha }: Issuing,
): readonly Fault[] {
  return [...validityFaults(certificate, fecha, issueZone(lugarExpedicion)), ...nombreFaults(certificate, nombre)];
}

/** RFC 5280 gives the validity in UTC, Anexo 20 the Fecha in the local time of the place of issue: they are compared in that local time. */
export function validityFaults({ validFrom, validTo }: CsdCertificate, fecha: string, zone: string): readonly Fault[] {
  const from = localDateTime(validFrom.getTime(), zone);
  const to = localDateTime(validTo.getTime(), zone);
  const params = { found: fecha, expected: `${from}–${to}` };
  if (fecha < from) return [{ code: 'csd-not-yet-valid', satCode: '305', pointer: '/fecha', params }];
  if (fecha > to) return [{ code: 'csd-expired', satCode: '305', pointer: '/fecha', params }];
  return [];
}

const WINDOW_MS = 72 * 3_600_000;

/** RMF 2.7.2.9: at most 72 hours between the generation of a CFDI and its stamping, and never a negative time (401). `now` is epoch ms. */
export function windowFaults({ lugarExpedicion, fecha }: Issuing, now: number): readonly Fault[] {
  const zone = issueZone(lugarExpedicion);
  const [from, to] = [localDateTime(now - WINDOW_MS, zone), localDateTime(now, zone)];
  if (fecha >= from && fecha <= to) return [];
  const params = { found: fecha, expected: `${from}–${to}` };
  return [{ code: 'fecha-outside-window', satCode: '401', pointer: '/fecha', params }];
}

/**
 * A certificate is issued to the whole name of a persona moral, with its capital regime; the register, with which Emisor@Nombre
 * is compared, has it without (Guía de llenado CFDI 4.0, Emisor; observed on the SAT's certificates, 2026-11).
 */
export function nombreFaults({ rfc, nombre: named }: CsdCertificate, nombre: string): readonly Fault[] {
  const whole = named.normalize('NFC').replace(/\s+/g, ' ');
  const expected = personOf(rfc) === 'moral' ? withoutRegimen(whole) : whole;
  if (nombre.normalize('NFC') === expected) return [];
  return [{ code: 'CFDI40139', satCode: 'CFDI40139', pointer: '/emisor/nombre', params: { found: nombre, expected } }];
}

const REGIMEN_WORDS: ReadonlySet<string> = new Set(
  (
    'S A SA B AB SAB P I SAPI SAPIB SAS DE C V CV R L RL SC AC SPR SCL SNC SCS IAP IBP ABP MI IP SOFOM ENR ER SOCIEDAD ASOCIACION ANONIMA ' +
    'CIVIL CAPITAL VARIABLE RESPONSABILIDAD LIMITADA ILIMITADA PROMOTORA INVERSION BURSATIL COOPERATIVA PRODUCCION RURAL POR ACCIONES SIMPLIFICADA'
  ).split(' '),
);

/** How a capital regime begins: the words after it are only checked after one of these. */
const REGIMEN_STARTS = /^(S|A|SA|SAB|SAPI|SAPIB|SAS|SC|AC|SPR|SCL|SNC|SCS|IAP|IBP|ABP|SOFOM|SOCIEDAD|ASOCIACION)$/;

/** The name up to the first word from which on all are of a capital regime; a name of nothing else stays whole. */
function withoutRegimen(whole: string): string {
  const words = whole.split(' ');
  const plain = words.map((word) => word.normalize('NFD').replace(/[^A-Z]/g, ''));
  const start = plain.findIndex((word, at) => at > 0 && REGIMEN_STARTS.test(word) && isRegimen(plain.slice(at)));
  return start < 0 ? whole : words.slice(0, start).join(' ').replace(/,$/, '');
}

/** A single letter at the end belongs to the name. */
function isRegimen(words: readonly string[]): boolean {
  return words.join('').length > 1 && words.every((word) => REGIMEN_WORDS.has(word));
}
