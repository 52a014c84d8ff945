/**
 * The sandbox's checks before it stamps, in the order of PACs: structure, Fecha, certificate, seal, the SAT's matrix and its lists. Repeats are
 * answered before. The first failing code ends the checks; faults of the matrix are reported together.
 */
import { issueZone } from '../../catalogs/postal-code.ts';
import { cadenaOriginal } from '../../cfdi/cadena.ts';
import type { CfdiFile, Comprobante } from '../../cfdi/comprobante.ts';
import { checkMatrix } from '../../cfdi/matrix.ts';
import type { CsdCertificate } from '../../csd/certificate.ts';
import { parseCertificate } from '../../csd/certificate.ts';
import { nombreFaults } from '../../csd/issuer-faults.ts';
import { verifySeal } from '../../csd/sealer.ts';
import { faultDetail } from '../../problems/problem.ts';
import { type Incidencia, incidencia, type Refusal, refusal } from './refusals.ts';
import { isListed, matchEmisor, matchReceptor } from './taxpayers.ts';
import { instantsOf, withinWindow } from './window.ts';

/**
 * Who is in the list of RFCs: the SAT's test identities, or anybody else as well, so that people can try it with their own data. In that
 * case an issuer's name is compared with its certificate, and a receptor's with nothing.
 */
export type Register = 'test-identities' | 'everybody';

/** Why this document is not stamped at `nowMs` (the sandbox's clock), or `undefined` if it can be. */
export function check(file: CfdiFile, nowMs: number, register: Register = 'test-identities'): Refusal | undefined {
  const { comprobante } = file;
  const technical =
    checkStructure(file) ??
    checkFecha(comprobante, nowMs) ??
    checkCertificate(comprobante, nowMs) ??
    checkSeal(comprobante);
  if (technical) return refusal(technical);
  const [first, ...others] = [...checkRules(file), ...checkLists(comprobante, register)];
  return first && refusal(first, ...others);
}

/** The matrix's faults; what the XSD alone refuses (301) comes first, as at a PAC. */
function checkRules(file: CfdiFile): readonly Incidencia[] {
  const faults = checkMatrix(file).map((fault) =>
    incidencia(fault.satCode, faultDetail(fault, 'es-MX'), fault.pointer),
  );
  return [...faults.filter(({ code }) => code === '301'), ...faults.filter(({ code }) => code !== '301')];
}

function checkStructure({ timbres, complementos, comprobante }: CfdiFile): Incidencia | undefined {
  if (timbres.length > 0) return incidencia('707');
  if (complementos.length > 0) return incidencia('301', `complemento no admitido: ${complementos.join(', ')}`);
  if (!comprobante.sello || !comprobante.certificado || !comprobante.noCertificado)
    return incidencia('301', 'faltan Sello, Certificado o NoCertificado');
  return comprobante.conceptos.length === 0 ? incidencia('301', 'no hay conceptos') : undefined;
}

/** The instants that Fecha may denote in the zone of LugarExpedicion; an unknown postal code is left to the matrix (CFDI40126). */
function instantsOfFecha({ fecha, lugarExpedicion }: Comprobante): readonly [number, number] | undefined {
  return instantsOf(fecha, issueZone(lugarExpedicion));
}

function checkFecha(comprobante: Comprobante, nowMs: number): Incidencia | undefined {
  const instants = instantsOfFecha(comprobante);
  if (!instants) return incidencia('301', `Fecha ${comprobante.fecha}`);
  return withinWindow(instants, nowMs) ? undefined : incidencia('401', comprobante.fecha);
}

function checkCertificate(comprobante: Comprobante, nowMs: number): Incidencia | undefined {
  const { certificado = '', noCertificado, emisor } = comprobante;
  const certificate = parseCertificate(Buffer.from(certificado, 'base64'));
  const [earliestMs, latestMs] = instantsOfFecha(comprobante) ?? [nowMs, nowMs];
  if (!certificate) return incidencia('CFDI40106', 'El Certificado no se puede leer', '/certificado');
  if (certificate.kind === 'fiel') return incidencia('306');
  if (certificate.rfc !== emisor.rfc) return incidencia('303', `el CSD no es de ${emisor.rfc}`);
  if (certificate.noCertificado !== noCertificado) return incidencia('303', 'NoCertificado no es el del Certificado');
  // A production CSD here is a mistake: nothing of value may be sealed for a sandbox.
  if (certificate.environment === 'production')
    return incidencia('308', 'el ambiente de pruebas no admite CSD productivos');
  if (certificate.validTo.getTime() < nowMs) return incidencia('304', certificate.validTo.toISOString());
  if (latestMs < certificate.validFrom.getTime() || earliestMs > certificate.validTo.getTime())
    return incidencia('305');
  return undefined;
}

function checkSeal(comprobante: Comprobante): Incidencia | undefined {
  const { sello = '', certificado = '' } = comprobante;
  return verifySeal(cadenaOriginal(comprobante), sello, certificado) ? undefined : incidencia('302');
}

// l_RFC as the matrix of errors uses it (CFDI40138–40148, 2024-12): one list, here one table.
function checkLists(comprobante: Comprobante, register: Register): readonly Incidencia[] {
  const { receptor } = comprobante;
  const found: Incidencia[] = [];
  const issuer = issuerIn(register, comprobante);
  if (issuer === 'unknown')
    found.push(
      incidencia(
        'CFDI40138',
        'El Nombre del emisor no está en la lista de RFC inscritos no cancelados',
        '/emisor/nombre',
      ),
    );
  if (issuer === 'other-name')
    found.push(incidencia('CFDI40139', 'El Nombre del emisor no es el asociado a su Rfc', '/emisor/nombre'));
  if (register === 'everybody' && !isListed(receptor.rfc)) return found;
  const answer = matchReceptor(receptor);
  if (answer.rfc === 'mismatch')
    found.push(
      incidencia(
        'CFDI40143',
        'El Rfc del receptor no está en la lista de RFC inscritos no cancelados',
        '/receptor/rfc',
      ),
    );
  if (answer.nombre === 'mismatch')
    found.push(incidencia('CFDI40145', 'El Nombre del receptor no es el asociado a su Rfc', '/receptor/nombre'));
  if (answer.codigoPostal === 'mismatch')
    found.push(
      incidencia(
        'CFDI40148',
        'El DomicilioFiscalReceptor no es el asociado al Rfc del receptor',
        '/receptor/codigoPostal',
      ),
    );
  return found;
}

function issuerIn(register: Register, { emisor, certificado = '' }: Comprobante): ReturnType<typeof matchEmisor> {
  const listed = matchEmisor(emisor.rfc, emisor.nombre);
  if (listed !== 'unknown' || register === 'test-identities') return listed;
  const certificate = parseCertificate(Buffer.from(certificado, 'base64'));
  const isNamedSo = certificate?.nombre === emisor.nombre || (certificate && isNombreOf(certificate, emisor.nombre));
  return isNamedSo ? 'match' : 'other-name';
}

function isNombreOf(certificate: CsdCertificate, nombre: string): boolean {
  return nombreFaults(certificate, nombre).length === 0;
}
