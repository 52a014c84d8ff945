import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { comprobanteXml } from '../../server/cfdi/comprobante-xml.ts';
import { insertTimbre, isUuid, timbreCadena } from '../../server/cfdi/timbre.ts';
import { stampedTicket, ticket, timbreOf } from '../support/cfdi-fixtures.ts';
import { timbreArbitrary } from '../support/generated-comprobantes.ts';

const SEALED = comprobanteXml(ticket());
const TIMBRE = timbreOf(ticket());

describe('insertTimbre', () => {
  it('leaves every sealed byte as it was, and what is read back is the timbre', () => {
    fc.assert(
      fc.property(timbreArbitrary, (timbre) => {
        const stamped = insertTimbre(SEALED, timbre);
        const at = stamped.indexOf('<cfdi:Complemento>');
        expect(stamped.slice(0, at) + stamped.slice(stamped.indexOf('</cfdi:Complemento>') + 19)).toBe(SEALED);
        expect(readCfdi(stamped)).toMatchObject({ kind: 'cfdi', file: { timbres: [timbre], complementos: [] } });
      }),
    );
  });

  it('refuses what is stamped already, cut short, or another document', () => {
    for (const xml of [stampedTicket(), SEALED.slice(0, -1), '<a/>'])
      expect(() => insertTimbre(xml, TIMBRE)).toThrow('not a sealed document');
  });
});

describe('the timbre’s own cadena', () => {
  it('is its values in the order of the TFD 1.1, its seal left out', () => {
    expect(timbreCadena(TIMBRE)).toBe(
      `||1.1|A1B2C3D4-5E6F-4A7B-8C9D-000000001042|2026-11-20T18:33:07|SPR190613I52|${TIMBRE.selloCfd}|00001000000504465028||`,
    );
  });

  it('has the leyenda between the PAC and the seal, its spaces normalised', () => {
    const fields = timbreCadena({ ...TIMBRE, leyenda: ' Sin  validez\nfiscal ' }).split('|');
    expect(fields.slice(5, 7)).toEqual(['SPR190613I52', 'Sin validez fiscal']);
  });
});

describe('isUuid', () => {
  it.each(['A1B2C3D4-5E6F-4A7B-8C9D-000000001042', 'a1b2c3d4-5e6f-4a7b-8c9d-000000001042'])(
    'takes %s, either case',
    (uuid) => {
      expect(isUuid(uuid)).toBe(true);
    },
  );

  it.each([
    '',
    'A1B2C3D45E6F4A7B8C9D000000001042',
    ' A1B2C3D4-5E6F-4A7B-8C9D-000000001042',
    'G1B2C3D4-5E6F-4A7B-8C9D-000000001042',
    'A1B2C3D4-5E6F-4A7B-8C9D-00000000104',
    'A1B2C3D4-5E6F-4A7B-8C9D-000000001042\n',
  ])('refuses %j', (uuid) => {
    expect(isUuid(uuid)).toBe(false);
  });
});
