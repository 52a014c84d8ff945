/** A café's ticket, sealed with a test CSD as our own sealing does: what the sandbox is asked to stamp. */
import { localDateTime } from '../../../server/catalogs/local-time.ts';
import { zoneOf } from '../../../server/catalogs/postal-code.ts';
import { cadenaOriginal } from '../../../server/cfdi/cadena.ts';
import type { Comprobante } from '../../../server/cfdi/comprobante.ts';
import { comprobanteXml } from '../../../server/cfdi/comprobante-xml.ts';
import type { CsdPair, Sealer } from '../../../server/csd/csd.ts';
import { openCsd } from '../../../server/csd/open-csd.ts';
import { createTestAuthority, type TestAuthority, type TestSubject } from '../../../server/csd/test-certificates.ts';

const DAY_MS = 86_400_000;

export const KEMPER = { rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', regimenFiscal: '601' } as const;

export const UNIVERSIDAD = {
  rfc: 'URE180429TM6',
  nombre: 'UNIVERSIDAD ROBOTICA ESPAÑOLA',
  codigoPostal: '65000',
  regimenFiscal: '601',
  usoCfdi: 'G03',
} as const;

let authority: Promise<TestAuthority> | undefined;

/** A pair valid for four years from `at`, thirty days ago by default. */
export async function issuePair(subject: Partial<TestSubject> = {}, at = Date.now() - 30 * DAY_MS): Promise<CsdPair> {
  authority ??= createTestAuthority(Date.now() - 1000 * DAY_MS);
  const csd = {
    kind: 'csd',
    rfc: KEMPER.rfc,
    nombre: 'ESCUELA KEMPER URGATE SA DE CV',
    password: '12345678a',
  } as const;
  return (await authority).issue({ ...csd, ...subject }, at);
}

export async function issueSealer(subject: Partial<TestSubject> = {}, at?: number): Promise<Sealer> {
  const opened = openCsd(await issuePair(subject, at));
  if (opened.kind !== 'opened') throw new Error(opened.faults.join());
  return opened.sealer;
}

let folio = 1000;

/** A breakfast of 116.00 at the Roma branch a minute ago, a new folio each time; `changes` are made before sealing. */
export function ticket(changes: Partial<Comprobante> = {}): Comprobante {
  const lugarExpedicion = changes.lugarExpedicion ?? '06700';
  const iva = { base: '100.000000', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000', importe: '16.000000' };
  return {
    version: '4.0',
    serie: 'CJ',
    folio: String(++folio),
    fecha: localDateTime(Date.now() - 60_000, zoneOf(lugarExpedicion) ?? 'America/Mexico_City'),
    formaPago: '04',
    subTotal: '100.00',
    moneda: 'MXN',
    total: '116.00',
    tipoDeComprobante: 'I',
    exportacion: '01',
    metodoPago: 'PUE',
    lugarExpedicion,
    cfdiRelacionados: [],
    emisor: KEMPER,
    receptor: UNIVERSIDAD,
    conceptos: [breakfast('DES-02', iva)],
    impuestos: {
      totalImpuestosTrasladados: '16.00',
      retenciones: [],
      traslados: [{ ...iva, base: '100.00', importe: '16.00' }],
    },
    ...changes,
  };
}

type Traslado = Comprobante['conceptos'][number]['traslados'][number];

function breakfast(noIdentificacion: string, iva: Traslado): Comprobante['conceptos'][number] {
  return {
    claveProdServ: '90101501',
    noIdentificacion,
    cantidad: '1',
    claveUnidad: 'E48',
    descripcion: 'Desayuno completo',
    valorUnitario: '100.000000',
    importe: '100.000000',
    objetoImp: '02',
    traslados: [iva],
    retenciones: [],
    informacionAduanera: [],
    cuentaPredial: [],
    partes: [],
  };
}

/** The same ticket with its only article marked, for the sandbox's magic. */
export function markedTicket(noIdentificacion: string): Comprobante {
  const plain = ticket();
  return { ...plain, conceptos: plain.conceptos.map((concepto) => ({ ...concepto, noIdentificacion })) };
}

export function seal(comprobante: Comprobante, { certificate, seal: sign }: Sealer): Comprobante {
  const { noCertificado, certificado } = certificate;
  const numbered = { ...comprobante, noCertificado, certificado };
  return { ...numbered, sello: sign(cadenaOriginal(numbered)) };
}

export function sealedXml(comprobante: Comprobante, sealer: Sealer): string {
  return comprobanteXml(seal(comprobante, sealer));
}
