import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCfdiHead } from '../../server/cfdi/comprobante-head.ts';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { comprobanteXml } from '../../server/cfdi/comprobante-xml.ts';
import { stampedTicket } from '../support/cfdi-fixtures.ts';
import { comprobanteArbitrary } from '../support/generated-comprobantes.ts';
import '../support/property-seed.ts';

const STAMPED = stampedTicket();

/** What is to be read: everything but the conceptos. */
function rest(xml: string) {
  const read = readCfdi(xml);
  if (read.kind !== 'cfdi') return read;
  return { ...read, file: { ...read.file, comprobante: { ...read.file.comprobante, conceptos: [] } } };
}

describe('the head of a CFDI', () => {
  it('is everything except its conceptos, including the timbre', () => {
    expect(readCfdiHead(STAMPED)).toEqual(rest(STAMPED));
    expect(readCfdiHead(STAMPED)).toMatchObject({ kind: 'cfdi', file: { timbres: [{ version: '1.1' }] } });
  });

  it('is the same whatever its texts contain', () => {
    fc.assert(
      fc.property(comprobanteArbitrary, (comprobante) => {
        const xml = comprobanteXml(comprobante);
        expect(readCfdiHead(xml)).toEqual(rest(xml));
      }),
      { numRuns: 300 },
    );
  });

  it('is read with another prefix, or with none', () => {
    for (const xml of [
      STAMPED.replaceAll('cfdi:', 'c:').replace('xmlns:cfdi', 'xmlns:c'),
      STAMPED.replaceAll('cfdi:', '').replace('xmlns:cfdi', 'xmlns'),
    ])
      expect(readCfdiHead(xml)).toEqual(rest(STAMPED));
  });

  it('is refused with a reason for a file that is not a CFDI', () => {
    for (const xml of ['', STAMPED.slice(0, -200), STAMPED.replace(/<cfdi:Receptor[^>]*>/, '')])
      expect(readCfdiHead(xml)).toMatchObject({ kind: 'not-a-cfdi' });
  });
});
