import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cadenaOriginal } from '../../server/cfdi/cadena.ts';
import type { Comprobante, Concepto } from '../../server/cfdi/comprobante.ts';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { multiply, sum, toMicro } from '../../server/cfdi/money.ts';
import type { Sold, SoldConcepto } from '../../server/cfdi/sold.ts';
import { readSoldLines } from '../../server/cfdi/sold-lines.ts';
import { createTestAuthority } from '../../server/csd/test-certificates.ts';
import { verifyCfdi } from '../../server/csd/verify-cfdi.ts';
import { runCli } from '../support/cli.ts';
import { soldArbitrary } from '../support/generated-sales.ts';
import { seedOr } from '../support/property-seed.ts';
import { satOracle } from '../support/sat-oracle.ts';

/** 100 in the ordinary run; `npm run check` asks for 2,000. */
const CASES = Number(process.env.AUTOFACTURA_GENERATED_SALES ?? 100);
const SEED = seedOr(20_261_122);

/** A person with a business at the border: companies withhold from its services, freight and scrap, and it may charge IVA at 8 %. */
const EMISOR = {
  rfc: 'XOJI740919U48',
  nombre: 'INGRID XODAR JIMENEZ',
  regimenFiscal: '612',
  lugarExpedicion: '22000',
  serie: 'A',
};
const RECEPTORES = [
  {
    rfc: 'URE180429TM6',
    nombre: 'UNIVERSIDAD ROBOTICA ESPAÑOLA',
    codigoPostal: '65000',
    regimenFiscal: '601',
    usoCfdi: 'G03',
  },
  { rfc: 'H&E951128469', nombre: 'HERRERIA & ELECTRICOS', codigoPostal: '06002', regimenFiscal: '601', usoCfdi: 'G01' },
  {
    rfc: 'RAQÑ7701212M3',
    nombre: 'ÑEVES RAMIREZ QUEZADA',
    codigoPostal: '78905',
    regimenFiscal: '605',
    usoCfdi: 'S01',
  },
  { rfc: 'XAXX010101000', nombre: 'JUAN PEREZ', codigoPostal: '', regimenFiscal: '', usoCfdi: '' },
];

describe(`${CASES} generated sales, built by the command line`, () => {
  const sales = fc.sample(soldArbitrary, { numRuns: CASES, seed: SEED });
  const dir = mkdtempSync(join(tmpdir(), 'autofactura-generated-'));
  const xmlOf = (index: number): string => readFileSync(join(dir, 'out', `${index}.xml`), 'utf8');

  beforeAll(async () => {
    const authority = await createTestAuthority(Date.UTC(2026, 0, 1));
    const csd = await authority.issue(
      { kind: 'csd', rfc: EMISOR.rfc, nombre: EMISOR.nombre, password: 'secreto 1' },
      Date.UTC(2026, 0, 1),
    );
    writeFileSync(join(dir, 'csd.cer'), csd.cer);
    writeFileSync(join(dir, 'csd.key'), csd.key);
    const cases = sales.map((sold, index) => ({
      id: String(index),
      sale: { ...sold, folio: `T-${index}`, date: '2026-11-20T18:32:00-06:00', formaPago: '01' },
      emisor: { ...EMISOR, folio: String(index) },
      receptor: receptorOf(sold, index),
      fecha: '2026-11-20T18:33:00',
    }));
    writeFileSync(join(dir, 'cases.ndjson'), cases.map((one) => JSON.stringify(one)).join('\n'));
    const built = await runCli(
      [
        'build',
        join(dir, 'cases.ndjson'),
        '--allow-unstampable',
        '--cer',
        join(dir, 'csd.cer'),
        '--key',
        join(dir, 'csd.key'),
        '--out',
        join(dir, 'out'),
      ],
      {
        AUTOFACTURA_CSD_PASSWORD: 'secreto 1',
      },
    );
    expect(built.stderr).toBe('');
    expect(built.code).toBe(0);
  }, 600_000);

  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  it('have the total that the customer paid, to the cent', () => {
    for (const [index, sold] of sales.entries()) expect(read(xmlOf(index)).total, `sale ${index}`).toBe(sold.total);
  });

  it('keep each line’s key, quantity and price', () => {
    for (const [index, sold] of sales.entries()) {
      const { conceptos } = read(xmlOf(index));
      const kept = sold.conceptos.filter((line) => priceOf(line) > toMicro(line.descuento ?? '0'));
      expect(conceptos.map(({ claveProdServ }) => claveProdServ)).toEqual(
        kept.map(({ claveProdServ }) => claveProdServ),
      );
      for (const [at, concepto] of conceptos.entries()) expectSameLine(concepto, kept[at], sold);
    }
  });

  it('break no rule of the matrix and verify with our own `verify`', () => {
    for (const index of sales.keys())
      expect(verifyCfdi(xmlOf(index)), `sale ${index}`).toMatchObject({
        sello: 'ok',
        noCertificado: 'ok',
        totals: 'ok',
        faults: [],
      });
  });

  it('pass the SAT’s XSD and openssl’s verification, and have the official XSLT’s cadena byte for byte', async (context) => {
    const oracle = satOracle();
    if (!oracle) return context.skip();
    const indexes = [...sales.keys()];
    const one = async (): Promise<void> => {
      for (let index = indexes.pop(); index !== undefined; index = indexes.pop()) {
        const verdict = await oracle.verify(join(dir, 'out', `${index}.xml`));
        expect(verdict, verdict.line).toMatchObject({ xsd: true, sello: true, serial: true });
        expect(cadenaOriginal(read(xmlOf(index)))).toBe(verdict.cadena);
      }
    };
    await Promise.all([one(), one(), one()]);
  }, 1_200_000);
});

it('a sale that does not add up is refused with the difference', () => {
  const [sold] = fc.sample(soldArbitrary, { numRuns: 1, seed: SEED }) as [Sold];
  const wrong = { ...sold, total: (Number(sold.total) + 100).toFixed(2) };
  const outcome = readSoldLines(wrong);
  const [fault] = outcome.kind === 'faults' ? outcome.faults : [];
  const { sum = '', difference = '' } = fault?.params ?? {};
  expect(fault?.code).toBe('sale-inconsistent');
  // The lines make the right total to some cents: what a sale that was rounded by line may miss it by.
  expect(Math.abs(Number(sum) - Number(sold.total))).toBeLessThan(1);
  expect(toMicro(wrong.total) - toMicro(sum)).toBe(toMicro(difference));
});

/** Anybody, or a company where the sale carries retenciones. */
function receptorOf({ conceptos }: Sold, index: number) {
  const isWithheld = conceptos.some(({ impuestos }) => impuestos.some(({ tipo }) => tipo === 'retencion'));
  const able = RECEPTORES.filter(({ rfc }) => !isWithheld || rfc.length === 12);
  return able[index % able.length];
}

function read(xml: string): Comprobante {
  const outcome = readCfdi(xml);
  if (outcome.kind !== 'cfdi') throw new Error(outcome.detail);
  return outcome.file.comprobante;
}

function priceOf(line: SoldConcepto): bigint {
  return multiply(toMicro(line.cantidad), toMicro(line.valorUnitario));
}

/** The line's gross as it was sold, within a cent for a till's rounding and two for the one line that reconciles. */
function expectSameLine(concepto: Concepto, line: SoldConcepto | undefined, sold: Sold): void {
  expect(toMicro(concepto.cantidad)).toBe(toMicro(line?.cantidad ?? '0'));
  if (!line) return;
  const traslados = sum(concepto.traslados.map((tax) => toMicro(tax.importe ?? '0')));
  const paid = toMicro(concepto.importe) - toMicro(concepto.descuento ?? '0') + traslados;
  const discount = toMicro(line.descuento ?? '0');
  if (sold.descuento !== undefined || !sold.pricesIncludeTax) return;
  const difference = paid - (priceOf(line) - discount);
  expect(difference < 0n ? -difference : difference).toBeLessThanOrEqual(30_000n);
}
