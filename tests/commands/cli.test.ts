import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cadenaOriginal } from '../../server/cfdi/cadena.ts';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { CAFE_JACARANDA, stampedTicket } from '../support/cfdi-fixtures.ts';
import { type CliResult, runCli, runCliFromSource } from '../support/cli.ts';
import { type CsdFiles, openWorkshop } from '../support/csd-files.ts';
import { goldenCases } from '../support/golden.ts';

// Processes on a machine that may be busy: each is waited for.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const workshop = openWorkshop();
afterAll(() => workshop.remove());

const GOLDEN = goldenCases().filter(({ content }) => content.emisor.rfc === CAFE_JACARANDA.rfc);
const [CASE = GOLDEN[0]] = GOLDEN.filter(({ content }) => content.id === 'cafe-mixed-basket');
if (!CASE) throw new Error('the café’s golden case is missing');

let csd: CsdFiles;
/** A document that `build` made and printed. */
let sealed: string;
let built: CliResult;

const withCsd = (files: CsdFiles) => ({ AUTOFACTURA_CSD_PASSWORD: files.password });
// The golden cases have their Fecha of one day, whatever day it is now.
const build = (args: readonly string[], files = csd) =>
  runCli(['build', ...args, '--allow-unstampable', '--cer', files.cer, '--key', files.key], withCsd(files));

beforeAll(async () => {
  csd = await workshop.csd(CAFE_JACARANDA);
  built = await build([CASE.file]);
  sealed = workshop.file('sealed.xml', built.stdout.trimEnd());
});

describe('build', () => {
  it('prints the sealed XML and nothing else', () => {
    expect(built).toMatchObject({ code: 0, stderr: '' });
    expect(built.stdout).toMatch(/^<\?xml .*<\/cfdi:Comprobante>\n$/);
    expect(readCfdi(built.stdout)).toMatchObject({ kind: 'cfdi', file: { comprobante: { total: '527.00' } } });
  });

  it('continues after a wrong case, says why, and exits with 1', async () => {
    const { sale, ...rest } = JSON.parse(readFileSync(CASE.file, 'utf8'));
    const cases = [
      { ...rest, id: 'short', sale: { ...sale, total: '500.00' } },
      { ...rest, id: 'unpaid', sale: { ...sale, estado: 'pendiente' } },
      { ...rest, id: 'advance', sale: { ...sale, anticipo: true } },
      { ...rest, id: 'foreign', sale, emisor: { ...rest.emisor, rfc: 'H&E951128469' } },
      { ...rest, id: 'typo', sale, receptor: { ...rest.receptor, rfc: 'URE18O429TM6' } },
      { ...rest, id: 'good', sale },
      { ...rest, id: undefined, sale },
    ];
    const lines = [...cases.map((one) => JSON.stringify(one)), '', '{"id": "cut short'];
    const file = workshop.file('cases.ndjson', lines.join('\n'));
    const out = workshop.file('out');
    const result = await build([workshop.file('missing.json'), file, '--out', out]);
    expect(result).toMatchObject({ code: 1, stdout: '' });
    const files = result.stderr
      .trim()
      .split('\n')
      .map((line) => line.split(':')[0]);
    expect(files).toEqual(
      [
        'ENOENT',
        'case-1 ',
        'short /sale/total sale-inconsistent',
        'unpaid /sale/estado estado-not-paid',
        'advance /sale/anticipo advance-payment',
        'foreign /emisor/rfc 303',
        'typo /receptor/rfc rfc-malformed',
        'case-9 ',
      ].map((start) => expect.stringContaining(start)),
    );
    const made = ['good', 'case-8'].map((id) => readFileSync(`${out}/${id}.xml`, 'utf8'));
    expect(new Set(made.map((xml) => `${xml}\n`))).toEqual(new Set([built.stdout]));
    expect(['short', 'unpaid', 'typo'].some((id) => existsSync(`${out}/${id}.xml`))).toBe(false);
  });

  it('does not seal with an e.firma', async () => {
    const fiel = await workshop.csd(CAFE_JACARANDA, 'fiel');
    const result = await build([CASE.file], fiel);
    expect(result).toMatchObject({ code: 1, stdout: '' });
    expect(result.stderr).toContain('e.firma');
  });
});

describe('cadena', () => {
  it('prints the exact bytes that are sealed, without a newline, from source as compiled', async () => {
    const read = readCfdi(built.stdout);
    if (read.kind !== 'cfdi') throw new Error(read.detail);
    const exact = { code: 0, stdout: cadenaOriginal(read.file.comprobante), stderr: '' };
    expect(await runCli(['cadena', sealed])).toEqual(exact);
    expect(await runCliFromSource(['cadena', sealed])).toEqual(exact);
  });
});

describe('verify', () => {
  it('of a document that is right exits 0, with one object for one file', async () => {
    const result = await runCli(['verify', sealed, '--json']);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(result.stdout)).toEqual({
      sello: 'ok',
      noCertificado: 'ok',
      timbre: 'absent',
      selloCfd: 'absent',
      totals: 'ok',
      faults: [],
    });
  });

  it('continues after a wrong file, with one object per file, and exits with 1', async () => {
    const tampered = workshop.file('tampered.xml', built.stdout.replace('Total="527.00"', 'Total="527.01"'));
    const files = [workshop.file('nowhere.xml'), tampered, workshop.file('page.xml', '<html/>'), sealed];
    const result = await runCli(['verify', '--json', ...files]);
    expect(result).toMatchObject({ code: 1, stderr: expect.stringContaining('nowhere.xml') });
    const verdicts = result.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(verdicts).toMatchObject([
      { file: tampered, sello: 'invalid', totals: 'different' },
      { file: files[2], faults: [{ code: 'not-a-cfdi', pointer: '', detail: expect.stringContaining('CFDI') }] },
      { file: sealed, sello: 'ok', faults: [] },
    ]);
    expect(verdicts[0].faults.map(({ code }: { code: string }) => code)).toContain('CFDI40119');
  });

  it('exits 2 for a complement whose seal it cannot judge', async () => {
    const pagos = '<pago20:Pagos xmlns:pago20="http://www.sat.gob.mx/Pagos20" Version="2.0"/>';
    const xml = stampedTicket().replace('<cfdi:Complemento>', `<cfdi:Complemento>${pagos}`);
    const result = await runCli(['verify', workshop.file('pagos.xml', xml)]);
    expect(result).toMatchObject({ code: 2, stderr: '', stdout: expect.stringContaining('pago20:Pagos') });
  });
});

describe('csd check', () => {
  const check = ({ cer, key }: CsdFiles, password: string) =>
    runCli(['csd', 'check', cer, key, '--json'], { AUTOFACTURA_CSD_PASSWORD: password });

  it('says what a certificate is and that the key belongs to it', async () => {
    const result = await check(csd, csd.password);
    expect(result).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(result.stdout)).toEqual({
      kind: 'csd',
      rfc: 'EKU9003173C9',
      nombre: 'ESCUELA KEMPER URGATE',
      noCertificado: expect.stringMatching(/^30001\d{15}$/),
      validFrom: '2026-01-01T00:00:00.000Z',
      validTo: expect.stringMatching(/^(2029-12-31|2030-01-01)T/),
      environment: 'test',
      matches: true,
    });
  });

  it('says that an e.firma is one and whether the key belongs to it, and exits with 1', async () => {
    const fiel = await workshop.csd(CAFE_JACARANDA, 'fiel');
    const own = await check(fiel, fiel.password);
    expect([own.code, JSON.parse(own.stdout)]).toMatchObject([1, { kind: 'fiel', matches: true }]);
    expect(own.stderr).toContain('e.firma');
    const mixed = await check({ ...fiel, key: csd.key }, csd.password);
    expect([mixed.code, JSON.parse(mixed.stdout)]).toMatchObject([1, { kind: 'fiel', matches: false }]);
    expect(mixed.stderr).toMatch(/e\.firma[\s\S]*no son pareja/);
    const locked = await check(fiel, 'Otra-contraseña');
    expect([locked.code, JSON.parse(locked.stdout)]).toMatchObject([1, { kind: 'fiel', matches: false }]);
    expect(locked.stderr).toMatch(/e\.firma[\s\S]*La contraseña no abre/);
    expect(locked.stderr + locked.stdout).not.toContain('Otra-');
  });

  it('says that a certificate and a key are swapped, and exits with 1', async () => {
    const swapped = await check({ ...csd, cer: csd.key, key: csd.cer }, csd.password);
    expect(swapped).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('están invertidos') });
    const twice = await check({ ...csd, key: csd.cer }, csd.password);
    expect([twice.code, JSON.parse(twice.stdout)]).toMatchObject([1, { kind: 'csd', matches: false }]);
    expect(twice.stderr).toContain('En el lugar de la llave privada está un certificado');
  });

  it('exits 1 for a wrong password, and never repeats it', async () => {
    const result = await check(csd, 'Contraseña-equivocada');
    expect([result.code, JSON.parse(result.stdout)]).toMatchObject([1, { kind: 'csd', matches: false }]);
    expect(result.stderr).toContain('contraseña');
    expect(result.stderr + result.stdout).not.toContain('equivocada');
  });
});

describe('pdf', () => {
  it('writes the representación impresa, and nothing to stdout', async () => {
    const out = workshop.file('out.pdf');
    expect(await runCli(['pdf', workshop.file('stamped.xml', stampedTicket()), out])).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
    expect(readFileSync(out).subarray(0, 5).toString()).toBe('%PDF-');
  });
});

describe('a wrong command', () => {
  it('prints the usage on stderr and exits with 2', async () => {
    const result = await runCli(['timbrar']);
    expect(result).toMatchObject({ code: 2, stdout: '' });
    expect(result.stderr).toMatch(/Usage:[\s\S]*autofactura verify/);
  });

  it('says what its verb lacks', async () => {
    expect(await runCli(['verify'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('autofactura verify'),
    });
  });
});
