import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { comprobanteXml } from '../../server/cfdi/comprobante-xml.ts';
import { ticket } from '../support/cfdi-fixtures.ts';
import { EVERY_NODE } from '../support/every-node.ts';
import { comprobanteArbitrary } from '../support/generated-comprobantes.ts';

describe('a comprobante written and read again', () => {
  it('is the same, whatever nodes it has and whatever its texts contain', () => {
    fc.assert(
      fc.property(comprobanteArbitrary, (comprobante) => {
        expect(readCfdi(comprobanteXml(comprobante))).toEqual({
          kind: 'cfdi',
          file: { comprobante, timbres: [], complementos: [] },
        });
      }),
    );
  });

  it.each(Object.entries(EVERY_NODE))('is the same with %s', (_, comprobante) => {
    expect(readCfdi(comprobanteXml(comprobante))).toMatchObject({ kind: 'cfdi', file: { comprobante } });
  });
});

describe('the XML', () => {
  it('is one line of UTF-8 without BOM, with the SAT’s three prefixes declared at the root', () => {
    const xml = comprobanteXml(ticket());
    expect(xml).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?><cfdi:Comprobante xmlns:cfdi="http:\/\/www.sat.gob.mx\/cfd\/4" xmlns:xsi="/,
    );
    expect(xml).toContain(
      'xsi:schemaLocation="http://www.sat.gob.mx/cfd/4 http://www.sat.gob.mx/sitio_internet/cfd/4/cfdv40.xsd"',
    );
    expect(xml.split('\n')).toHaveLength(1);
  });

  it('has no empty element and no attribute for an absent value', () => {
    const { impuestos: _, sello: __, ...bare } = ticket({ conceptos: [] });
    const xml = comprobanteXml(bare);
    expect(xml).not.toMatch(/Sello|Impuestos|Descuento|InformacionGlobal|CfdiRelacionados|undefined|=""/);
    expect(xml).toContain('<cfdi:Conceptos></cfdi:Conceptos>');
  });

  it('has traslados first in a concepto and last in the document, as the XSD requires', () => {
    const order = (xml: string): readonly string[] =>
      [...xml.matchAll(/<cfdi:(Traslados|Retenciones|Concepto|Impuestos)[ >]/g)].map(([, name]) => name ?? '');
    const withheld = EVERY_NODE['retenciones in the document'] ?? ticket();
    expect(order(comprobanteXml(withheld))).toEqual([
      'Concepto',
      'Impuestos',
      'Traslados',
      'Retenciones',
      'Impuestos',
      'Retenciones',
      'Traslados',
    ]);
  });

  it('escapes what would end an attribute or be normalised inside one', () => {
    const { emisor } = ticket();
    const xml = comprobanteXml(ticket({ emisor: { ...emisor, nombre: `A&B <"C'> \t\n\r` } }));
    expect(xml).toContain(`Nombre="A&amp;B &lt;&quot;C'&gt; &#9;&#10;&#13;"`);
  });
});
