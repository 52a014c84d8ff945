/** Verifies a CFDI file, ours or anybody's: its seals, its certificate, its timbre, its sums and every rule of the matrix that needs no list. */

import { zoneOf } from '../catalogs/postal-code.ts';
import { cadenaOriginal } from '../cfdi/cadena.ts';
import type { CfdiFile, Comprobante, Timbre } from '../cfdi/comprobante.ts';
import { readCfdi } from '../cfdi/comprobante-reader.ts';
import { documentFronteraFaults } from '../cfdi/iva-frontera.ts';
import { checkMatrix } from '../cfdi/matrix.ts';
import { isFecha } from '../cfdi/matrix-rule.ts';
import { parseRfc } from '../cfdi/rfc.ts';
import { checkStructure } from '../cfdi/structure.ts';
import { isUuid, timbreCadena } from '../cfdi/timbre.ts';
import { parseXml } from '../cfdi/xml-tree.ts';
import { type Fault, faultDetail, type Language } from '../problems/problem.ts';
import type { CsdCertificate } from './certificate.ts';
import { parseCertificate } from './certificate.ts';
import { validityFaults } from './issuer-faults.ts';
import { verifySeal } from './sealer.ts';
import { readXmlFile } from './xml-file.ts';

/** Certificates that seal timbres, DER or PEM, by their 20 digits; a Map is one. */
export type SatCertificates = { get(noCertificado: string): Uint8Array | undefined };

/** What `verify --json` prints. `pointer` follows the nodes of the XML in our names; `detail` is in the language asked for. */
export type CfdiVerification = {
  readonly sello: 'ok' | 'invalid' | 'absent' | 'unsupported-complement';
  readonly noCertificado: 'ok' | 'different';
  readonly timbre: 'ok' | 'invalid' | 'absent' | 'unknown-certificate';
  readonly selloCfd: 'ok' | 'different' | 'absent';
  readonly totals: 'ok' | 'different';
  readonly faults: readonly { readonly code: string; readonly pointer: string; readonly detail: string }[];
};

/** Options of a verification; all have defaults. */
export type VerifyOptions = {
  /** Without it, or without the one that a timbre names, the timbre is `unknown-certificate`, which is not a fault. */
  readonly satCertificates?: SatCertificates;
  /** `es-MX` when absent. */
  readonly language?: Language;
};

/** Verifies the bytes of a file, whose encoding is checked as well, as `verifyCfdi` does its text. */
export function verifyCfdiFile(bytes: Uint8Array, options: VerifyOptions = {}): CfdiVerification {
  const { language = 'es-MX' } = options;
  const file = readXmlFile(bytes);
  if (file.kind === 'unsupported') return unread([file.fault], language);
  const verification = verifyCfdi(file.text, options);
  return {
    ...verification,
    faults: [...file.faults.map((fault) => withDetail(fault, language)), ...verification.faults],
  };
}

/** Verifies the text of a file, a BOM accepted. All is well when there are no faults; it never throws for what the file says. */
export function verifyCfdi(xml: string, { satCertificates, language = 'es-MX' }: VerifyOptions = {}): CfdiVerification {
  const outcome = readCfdi(xml);
  if (outcome.kind === 'not-a-cfdi')
    return unread([{ code: 'not-a-cfdi', pointer: '', params: { reason: outcome.detail } }], language);
  const { file } = outcome;
  const matrix = checkMatrix(file);
  const seal = checkSeal(file);
  const timbre = checkTimbres(file, satCertificates);
  const faults = [
    ...seal.faults,
    ...timbre.faults,
    ...checkStructure(parseXml(xml)),
    ...matrix,
    ...documentFronteraFaults(file.comprobante),
  ];
  return {
    sello: seal.sello,
    noCertificado: seal.noCertificado,
    timbre: timbre.timbre,
    selloCfd: timbre.selloCfd,
    totals: matrix.some(({ satCode }) => SUMS.has(satCode)) ? 'different' : 'ok',
    faults: faults.map((fault) => withDetail(fault, language)),
  };
}

// Every rule that says one figure must follow from others (cfdi-rules §4.4–4.5).
const SUMS: ReadonlySet<string> = new Set(
  '40108 40109 40110 40111 40119 40167 40180 40186 40198 40203 40205 40206 40211 40212 40215 40216 40221'
    .split(' ')
    .map((digits) => `CFDI${digits}`),
);

type SealCheck = Pick<CfdiVerification, 'sello' | 'noCertificado'> & { readonly faults: readonly Fault[] };

function checkSeal({ comprobante: c, complementos }: CfdiFile): SealCheck {
  const certificate = parseCertificate(Buffer.from(c.certificado ?? '', 'base64'));
  const isSame = certificate !== undefined && certificate.noCertificado === c.noCertificado;
  const noCertificado = isSame ? 'ok' : 'different';
  const faults: Fault[] = certificate
    ? certificateFaults(certificate, c)
    : [{ code: 'CFDI40106', satCode: 'CFDI40106', pointer: '/certificado' }];
  if (c.sello === undefined) {
    return { sello: 'absent', noCertificado, faults: [{ code: 'sello-absent', pointer: '/sello' }, ...faults] };
  }
  if (complementos.length > 0) {
    const named = [...new Set(complementos)].map((complemento) => ({
      code: 'unsupported-complement',
      pointer: '/complemento',
      params: { complemento },
    }));
    return { sello: 'unsupported-complement', noCertificado, faults: [...named, ...faults] };
  }
  if (isCanonical(c.sello) && verifySeal(cadenaOriginal(c), c.sello, c.certificado ?? '')) {
    return { sello: 'ok', noCertificado, faults };
  }
  return {
    sello: 'invalid',
    noCertificado,
    faults: [{ code: 'CFDI40102', satCode: 'CFDI40102', pointer: '/sello' }, ...faults],
  };
}

function certificateFaults(certificate: CsdCertificate, c: Comprobante): Fault[] {
  const faults: Fault[] = [];
  if (certificate.noCertificado !== c.noCertificado) {
    const params = { found: c.noCertificado ?? '', expected: certificate.noCertificado };
    faults.push({ code: 'no-certificado-different', pointer: '/noCertificado', params });
  }
  if (certificate.kind === 'fiel') faults.push({ code: 'csd-is-fiel', satCode: '306', pointer: '/certificado' });
  if (certificate.rfc !== c.emisor.rfc) {
    const params = { found: c.emisor.rfc, expected: certificate.rfc };
    faults.push({ code: 'csd-rfc-mismatch', satCode: '303', pointer: '/emisor/rfc', params });
  }
  const zone = zoneOf(c.lugarExpedicion);
  if (!zone || !isFecha(c.fecha)) return faults;
  return [...faults, ...validityFaults(certificate, c.fecha, zone)];
}

type TimbreCheck = Pick<CfdiVerification, 'timbre' | 'selloCfd'> & { readonly faults: readonly Fault[] };

function checkTimbres({ comprobante, timbres }: CfdiFile, certificates: SatCertificates | undefined): TimbreCheck {
  const [timbre] = timbres;
  if (!timbre) return { timbre: 'absent', selloCfd: 'absent', faults: [] };
  const faults: Fault[] = timbres.length > 1 ? [{ code: 'two-timbres', pointer: '/timbres' }] : [];
  const isOurs = timbres.every(({ selloCfd }) => withoutSpaces(selloCfd) === withoutSpaces(comprobante.sello ?? ''));
  if (!isOurs) faults.push({ code: 'sello-cfd-different', pointer: '/timbre/selloCfd' });
  const state = timbreState(timbre, certificates);
  if (state === 'invalid') faults.push({ code: 'timbre-invalid', pointer: '/timbre/selloSat' });
  const malformed = malformedIn(timbre);
  if (malformed) faults.push({ code: 'timbre-malformed', pointer: `/timbre/${malformed}` });
  return { timbre: malformed ? 'invalid' : state, selloCfd: isOurs ? 'ok' : 'different', faults };
}

function timbreState(timbre: Timbre, certificates: SatCertificates | undefined) {
  const certificate = certificates?.get(timbre.noCertificadoSat);
  if (!certificate) return 'unknown-certificate';
  return isCanonical(timbre.selloSat) && verifySeal(timbreCadena(timbre), timbre.selloSat, certificate)
    ? 'ok'
    : 'invalid';
}

/** TimbreFiscalDigitalv11.xsd: the first attribute that it refuses. */
function malformedIn(t: Timbre): keyof Timbre | undefined {
  if (t.version !== '1.1') return 'version';
  if (!isUuid(t.uuid)) return 'uuid';
  if (!isFecha(t.fechaTimbrado)) return 'fechaTimbrado';
  if (t.rfcProvCertif.length !== 12 || parseRfc(t.rfcProvCertif) !== t.rfcProvCertif) return 'rfcProvCertif';
  if (!/^\d{20}$/.test(t.noCertificadoSat)) return 'noCertificadoSat';
  return undefined;
}

// Base64 has bits to spare at its end: two texts decode alike, and only one of them is the seal that was written.
function isCanonical(sello: string): boolean {
  const text = withoutSpaces(sello);
  return Buffer.from(text, 'base64').toString('base64') === text;
}

function withoutSpaces(text: string): string {
  return text.replace(/\s+/g, '');
}

/** The answer for a file of which nothing could be read. */
function unread(faults: readonly Fault[], language: Language): CfdiVerification {
  return {
    sello: 'absent',
    noCertificado: 'different',
    timbre: 'absent',
    selloCfd: 'absent',
    totals: 'different',
    faults: faults.map((fault) => withDetail(fault, language)),
  };
}

const SAYS: Readonly<Record<Language, { readonly found: string; readonly expected: string }>> = {
  'es-MX': { found: 'dice', expected: 'se espera' },
  en: { found: 'it says', expected: 'expected' },
};

function withDetail(fault: Fault, language: Language): CfdiVerification['faults'][number] {
  return { code: fault.code, pointer: fault.pointer, detail: detailWithValues(fault, language) };
}

/** The fault's sentence, with the value in the document and the expected one, as far as the fault has them. */
export function detailWithValues(fault: Fault, language: Language): string {
  const { found, expected } = fault.params ?? {};
  const says = SAYS[language];
  const seen = [found && `${says.found} ${found}`, expected && `${says.expected} ${expected}`].filter(Boolean);
  const detail = faultDetail(fault, language);
  return seen.length > 0 ? `${detail} (${seen.join('; ')})` : detail;
}
