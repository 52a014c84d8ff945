import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CAFE_JACARANDA } from '../support/cfdi-fixtures.ts';
import { type CliResult, runCommand } from '../support/cli.ts';
import { type CsdFiles, openWorkshop } from '../support/csd-files.ts';
import { goldenCases } from '../support/golden.ts';

const workshop = openWorkshop();
afterAll(() => workshop.remove());

const golden = (id: string) => {
  const found = goldenCases().find(({ content }) => content.id === id);
  if (!found) throw new Error(`no golden case ${id}`);
  return JSON.parse(readFileSync(found.file, 'utf8'));
};
const BORDER = golden('convenience-store-at-the-border');
const CAFE = golden('cafe-mixed-basket');
const WITHHELD = golden('freelancer-withheld');
const PERSON = {
  rfc: 'RAQÑ7701212M3',
  nombre: 'ÑEVES RAMIREZ QUEZADA',
  codigoPostal: '78905',
  regimenFiscal: '605',
  usoCfdi: 'S01',
};

let csd: CsdFiles;
beforeAll(async () => {
  csd = await workshop.csd(CAFE_JACARANDA);
});

const build = (one: object, files = csd): Promise<CliResult> =>
  runCommand(
    [
      'build',
      '--allow-unstampable',
      workshop.file('case.json', JSON.stringify(one)),
      '--cer',
      files.cer,
      '--key',
      files.key,
    ],
    {
      AUTOFACTURA_CSD_PASSWORD: files.password,
    },
  );
const withSale = (one: { sale: object }, changes: object) => ({ ...one, sale: { ...one.sale, ...changes } });
const at = (lugarExpedicion: string) => ({ ...BORDER, emisor: { ...BORDER.emisor, lugarExpedicion } });

describe('build says of a sale what the API says', { timeout: 120_000 }, () => {
  it('exit 1: IVA at 8 % outside the region, and with 01010101', async () => {
    expect(await build(at('06700'))).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('iva-frontera-not-enabled'),
    });
    const [first, ...rest] = BORDER.sale.conceptos;
    const conceptos = [{ ...first, claveProdServ: '01010101' }, ...rest];
    expect(await build(withSale(BORDER, { conceptos }))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('/conceptos/0/claveProdServ iva-frontera-clave'),
    });
  });

  it('exit 1: payments that do not pay the sale', async () => {
    const pagos = [{ formaPago: '04', importe: '10.00' }];
    expect(await build(withSale(CAFE, { formaPago: undefined, pagos }))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('/sale/pagos pagos-differ'),
    });
  });

  it('exit 1: a sale of the day after its invoice', async () => {
    expect(await build(withSale(CAFE, { date: '2026-11-21T18:32:00-06:00' }))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('/sale/date date-in-future'),
    });
  });

  it('exit 1: retenciones for a person', async () => {
    const designer = await workshop.csd({ rfc: WITHHELD.emisor.rfc, nombre: WITHHELD.emisor.nombre });
    expect(await build({ ...WITHHELD, receptor: PERSON }, designer)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('/receptor/rfc withheld-for-companies'),
    });
  });
});

describe('verify says it of anybody’s document', { timeout: 120_000 }, () => {
  it('exit 1: IVA at 8 % with a place of issue outside the region', async () => {
    const built = await build(BORDER);
    expect(built).toMatchObject({ code: 0, stderr: '' });
    const verify = async (xml: string) => {
      const result = await runCommand(['verify', '--json', workshop.file('border.xml', xml.trimEnd())]);
      return { code: result.code, faults: (JSON.parse(result.stdout) as { faults: { code: string }[] }).faults };
    };
    expect(await verify(built.stdout)).toEqual({ code: 0, faults: [] });
    const elsewhere = await verify(built.stdout.replace('LugarExpedicion="22000"', 'LugarExpedicion="06700"'));
    expect(elsewhere.code).toBe(1);
    expect(elsewhere.faults).toContainEqual(
      expect.objectContaining({
        code: 'iva-frontera-not-enabled',
        pointer: '/conceptos/0/impuestos/traslados/0/tasaOCuota',
      }),
    );
  });
});
