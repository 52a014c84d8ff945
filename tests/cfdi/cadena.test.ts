import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { cadenaOriginal, normalizeSpace } from '../../server/cfdi/cadena.ts';
import type { Comprobante } from '../../server/cfdi/comprobante.ts';
import { comprobanteXml } from '../../server/cfdi/comprobante-xml.ts';
import { ticket } from '../support/cfdi-fixtures.ts';
import { EVERY_NODE } from '../support/every-node.ts';

const fieldsOf = (comprobante: Comprobante): readonly string[] => cadenaOriginal(comprobante).slice(2, -2).split('|');

describe('the cadena original', () => {
  it('of a ticket has its values in the SAT’s order, without seal and certificate', () => {
    expect(cadenaOriginal(ticket())).toBe(
      '||4.0|CJ|1042|2026-11-20T18:32:00|04|30001000000500003416|506.45|MXN|527.00|I|01|PUE|06700' +
        '|EKU9003173C9|ESCUELA KEMPER URGATE|601' +
        '|URE180429TM6|UNIVERSIDAD ROBOTICA ESPAÑOLA|65000|601|G03' +
        '|50201706|CAF-340|2|H87|Pieza|Café de altura Jacaranda, tueste medio, 340 g|189.000000|378.000000|02' +
        '|378.000000|002|Tasa|0.000000|0.000000' +
        '|52152101|TAZ-01|1|H87|Pieza|Taza de cerámica esmaltada|128.448276|128.448276|02' +
        '|128.448276|002|Tasa|0.160000|20.551724' +
        '|378.00|002|Tasa|0.000000|0.00|128.45|002|Tasa|0.160000|20.55|20.55||',
    );
  });

  it('has every optional attribute of the document in its place', () => {
    const fields = fieldsOf(EVERY_NODE['every optional attribute of the document'] ?? ticket());
    expect(fields.slice(5, 19).join(' ')).toBe(
      '30001000000500003416 Contado 30 días 506.45 8.45 USD 18.4213 527.00 I 01 PUE 06700 AB12C EKU9003173C9 ESCUELA KEMPER URGATE',
    );
    expect(fields.slice(19, 28)).toEqual([
      '601',
      '0123456789',
      'XEXX010101000',
      'JANE DOE & SONS',
      '06700',
      'USA',
      '121585958',
      '616',
      'S01',
    ]);
  });

  it('has third parties, pedimentos, predial and parts after the taxes of their concepto', () => {
    const fields = fieldsOf(EVERY_NODE['every optional node and attribute of a concepto'] ?? ticket());
    const after = fields.indexOf('12.800040') + 1;
    expect(fields.slice(after, after + 17).join('|')).toBe(
      'OÑO120726RX3|ORGANICOS ÑAVEZ OSORIO|601|40501|15 48 3009 0001234|15 48 3009 0001235|0123456789|9876543210' +
        '|52152101|TAZ-01|6|Pieza|Taza|15.00|90.00|15 48 3009 0001236|52152102',
    );
  });

  it('has the document’s retenciones before its traslados, each followed by its total', () => {
    const fields = fieldsOf(EVERY_NODE['retenciones in the document'] ?? ticket());
    expect(fields.slice(-11).join('|')).toBe(
      '001|125.00|002|1066.67|1191.67|10000.00|002|Tasa|0.160000|1600.00|1600.00',
    );
  });

  it('has a bar for an empty attribute, and none for an absent one', () => {
    const { serie: _, ...withoutSerie } = ticket();
    expect(cadenaOriginal(ticket({ serie: '' }))).toMatch(/^\|\|4\.0\|\|1042\|/);
    expect(cadenaOriginal(withoutSerie)).toMatch(/^\|\|4\.0\|1042\|/);
  });

  it('does not change with the seal or the certificate', () => {
    expect(cadenaOriginal(ticket({ sello: 'AAAA', certificado: 'BBBB' }))).toBe(cadenaOriginal(ticket()));
  });
});

describe('normalize-space', () => {
  it.each([
    ['  a  b\t\r\nc ', 'a b c'],
    ['\n', ''],
    ['a\u00a0 \u00a0b', 'a\u00a0 \u00a0b'],
    ['\u00a0a\u00a0', '\u00a0a\u00a0'],
    ['a\u2003b\u2028c', 'a\u2003b\u2028c'],
    ['a b', 'a b'],
  ])('turns %j into %j: only space, tab, CR and LF count', (text, normal) => {
    expect(normalizeSpace(text)).toBe(normal);
  });
});

describe('compared with the SAT’s own XSLT (cadenaoriginal_4_0.xslt, 2022)', () => {
  const stylesheet = fileURLToPath(
    new URL(
      '../../../shared/sat/schemas/www.sat.gob.mx/sitio_internet/cfd/4/cadenaoriginal_4_0/cadenaoriginal_4_0.xslt',
      import.meta.url,
    ),
  );
  const transform = async (file: string): Promise<string> =>
    (await promisify(execFile)('xsltproc', ['--nonet', stylesheet, file], { encoding: 'utf8' })).stdout;

  it('our cadena has the same bytes for every node and attribute', async (context) => {
    if (!existsSync(stylesheet)) {
      console.warn('The SAT’s XSLT is missing: the cadena is NOT compared with it.');
      return context.skip();
    }
    const dir = mkdtempSync(join(tmpdir(), 'autofactura-cadena-'));
    try {
      for (const [name, comprobante] of Object.entries(EVERY_NODE)) {
        const file = join(dir, 'cfdi.xml');
        writeFileSync(file, comprobanteXml(comprobante));
        expect(cadenaOriginal(comprobante), name).toBe(await transform(file));
      }
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
