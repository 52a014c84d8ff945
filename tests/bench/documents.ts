/** What one document costs: its cadena, its rules, its seal, its PDF, beside openssl and node on the same machine in the same minute. */
import { execFileSync } from 'node:child_process';
import { createPrivateKey, sign } from 'node:crypto';
import { cadenaOriginal } from '../../server/cfdi/cadena.ts';
import { buildComprobante, type ComprobanteInput } from '../../server/cfdi/comprobante-builder.ts';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { comprobanteXml } from '../../server/cfdi/comprobante-xml.ts';
import { checkMatrix } from '../../server/cfdi/matrix.ts';
import type { SoldConcepto } from '../../server/cfdi/sold.ts';
import { openCsd } from '../../server/csd/open-csd.ts';
import { verifySeal } from '../../server/csd/sealer.ts';
import { createTestAuthority } from '../../server/csd/test-certificates.ts';
import { sealDocument } from '../../server/invoicing/document.ts';
import { renderPdf } from '../../server/print/render-pdf.ts';
import { stampedTicket } from '../support/cfdi-fixtures.ts';
import { stockPdf } from '../support/stock-pdfmake.ts';
import { type Figure, median, perCall } from './measure.ts';

const LINES: readonly SoldConcepto[] = [
  'Café de olla',
  'Concha & nata',
  'Jugo «verde»',
  'Ñoquis a la crema',
  'Té de jazmín',
].map((descripcion, index) => ({
  claveProdServ: '90101501',
  descripcion,
  claveUnidad: 'E48',
  cantidad: String(index + 1),
  valorUnitario: `${40 + index}.50`,
  objetoImp: '02',
  impuestos: [{ tipo: 'traslado', impuesto: '002', tipoFactor: 'Tasa', tasaOCuota: '0.160000' }],
}));

const INPUT: ComprobanteInput = {
  sold: [{ moneda: 'MXN', total: '647.50', pricesIncludeTax: true, conceptos: LINES }],
  emisor: { rfc: 'EKU9003173C9', nombre: 'ESCUELA KEMPER URGATE', regimenFiscal: '601' },
  lugarExpedicion: '06700',
  receptor: {
    rfc: 'URE180429TM6',
    nombre: 'UNIVERSIDAD ROBOTICA ESPAÑOLA',
    codigoPostal: '65000',
    regimenFiscal: '601',
    usoCfdi: 'G03',
  },
  fecha: '2026-11-20T10:00:00',
  formaPago: '04',
  serie: 'A',
  folio: '1',
  itemizeIeps: false,
};

export async function documentFigures(rounds: number): Promise<readonly Figure[]> {
  const at = Date.UTC(2026, 0, 1);
  const csd = await (await createTestAuthority(at)).issue(
    { kind: 'csd', rfc: INPUT.emisor.rfc, nombre: INPUT.emisor.nombre, password: 'banco' },
    at,
  );
  const opened = openCsd(csd, {});
  const built = buildComprobante(INPUT);
  if (opened.kind !== 'opened' || built.kind !== 'comprobante') throw new Error('the bench’s own case is wrong');
  const { comprobante } = built;
  const key = createPrivateKey({ key: Buffer.from(csd.key), format: 'der', type: 'pkcs8', passphrase: csd.password });
  const sealed = sealDocument(comprobante, opened.sealer, at);
  const bytes = Buffer.from(cadenaOriginal(comprobante), 'utf8');
  const read = readCfdi(sealed.xml);
  if (read.kind !== 'cfdi') throw new Error(read.detail);
  const costs = await perCall(
    {
      sign: () => sign('sha256', bytes, key),
      whole: () => {
        const one = buildComprobante(INPUT);
        if (one.kind === 'comprobante') sealDocument(one.comprobante, opened.sealer, at);
      },
      sealAndWrite: () => sealDocument(comprobante, opened.sealer, at),
      cadena: () => cadenaOriginal(comprobante),
      write: () => comprobanteXml(comprobante),
      matrix: () => checkMatrix(read.file),
      verifySeal: () =>
        verifySeal(cadenaOriginal(read.file.comprobante), sealed.sello, opened.sealer.certificate.certificado),
    },
    { rounds, calls: 60 },
  );
  const openssl = opensslSignatures(rounds);
  return [
    { name: 'openssl speed rsa2048, one core', unit: 'signatures/s', value: openssl },
    ratio('seal + write, 5 conceptos', 1e6 / costs.sealAndWrite, openssl, 'openssl', 0.8, 'documents/s'),
    ratio('taxes + build + seal + write', 1e6 / costs.whole, openssl, 'openssl', 0.8, 'documents/s'),
    ratio('taxes + build + seal + write', 1e6 / costs.whole, 1e6 / costs.sign, 'node’s sign', 0.9, 'documents/s'),
    ratio('cadena original', costs.cadena, costs.sign, 'one signature', -0.03, 'µs'),
    ratio('XML', costs.write, costs.sign, 'one signature', undefined, 'µs'),
    ratio('matrix of the SAT', costs.matrix, costs.sign, 'one signature', -0.05, 'µs'),
    ratio('verify a seal', costs.verifySeal, costs.sign, 'one signature', undefined, 'µs'),
  ];
}

export async function printFigures(rounds: number): Promise<readonly Figure[]> {
  const xml = stampedTicket();
  const costs = await perCall(
    { ours: () => renderPdf(xml, { theme: { primary: '#5b3a8c' } }), stock: () => stockPdf(xml) },
    { rounds, calls: 3 },
  );
  return [ratio('PDF of one page', costs.ours / 1000, costs.stock / 1000, 'stock pdfmake', -0.6, 'ms')];
}

/** A positive goal is a least, a negative one a most. */
export function ratio(
  name: string,
  value: number,
  base: number,
  of: string,
  goal: number | undefined,
  unit: string,
): Figure {
  const figure = { name, unit, value, ratio: value / base, of };
  if (goal === undefined) return figure;
  return {
    ...figure,
    goal: goal > 0 ? `≥ ${goal}` : `≤ ${-goal}`,
    met: goal > 0 ? figure.ratio >= goal : figure.ratio <= -goal,
  };
}

function opensslSignatures(rounds: number): number {
  const once = (): number => {
    const text = execFileSync('openssl', ['speed', '-seconds', '1', 'rsa2048'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return Number(/rsa 2048 bits\s+\S+\s+\S+\s+([\d.]+)/.exec(text)?.[1]);
  };
  return median(Array.from({ length: Math.min(3, rounds) }, once));
}
