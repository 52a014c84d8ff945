/** The document of an invoice: builds the exact bytes to send from the frozen snapshot, and checks the stamped ones that come back. */
import { createHash } from 'node:crypto';
import { localDateTime } from '../catalogs/local-time.ts';
import { issueZone } from '../catalogs/postal-code.ts';
import { cadenaOriginal } from '../cfdi/cadena.ts';
import type { Comprobante } from '../cfdi/comprobante.ts';
import { type BuildOutcome, buildComprobante } from '../cfdi/comprobante-builder.ts';
import { readCfdi } from '../cfdi/comprobante-reader.ts';
import { comprobanteXml } from '../cfdi/comprobante-xml.ts';
import { buildEgreso } from '../cfdi/egreso.ts';
import { buildGlobalInvoice } from '../cfdi/global-invoice.ts';
import { type Micro, toMicro, ZERO } from '../cfdi/money.ts';
import type { CsdCertificate } from '../csd/certificate.ts';
import type { Sealer } from '../csd/csd.ts';
import { issuedMismatch } from '../pac/issued-document.ts';
import type { PacCapabilities } from '../pac/pac.ts';
import { timbreMismatch } from '../pac/timbre-of.ts';
import type { SaleBody } from '../sales/sale.ts';
import type { Snapshot } from './claim.ts';
import type { SealedDocument } from './invoice.ts';

/** Clocks differ, and a Fecha one minute old is not in the future for any PAC (RMF 2.7.2.9: not later than the moment of stamping). */
const SKEW_MS = 60_000;

/** The comprobante of a snapshot at an instant, unsealed. */
export function buildDocument(snapshot: Snapshot, serie: string, folio: number, now: number): BuildOutcome {
  const [first, ...rest] = snapshot.sales;
  if (!first) throw new Error('a snapshot without sales');
  const head = {
    emisor: snapshot.emisor,
    lugarExpedicion: snapshot.lugarExpedicion,
    fecha: localDateTime(now - SKEW_MS, issueZone(snapshot.lugarExpedicion)),
    ...(first.tipoCambio !== undefined && { tipoCambio: first.tipoCambio }),
    serie,
    folio: String(folio),
  };
  if (snapshot.kind === 'egreso') {
    const { from, reason, sold, part, formaPago } = snapshot;
    const taken = { from, reason, sold, formaPago, ...(part !== undefined && { part }) };
    return buildEgreso({ ...head, ...taken, noIdentificacion: first.folio });
  }
  if (snapshot.kind === 'global') {
    const { periodicidad, period, cfdiRelacionados } = snapshot;
    const related = cfdiRelacionados && { cfdiRelacionados };
    return buildGlobalInvoice({ ...head, ...related, periodicidad, period, sales: [first, ...rest] });
  }
  return buildComprobante({
    ...head,
    sold: [first, ...rest],
    receptor: snapshot.receptor,
    formaPago: largestTender([first, ...rest]),
    itemizeIeps: snapshot.itemizeIeps,
    ...(snapshot.cfdiRelacionados && { cfdiRelacionados: snapshot.cfdiRelacionados }),
  });
}

/** Guía de llenado CFDI 4.0: of several payment forms, the one of the largest amount; the first if amounts are equal. */
function largestTender(sales: readonly [SaleBody, ...SaleBody[]]): string {
  const paid = new Map<string, Micro>();
  for (const { formaPago, total } of sales) paid.set(formaPago, (paid.get(formaPago) ?? ZERO) + toMicro(total));
  return [...paid].reduce((largest, tender) => (tender[1] > largest[1] ? tender : largest))[0];
}

/** Adds the certificate, seals the cadena and writes the XML, byte for byte as it will be sent. */
export function sealDocument(unsealed: Comprobante, sealer: Sealer, sealedAt: number): SealedDocument {
  const certified = certify(unsealed, sealer);
  return sealedWith(certified, sealer.seal(cadenaOriginal(certified)), sealedAt);
}

/** The cadena original that a sealer signs. */
export const cadenaOf = (certified: Certified): string => cadenaOriginal(certified);

/** A comprobante that names the certificate of its seal. */
export type Certified = Comprobante & Pick<CsdCertificate, 'noCertificado' | 'certificado'>;

/** Adds the sealer's certificate. */
export function certify(
  unsealed: Comprobante,
  { certificate: { noCertificado, certificado } }: Pick<Sealer, 'certificate'>,
): Certified {
  return { ...unsealed, noCertificado, certificado };
}

/** The document with its seal. */
export function sealedWith(certified: Certified, sello: string, sealedAt: number): SealedDocument {
  const xml = comprobanteXml({ ...certified, sello });
  const sha256 = createHash('sha256').update(xml, 'utf8').digest('hex');
  const { noCertificado, fecha } = certified;
  return { xml, sha256, sello, noCertificado, fecha, sealedAt };
}

/** The document for an issuer that seals it itself: stored without certificate and seal. */
export function leaveUnsealed(unsealed: Comprobante, builtAt: number): SealedDocument {
  const xml = comprobanteXml(unsealed);
  const sha256 = createHash('sha256').update(xml, 'utf8').digest('hex');
  return { xml, sha256, sello: '', noCertificado: '', fecha: unsealed.fecha, sealedAt: builtAt };
}

/** Who seals the document; only a PAC with the same `sealedBy` may stamp it. */
export function sealedBy({ sello }: SealedDocument): PacCapabilities['sealedBy'] {
  return sello === '' ? 'them' : 'us';
}

/** Whether what a PAC returned is our document with a valid timbre. Only `ours` may be recorded as stamped. */
export type TimbreOutcome =
  | { readonly kind: 'ours'; readonly uuid: string; readonly xml: string }
  | { readonly kind: 'not-ours'; readonly reason: string };

/** Checks that a PAC returned the stamp of this very document. Anything else is a doubt, never an invoice. */
export function acceptTimbre(sealed: SealedDocument, stampedXml: string): TimbreOutcome {
  const mismatchOf = sealedBy(sealed) === 'us' ? timbreMismatch : issuedMismatch;
  const reason = mismatchOf(sealed.xml, stampedXml);
  const stamped = reason === undefined ? readCfdi(stampedXml) : undefined;
  const timbre = stamped?.kind === 'cfdi' ? stamped.file.timbres[0] : undefined;
  return timbre
    ? { kind: 'ours', uuid: timbre.uuid, xml: stampedXml }
    : { kind: 'not-ours', reason: reason ?? 'no timbre' };
}
