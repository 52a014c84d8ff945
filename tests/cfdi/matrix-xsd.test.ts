/** The XSD as an oracle of the form rules: documents with one attribute spoiled, judged by xmllint and by us. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { comprobanteXml } from '../../server/cfdi/comprobante-xml.ts';
import { checkMatrix } from '../../server/cfdi/matrix.ts';
import { checkStructure } from '../../server/cfdi/structure.ts';
import { parseXml } from '../../server/cfdi/xml-tree.ts';
import { COMMISSION, EXENTO, GLOBAL, HONORARIOS, RIGHT_DOCUMENTS } from '../support/comprobante-mutations.ts';

const SCHEMA = resolve('../shared/sat/schemas/cfdi40-tfd11.wrapper.xsd');
const hasOracle = existsSync(SCHEMA) && spawnSync('xmllint', ['--version']).status === 0;
if (!hasOracle) console.warn(`matrix-xsd: no ${SCHEMA} or no xmllint; the XSD was not asked`);

/** For each text, whether the XSD takes it. */
function xsdTakes(texts: readonly string[]): readonly boolean[] {
  const directory = mkdtempSync(join(tmpdir(), 'xsd-'));
  try {
    const names = texts.map((text, index) => {
      writeFileSync(join(directory, `${index}.xml`), text);
      return `${index}.xml`;
    });
    const args = ['--noout', '--nonet', '--schema', SCHEMA, ...names];
    const { stderr } = spawnSync('xmllint', args, { cwd: directory, encoding: 'utf8', maxBuffer: 1 << 28 });
    const valid = new Set(Array.from(stderr.matchAll(/^(\d+\.xml) validates$/gm), (match) => match[1]));
    return names.map((name) => valid.has(name));
  } finally {
    rmSync(directory, { recursive: true });
  }
}

/** What we say: codes, `301` for the form; `not-a-cfdi` when it cannot even be read. */
function judge(xml: string): readonly string[] {
  const outcome = readCfdi(xml);
  if (outcome.kind === 'not-a-cfdi') return ['not-a-cfdi'];
  return [...checkStructure(parseXml(xml)), ...checkMatrix(outcome.file)].map((fault) => fault.satCode ?? fault.code);
}

const RELATED = {
  ...COMMISSION,
  serie: 'CJ',
  confirmacion: 'A1b2C',
  condicionesDePago: 'Contado',
  cfdiRelacionados: [{ tipoRelacion: '04', uuids: ['5C7B0622-01B4-4EB8-96D0-E0DEBD89FF0F'] }],
};
const BASES = [RELATED, HONORARIOS, EXENTO, GLOBAL].map(comprobanteXml);

const SPOILED = [
  '',
  ' ',
  'x',
  '0',
  '-1',
  '+1',
  '.5',
  '1.',
  '1.2345678',
  '007',
  '1e3',
  'a|b',
  'Ñ'.repeat(26),
  'é'.repeat(41),
  'A'.repeat(1001),
  '2026-02-30T10:00:00',
  '99999',
  '𝒜'.repeat(300),
];
const UNCHECKED = /^(Sello|Certificado|xmlns.*|xsi:.*|version|encoding)$/;

/** Every attribute of a document with every spoiled value, one at a time. */
function spoil(xml: string): readonly string[] {
  return Array.from(xml.matchAll(/ ([\w:ñ]+)="([^"]*)"/gu)).flatMap((match) => {
    const [whole, name = ''] = match;
    if (UNCHECKED.test(name)) return [];
    return SPOILED.map(
      (value) => `${xml.slice(0, match.index)} ${name}="${value}"${xml.slice(match.index + whole.length)}`,
    );
  });
}

describe.skipIf(!hasOracle)('compared with the XSD', () => {
  test('every valid document of these tests is accepted', () => {
    expect(xsdTakes(Object.values(RIGHT_DOCUMENTS).map(comprobanteXml))).not.toContain(false);
  });

  test('we refuse exactly the forms that it refuses', () => {
    const texts = BASES.flatMap(spoil);
    const taken = xsdTakes(texts);
    const wrong = texts.flatMap((xml, index) => {
      const codes = judge(xml);
      const lenient = !taken[index] && codes.length === 0;
      const strict = taken[index] && (codes.includes('301') || codes.includes('not-a-cfdi'));
      return lenient || strict
        ? [`${lenient ? 'taken by us alone' : 'refused by us alone'}: ${codes} ${changedIn(xml)}`]
        : [];
    });
    expect(texts.length).toBeGreaterThan(1000);
    expect([...new Set(wrong)]).toEqual([]);
    // xmllint reads some thousands of files: on a busy machine for longer than a test usually has.
  }, 180_000);

  test('elements and attributes that do not belong are refused by both', () => {
    const [base = ''] = BASES;
    const texts = [
      base.replace('<cfdi:Emisor ', '<cfdi:Emisor Curp="x" '),
      base.replace('<cfdi:Emisor ', '<cfdi:Emisor xmlns:x="urn:x" x:Rfc="EKU9003173C9" '),
      base.replace(/(<cfdi:Emisor [^>]*>)(<cfdi:Receptor [^>]*>)/, '$2$1'),
      base.replace(/(<cfdi:Emisor [^>]*>)/, '$1$1'),
      base.replace(/<cfdi:Concepto .*<\/cfdi:Concepto>/, ''),
      base.replace('</cfdi:Comprobante>', '<cfdi:Complemento/><cfdi:Complemento/></cfdi:Comprobante>'),
      base.replace('</cfdi:Comprobante>', '<cfdi:Total/></cfdi:Comprobante>'),
      base.replace(/<cfdi:Traslados>.*?<\/cfdi:Traslados>/, '<cfdi:Traslados/>'),
      base.replace('<cfdi:Conceptos>', '<cfdi:Conceptos><x/>'),
    ];
    expect(texts.every((xml) => xml !== base)).toBe(true);
    expect(xsdTakes(texts)).not.toContain(true);
    for (const xml of texts) expect(judge(xml)).toContain('301');
  });
});

test('an Impuestos node without taxes is reported, although the XSD accepts it', () => {
  const xml = comprobanteXml(RIGHT_DOCUMENTS['a payment'] ?? GLOBAL).replace(
    /(<cfdi:Concepto [^>]*)\/>/,
    '$1><cfdi:Impuestos/></cfdi:Concepto>',
  );
  expect(checkStructure(parseXml(xml))).toEqual([
    { code: 'CFDI40173', satCode: 'CFDI40173', pointer: '/conceptos/0/impuestos' },
  ]);
});

test('an Addenda may contain anything', () => {
  const xml = comprobanteXml(GLOBAL).replace(
    '</cfdi:Comprobante>',
    '<cfdi:Addenda><tienda:Pedido xmlns:tienda="urn:t" n="1"><cfdi:Emisor/></tienda:Pedido></cfdi:Addenda></cfdi:Comprobante>',
  );
  expect(checkStructure(parseXml(xml))).toEqual([]);
});

function changedIn(xml: string): string {
  const base =
    BASES.find((candidate) => candidate.length > 0 && candidate.slice(0, 400) === xml.slice(0, 400)) ?? BASES[0] ?? '';
  let at = 0;
  while (base[at] === xml[at] && at < xml.length) at++;
  return JSON.stringify(xml.slice(Math.max(0, at - 30), at + 30));
}
