/** Files in the encodings that invoices are met in, right and wrong, as `verify` and `cadena` answer for them. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { cadenaOriginal } from '../../server/cfdi/cadena.ts';
import { comprobanteXml } from '../../server/cfdi/comprobante-xml.ts';
import type { Sealer } from '../../server/csd/csd.ts';
import { openCsd } from '../../server/csd/open-csd.ts';
import { createTestAuthority } from '../../server/csd/test-certificates.ts';
import { type CfdiVerification, verifyCfdiFile } from '../../server/csd/verify-cfdi.ts';
import { CAFE_JACARANDA, stampedTicket, ticket } from '../support/cfdi-fixtures.ts';
import { runCli } from '../support/cli.ts';
import { openWorkshop } from '../support/csd-files.ts';
import { satOracle } from '../support/sat-oracle.ts';

// Processes on a machine that may be busy: each is waited for.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const workshop = openWorkshop();
const oracle = satOracle();
afterAll(() => workshop.remove());

let sealer: Sealer;
/** A sealed ticket of the café with ñ, é and á in it, and its cadena. */
let xml: string;
let cadena: string;
/** The same with the quotes, the dash and the euro that only windows-1252 has. */
let quoted: string;
beforeAll(async () => {
  const at = Date.UTC(2026, 0, 1);
  const authority = await createTestAuthority(at);
  const opened = openCsd(await authority.issue({ kind: 'csd', ...CAFE_JACARANDA, password: 'x' }, at));
  if (opened.kind !== 'opened') throw new Error(opened.faults.join());
  sealer = opened.sealer;
  [xml, cadena] = sealed();
  [quoted] = sealed('“Especial” del día — vale de 5 €');
});

function sealed(condicionesDePago?: string): readonly [xml: string, cadena: string] {
  const { noCertificado, certificado } = sealer.certificate;
  const ready = ticket({ noCertificado, certificado, ...(condicionesDePago !== undefined && { condicionesDePago }) });
  const text = cadenaOriginal(ready);
  return [comprobanteXml({ ...ready, sello: sealer.seal(text) }), text];
}

const BOM = '\uFEFF';
const CP1252: Readonly<Record<string, number>> = { '“': 0x93, '”': 0x94, '—': 0x97, '€': 0x80 };

const ENCODERS = {
  'UTF-8': (text: string) => Buffer.from(text, 'utf8'),
  'UTF-16LE': (text: string) => Buffer.from(text, 'utf16le'),
  'UTF-16BE': (text: string) => Buffer.from(text, 'utf16le').swap16(),
  'ISO-8859-1': (text: string) => Buffer.from(text, 'latin1'),
  'windows-1252': (text: string) => Buffer.from([...text].map((letter) => CP1252[letter] ?? letter.charCodeAt(0))),
} as const;
type Encoding = keyof typeof ENCODERS;

/** The document with this declaration (none when empty), in these bytes. */
function written(declared: string, encoding: Encoding, text = xml, mark = ''): Buffer {
  const declaration = declared === '' ? '' : `<?xml version="1.0" encoding="${declared}"?>`;
  return ENCODERS[encoding](`${mark}${text.replace(/^<\?xml [^>]*\?>/, declaration)}`);
}

/** With every letter beyond ASCII as a character reference. */
const ascii = (text: string): string => text.replace(/[^\p{ASCII}]/gu, (letter) => `&#${letter.codePointAt(0)};`);

const codes = ({ faults }: CfdiVerification): readonly string[] => faults.map(({ code }) => code);
const WELL = { sello: 'ok', noCertificado: 'ok', timbre: 'absent', selloCfd: 'absent', totals: 'ok', faults: [] };

type File = readonly [what: string, bytes: () => Buffer];

const AS_DECLARED: readonly File[] = [
  ['UTF-8', () => written('UTF-8', 'UTF-8')],
  ['utf-8 in small letters, with a BOM', () => written('utf-8', 'UTF-8', xml, BOM)],
  ['no declaration: UTF-8', () => written('', 'UTF-8')],
  ['UTF-16 with a mark, little end first', () => written('UTF-16', 'UTF-16LE', xml, BOM)],
  ['UTF-16 with a mark, big end first', () => written('UTF-16', 'UTF-16BE', xml, BOM)],
  ['no declaration but the mark of UTF-16', () => written('', 'UTF-16LE', xml, BOM)],
  ['no declaration but the mark of UTF-16, big end first', () => written('', 'UTF-16BE', xml, BOM)],
  ['UTF-16LE without a mark', () => written('UTF-16LE', 'UTF-16LE')],
  ['UTF-16BE without a mark', () => written('UTF-16BE', 'UTF-16BE')],
  ['ISO-8859-1', () => written('ISO-8859-1', 'ISO-8859-1')],
  ['ISO-8859-1 by another of its names', () => written('latin1', 'ISO-8859-1')],
  ['windows-1252', () => written('windows-1252', 'windows-1252', quoted)],
  ['US-ASCII, the rest as character references', () => written('US-ASCII', 'UTF-8', ascii(xml))],
];

describe('verify and cadena read a file in the encoding that it declares', () => {
  it.each(AS_DECLARED)('reads %s', async (what, bytes) => {
    expect(verifyCfdiFile(bytes())).toEqual(WELL);
    const file = workshop.file(`${what.replace(/\W+/g, '-')}.xml`, bytes());
    const verdict = await oracle?.verify(file);
    if (verdict) expect([verdict.sello, verdict.serial], verdict.line).toEqual([true, true]);
  });

  it.each<[Encoding, string]>([
    ['ISO-8859-1', ''],
    ['UTF-16LE', BOM],
  ])('on the command line: %s', async (encoding, mark) => {
    const file = workshop.file(`cli-${encoding}.xml`, written(encoding.replace('LE', ''), encoding, xml, mark));
    const [verified, printed] = await Promise.all([runCli(['verify', file, '--json']), runCli(['cadena', file])]);
    expect([verified.code, JSON.parse(verified.stdout)]).toEqual([0, WELL]);
    expect(printed).toEqual({ code: 0, stdout: cadena, stderr: '' });
  });
});

const DECLARED_WRONG: readonly (readonly [what: string, bytes: () => Buffer, says: string])[] = [
  ['ISO-8859-1 on UTF-8', () => written('ISO-8859-1', 'UTF-8'), 'declara ISO-8859-1 pero está en UTF-8'],
  ['ISO-8859-1 on UTF-8 with a BOM', () => written('ISO-8859-1', 'UTF-8', xml, BOM), 'ISO-8859-1 pero está en UTF-8'],
  ['windows-1252 on UTF-8', () => written('windows-1252', 'UTF-8'), 'windows-1252 pero está en UTF-8'],
  ['UTF-16 on UTF-8, as .NET writes it', () => written('utf-16', 'UTF-8'), 'declara utf-16 pero está en UTF-8'],
  ['UTF-8 on ISO-8859-1', () => written('UTF-8', 'ISO-8859-1'), 'declara UTF-8 pero está en ISO-8859-1'],
  ['UTF-8 on windows-1252', () => written('UTF-8', 'windows-1252', quoted), 'UTF-8 pero está en windows-1252'],
  ['ISO-8859-1 on windows-1252', () => written('ISO-8859-1', 'windows-1252', quoted), 'pero está en windows-1252'],
  ['UTF-8 on UTF-16', () => written('UTF-8', 'UTF-16LE', xml, BOM), 'declara UTF-8 pero está en UTF-16LE'],
  ['US-ASCII on UTF-8', () => written('US-ASCII', 'UTF-8'), 'declara US-ASCII pero está en UTF-8'],
  ['US-ASCII on ISO-8859-1', () => written('US-ASCII', 'ISO-8859-1'), 'declara US-ASCII pero está en ISO-8859-1'],
  ['none on ISO-8859-1', () => written('', 'ISO-8859-1'), 'no declara su codificación'],
];

describe('verify tells a wrong declaration from a broken seal', () => {
  it.each(DECLARED_WRONG)('%s has a fault of its own, and its seal verifies', async (what, bytes, says) => {
    const verification = verifyCfdiFile(bytes());
    expect(verification).toMatchObject({ sello: 'ok', totals: 'ok' });
    expect(verification.faults).toMatchObject([{ pointer: '', detail: expect.stringContaining(says) }]);
    expect(codes(verification)[0]).toMatch(/^encoding-(different|undeclared)$/);
    // Whoever reads it by its declaration finds no good seal: that is why it is a fault. (libxml2 lets the width of UTF-16 win.)
    if (what === 'UTF-8 on UTF-16') return;
    const verdict = await oracle?.verify(workshop.file(`wrong-${what.replace(/\W+/g, '-')}.xml`, bytes()));
    if (verdict) expect(verdict.sello, verdict.line).toBe(false);
  });

  it('a broken seal under a wrong declaration is both', () => {
    const tampered = xml.replace(' Total="527.00"', ' Total="527.01"');
    const result = verifyCfdiFile(written('ISO-8859-1', 'UTF-8', tampered));
    expect(result.sello).toBe('invalid');
    expect(codes(result)).toEqual(expect.arrayContaining(['encoding-different', 'CFDI40102']));
  });

  it('a broken seal under a right declaration is no fault of the encoding', () => {
    const tampered = xml.replace('UNIVERSIDAD', 'UNIVERSIDÁD');
    for (const [declared, encoding, mark] of [
      ['ISO-8859-1', 'ISO-8859-1', ''],
      ['UTF-8', 'UTF-8', ''],
      ['UTF-16', 'UTF-16BE', BOM],
    ] as const)
      expect(codes(verifyCfdiFile(written(declared, encoding, tampered, mark))), declared).toEqual(['CFDI40102']);
  });

  it('one byte that is not UTF-8 in a file that is otherwise: damaged, not «in another encoding»', () => {
    const bytes = written('UTF-8', 'UTF-8');
    bytes[bytes.indexOf('Ñ')] = 0xff;
    expect(codes(verifyCfdiFile(bytes))).toEqual(['encoding-broken', 'CFDI40102']);
  });

  it('half a letter at the end of UTF-16 is damage too', () => {
    const bytes = written('UTF-16', 'UTF-16LE', xml, BOM);
    expect(codes(verifyCfdiFile(bytes.subarray(0, -1)))).toContain('encoding-broken');
  });

  it.each([
    ['ISO-8859-15', () => written('ISO-8859-15', 'ISO-8859-1')],
    ['EBCDIC-CP-ES', () => written('EBCDIC-CP-ES', 'UTF-8')],
    ['constructor', () => written('constructor', 'UTF-8')],
    ['UTF-32', () => Buffer.concat([Buffer.from([0xff, 0xfe, 0, 0]), written('UTF-32', 'UTF-16LE')])],
  ])('an encoding that is not read is named: %s', (name, bytes) => {
    expect(verifyCfdiFile(bytes())).toMatchObject({
      sello: 'absent',
      faults: [{ code: 'encoding-unsupported', detail: expect.stringContaining(name) }],
    });
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['one byte', Buffer.from('<')],
    ['a mark alone', Buffer.from([0xff, 0xfe])],
    ['a PDF', Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3', 'latin1')],
  ])('%s is no CFDI, whatever its bytes are', (_, bytes) => {
    expect(codes(verifyCfdiFile(bytes))).toContain('not-a-cfdi');
  });
});

describe('on the command line a wrong declaration', () => {
  it('is exit 1 and a sentence of its own: verify', async () => {
    const file = workshop.file('declared-latin1.xml', written('ISO-8859-1', 'UTF-8'));
    const { code, stdout, stderr } = await runCli(['verify', file]);
    expect([code, stderr]).toEqual([1, '']);
    expect(stdout).toMatch(
      /sello: ok[^\n]*\n {2}encoding-different : El archivo declara ISO-8859-1 pero está en UTF-8/,
    );
    expect(stdout).not.toContain('CFDI40102');
  });

  it('gives the cadena that was sealed, and says so with exit 1: cadena', async () => {
    const file = workshop.file('undeclared-latin1.xml', written('', 'ISO-8859-1'));
    const { code, stdout, stderr } = await runCli(['cadena', file]);
    expect([code, stdout]).toEqual([1, cadena]);
    expect(stderr).toContain('está en ISO-8859-1');
  });

  it('prints the names as they were meant: pdf', async () => {
    const out = workshop.file('out.pdf');
    const file = workshop.file('stamped-latin1.xml', written('ISO-8859-1', 'ISO-8859-1', stampedTicket()));
    expect(await runCli(['pdf', file, out])).toEqual({ code: 0, stdout: '', stderr: '' });
    const right = workshop.file('right.pdf');
    await runCli(['pdf', workshop.file('stamped.xml', stampedTicket()), right]);
    expect(readFileSync(out).equals(readFileSync(right))).toBe(true);
  });
});
