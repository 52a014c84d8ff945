/** The sandbox's own certificate, with which it signs timbres as the SAT's PACs do. It is worthless: its serial begins with 30001. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { localDateTime } from '../../catalogs/local-time.ts';
import type { Comprobante, Timbre } from '../../cfdi/comprobante.ts';
import { timbreCadena } from '../../cfdi/timbre.ts';
import type { CsdPair, Sealer } from '../../csd/csd.ts';
import { openCsd } from '../../csd/open-csd.ts';
import { createTestAuthority } from '../../csd/test-certificates.ts';

/** Signs timbres with the sandbox's certificate. */
export type SatSigner = {
  /** The 20 digits of NoCertificadoSAT. */
  readonly noCertificado: string;
  /** DER of the certificate that verifies SelloSAT. */
  readonly certificate: Uint8Array;
  /** A new timbre, with a folio fiscal of its own, for a sealed document. */
  sign(comprobante: Comprobante, atMs: number): Timbre;
};

// A PAC of the SAT's test environment.
const PAC = {
  kind: 'csd',
  rfc: 'SPR190613I52',
  nombre: 'PAC DE PRUEBAS SIN VALIDEZ FISCAL',
  password: 'sin-validez',
} as const;

/** The signer stored in `directory`, created there the first time; without a directory, one that lives as long as the process. */
export async function openSatSigner(directory?: string): Promise<SatSigner> {
  const pair = (directory && readPair(join(directory, SIGNER_FILE))) || (await createPair(directory));
  const opened = openCsd(pair);
  if (opened.kind !== 'opened')
    throw new Error(`the sandbox PAC cannot use its certificate: ${opened.faults.join(', ')}`);
  const { sealer } = opened;
  if (directory) publish(join(directory, `${sealer.certificate.noCertificado}.cer`), pair.cer);
  return { certificate: pair.cer, noCertificado: sealer.certificate.noCertificado, sign: signerOf(sealer) };
}

/** Publishes the certificate by its serial, like the SAT's own, so that timbres can be verified. */
function publish(file: string, cer: Uint8Array): void {
  if (!existsSync(file)) writeFileSync(file, cer);
}

function signerOf(sealer: Sealer): SatSigner['sign'] {
  return (comprobante, atMs) => {
    const unsigned = {
      version: '1.1',
      uuid: randomUUID().toUpperCase(),
      // FechaTimbrado is in central time wherever the document was issued (TimbreFiscalDigitalv11.xsd).
      fechaTimbrado: localDateTime(atMs, 'America/Mexico_City'),
      rfcProvCertif: PAC.rfc,
      selloCfd: comprobante.sello ?? '',
      noCertificadoSat: sealer.certificate.noCertificado,
    };
    return { ...unsigned, selloSat: sealer.seal(timbreCadena(unsigned)) };
  };
}

/** Certificate and key, in the signer's directory. */
export const SIGNER_FILE = 'sat-de-pruebas.json';
const pairSchema = z.object({ cer: z.base64(), key: z.base64() });

function readPair(file: string): CsdPair | undefined {
  if (!existsSync(file)) return undefined;
  const { cer, key } = pairSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { cer: Buffer.from(cer, 'base64'), key: Buffer.from(key, 'base64'), password: PAC.password };
}

async function createPair(directory?: string): Promise<CsdPair> {
  const now = Date.now();
  const pair = await (await createTestAuthority(now)).issue(PAC, now);
  if (directory) {
    mkdirSync(directory, { recursive: true });
    const text = JSON.stringify({ cer: toBase64(pair.cer), key: toBase64(pair.key) });
    // Certificate and key are in one file that appears by renaming: a kill leaves all of it or nothing.
    const draft = join(directory, `${SIGNER_FILE}.${process.pid}`);
    writeFileSync(draft, text, { mode: 0o600 });
    renameSync(draft, join(directory, SIGNER_FILE));
  }
  return pair;
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
