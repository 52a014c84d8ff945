/** Sales of real shops that nobody asked an invoice for, and their documents sealed and verified. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { cadenaOriginal } from '../../server/cfdi/cadena.ts';
import type { Comprobante, Emisor } from '../../server/cfdi/comprobante.ts';
import type { BuildOutcome } from '../../server/cfdi/comprobante-builder.ts';
import type { GlobalSale } from '../../server/cfdi/global-invoice.ts';
import type { SoldConcepto, SoldImpuesto } from '../../server/cfdi/sold.ts';
import type { Sealer } from '../../server/csd/csd.ts';
import { openCsd } from '../../server/csd/open-csd.ts';
import { createTestAuthority } from '../../server/csd/test-certificates.ts';
import { verifyCfdi } from '../../server/csd/verify-cfdi.ts';
import { sealDocument } from '../../server/invoicing/document.ts';
import { satOracle } from './sat-oracle.ts';

const AT = Date.UTC(2026, 0, 1);

const iva = (tasaOCuota: string): SoldImpuesto => ({
  tipo: 'traslado',
  impuesto: '002',
  tipoFactor: 'Tasa',
  tasaOCuota,
});
const line = (
  claveProdServ: string,
  descripcion: string,
  cantidad: string,
  valorUnitario: string,
  impuestos: readonly SoldImpuesto[],
  rest: Partial<SoldConcepto> = {},
): SoldConcepto => ({
  claveProdServ,
  descripcion,
  claveUnidad: 'H87',
  cantidad,
  valorUnitario,
  objetoImp: impuestos.length > 0 ? '02' : '01',
  impuestos,
  ...rest,
});

/** A sale in pesos whose prices include its taxes. */
export function ticket(
  folio: string,
  formaPago: string,
  total: string,
  ...conceptos: readonly SoldConcepto[]
): GlobalSale {
  return { folio, formaPago, moneda: 'MXN', total, pricesIncludeTax: true, conceptos };
}

export const PHARMACY = ticket(
  'F-88012',
  '28',
  '334.05',
  line('51101500', 'Amoxicilina 500 mg, 12 cápsulas', '3', '89.00', [iva('0.000000')]),
  line('53131628', 'Champú anticaspa 400 ml', '1', '74.50', [iva('0.160000')], { descuento: '7.45' }),
);
/** Soft drinks by the litre, crisps, cigarettes by rate and by piece, milk: at a border where IVA is 8 %. */
export const BORDER_STORE = ticket(
  'TJ-207',
  '01',
  '168.00',
  line('50202306', 'Refresco de cola 600 ml', '2', '18.00', [
    { tipo: 'traslado', impuesto: '003', tipoFactor: 'Cuota', tasaOCuota: '3.081800', base: '1.2' },
    iva('0.080000'),
  ]),
  line('50192109', 'Papas con sal 45 g', '1', '19.50', [
    { tipo: 'traslado', impuesto: '003', tipoFactor: 'Tasa', tasaOCuota: '0.080000' },
    iva('0.000000'),
  ]),
  line('50211503', 'Cigarros con filtro, cajetilla de 20', '1', '85.00', [
    { tipo: 'traslado', impuesto: '003', tipoFactor: 'Tasa', tasaOCuota: '1.600000' },
    { tipo: 'traslado', impuesto: '003', tipoFactor: 'Cuota', tasaOCuota: '0.644500', base: '20' },
    iva('0.080000'),
  ]),
  line('50131701', 'Leche entera 1 l', '1', '27.50', [iva('0.000000')]),
);
export const BOOKSHOP = ticket(
  'LM-2230',
  '03',
  '1020.00',
  line('55101509', 'Libro: Cocina de la milpa', '2', '260.00', [
    { tipo: 'traslado', impuesto: '002', tipoFactor: 'Exento' },
  ]),
  line('84131500', 'Depósito en garantía de vajilla', '1', '500.00', []),
);
export const SWEETS = ticket(
  'LM-2231',
  '01',
  '1074.00',
  line(
    '50161813',
    'Chocolate de mesa 540 g',
    '12',
    '89.50',
    [{ tipo: 'traslado', impuesto: '003', tipoFactor: 'Tasa', tasaOCuota: '0.080000' }],
    { objetoImp: '07' },
  ),
);
const traslado = (impuesto: string, tasaOCuota: string, tipoFactor = 'Tasa') =>
  ({ tipo: 'traslado', impuesto, tipoFactor, tasaOCuota }) as SoldImpuesto;
/** A wholesaler's, priced before taxes: moving the cigarettes rounds the subtotal and their IEPS up at the same micro-unit. */
export const WHOLESALE: GlobalSale = {
  ...ticket(
    'MA-4410',
    '03',
    '2685445.19',
    line('83111801', 'Televisión de paga', '24.811', '2449.50', [traslado('003', '0.030000'), iva('0.160000')], {
      descuento: '33426.00',
    }),
    line('50202203', 'Vino tinto', '1', '1332.60', [traslado('003', '0.265000'), iva('0.160000')], {
      descuento: '679.63',
    }),
    line('50211503', 'Cigarros con filtro', '459', '1908.03', [
      traslado('003', '1.600000'),
      traslado('003', '0.624500', 'Cuota'),
      iva('0.160000'),
    ]),
    line('50201706', 'Café en grano 500 g', '7', '764.734419', [iva('0.000000')]),
    line('50161813', 'Chocolate de mesa', '10', '2935.46', [traslado('003', '0.080000'), iva('0.000000')], {
      descuento: '24951.41',
    }),
  ),
  pricesIncludeTax: false,
};
export const DEPOSIT = ticket('LM-2232', '01', '500.00', line('84131500', 'Depósito en garantía', '1', '500.00', []));
export const FEES = ticket(
  'D-12',
  '03',
  '10600.00',
  line('82141505', 'Diseño de imagen', '1', '11600.00', [
    iva('0.160000'),
    { tipo: 'retencion', impuesto: '001', tipoFactor: 'Tasa', tasaOCuota: '0.100000' },
  ]),
);

export function built(outcome: BuildOutcome): Comprobante {
  if (outcome.kind === 'faults') throw new Error(JSON.stringify(outcome.faults));
  return outcome.comprobante;
}

export function codesOf(outcome: BuildOutcome): readonly string[] {
  return outcome.kind === 'faults' ? outcome.faults.map(({ code, pointer }) => `${code} ${pointer}`) : [];
}

/** A certificate of our own test authority for an issuer. */
export async function testSealer(emisor: Pick<Emisor, 'rfc' | 'nombre'>): Promise<Sealer> {
  const authority = await createTestAuthority(AT);
  const opened = openCsd(await authority.issue({ kind: 'csd', ...emisor, password: 'secreto' }, AT));
  if (opened.kind !== 'opened') throw new Error(opened.faults.join());
  return opened.sealer;
}

/** Seals the documents and holds each to our own `verify`, and to the SAT's XSD, XSLT and openssl where those are at hand. */
export async function expectStampable(documents: readonly Comprobante[], sealer: Sealer): Promise<readonly string[]> {
  const directory = mkdtempSync(join(tmpdir(), 'autofactura-public-'));
  const oracle = satOracle();
  try {
    const sealed = documents.map((document) => sealDocument(document, sealer, AT).xml);
    for (const [index, xml] of sealed.entries()) {
      expect(verifyCfdi(xml), `document ${index}`).toMatchObject({
        sello: 'ok',
        noCertificado: 'ok',
        totals: 'ok',
        faults: [],
      });
      const file = join(directory, `${index}.xml`);
      writeFileSync(file, xml);
      const verdict = await oracle?.verify(file);
      if (!verdict) continue;
      expect(verdict, verdict.line).toMatchObject({ xsd: true, sello: true, serial: true });
      const { noCertificado } = sealer.certificate;
      expect(cadenaOriginal({ ...(documents[index] as Comprobante), noCertificado })).toBe(verdict.cadena);
    }
    return sealed;
  } finally {
    rmSync(directory, { recursive: true });
  }
}
