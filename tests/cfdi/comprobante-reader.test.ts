import { describe, expect, it } from 'vitest';
import { cadenaOriginal } from '../../server/cfdi/cadena.ts';
import type { CfdiFile } from '../../server/cfdi/comprobante.ts';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { comprobanteXml } from '../../server/cfdi/comprobante-xml.ts';
import { timbreXml } from '../../server/cfdi/timbre.ts';
import { stampedTicket, ticket, timbreOf } from '../support/cfdi-fixtures.ts';

function fileOf(xml: string): CfdiFile {
  const outcome = readCfdi(xml);
  if (outcome.kind !== 'cfdi') throw new Error(outcome.detail);
  return outcome.file;
}

const STAMPED = stampedTicket();

describe('a CFDI as others write it', () => {
  it('may begin with a BOM', () => {
    expect(fileOf(`\ufeff${STAMPED}`)).toEqual(fileOf(STAMPED));
  });

  it('may be indented, with its attributes in any order and in single quotes', () => {
    const pretty = STAMPED.replaceAll('><', '>\n  <')
      .replace(/(Serie="CJ") (Folio="1042")/, '$2\n $1')
      .replace(/Moneda="MXN"/, "Moneda = 'MXN'");
    expect(fileOf(pretty)).toEqual(fileOf(STAMPED));
  });

  it('may use another prefix for the SAT’s namespace, or none', () => {
    const other = STAMPED.replaceAll('cfdi:', 'c:').replace('xmlns:cfdi', 'xmlns:c');
    const bare = STAMPED.replaceAll('cfdi:', '').replace('xmlns:cfdi', 'xmlns');
    expect(fileOf(other)).toEqual(fileOf(STAMPED));
    expect(fileOf(bare)).toEqual(fileOf(STAMPED));
  });

  it('may write a character as an entity: the text and the cadena stay the same', () => {
    const written = STAMPED.replace('ESPAÑOLA', 'ESPA&#209;OL&#x41;');
    expect(cadenaOriginal(fileOf(written).comprobante)).toBe(cadenaOriginal(fileOf(STAMPED).comprobante));
  });

  it('may have an addenda, which is ignored', () => {
    const addenda = '<cfdi:Addenda><pedido xmlns="urn:tienda" TipoDeComprobante="X">42</pedido></cfdi:Addenda>';
    const xml = STAMPED.replace('</cfdi:Comprobante>', `${addenda}</cfdi:Comprobante>`);
    expect(fileOf(xml)).toEqual(fileOf(STAMPED));
  });
});

describe('timbres and complements', () => {
  it('a timbre is read completely', () => {
    expect(fileOf(STAMPED).timbres).toEqual([timbreOf(ticket())]);
    expect(fileOf(comprobanteXml(ticket())).timbres).toEqual([]);
  });

  it('two timbres are both reported, wherever they are', () => {
    const second = timbreXml({ ...timbreOf(ticket()), uuid: 'FFFFFFFF-0000-4000-8000-000000000000' });
    const beside = STAMPED.replace('</cfdi:Complemento>', `${second}</cfdi:Complemento>`);
    const apart = STAMPED.replace(
      '</cfdi:Complemento>',
      `</cfdi:Complemento><cfdi:Complemento>${second}</cfdi:Complemento>`,
    );
    expect([fileOf(beside), fileOf(apart)].map(({ timbres }) => timbres.length)).toEqual([2, 2]);
  });

  it('any other complement is reported by name, in the document or in a concepto', () => {
    const pagos = '<pago20:Pagos xmlns:pago20="http://www.sat.gob.mx/Pagos20" Version="2.0"/>';
    const iedu =
      '<cfdi:ComplementoConcepto><iedu:instEducativas xmlns:iedu="http://www.sat.gob.mx/iedu"/></cfdi:ComplementoConcepto>';
    const xml = STAMPED.replace('<cfdi:Complemento>', `<cfdi:Complemento>${pagos}`).replace(
      '</cfdi:Concepto>',
      `${iedu}</cfdi:Concepto>`,
    );
    expect(fileOf(xml)).toMatchObject({ complementos: ['pago20:Pagos', 'iedu:instEducativas'], timbres: [{}] });
  });

  it('an element that only uses the timbre’s namespace is not a timbre', () => {
    const borrowed = STAMPED.replace(
      '<cfdi:Complemento>',
      '<cfdi:Complemento><tfd:Otro xmlns:tfd="http://www.sat.gob.mx/TimbreFiscalDigital"/>',
    );
    expect(fileOf(borrowed)).toMatchObject({ complementos: ['tfd:Otro'], timbres: [{}] });
  });
});

describe('what is not a CFDI is reported as a fault, never thrown', () => {
  const entity = '<!DOCTYPE cfdi:Comprobante [<!ENTITY lol "lol">]>';

  it.each<[string, string, RegExp]>([
    ['nothing', '', /./],
    ['JSON', '{"folio": "A-1001"}', /./],
    ['a file cut short', STAMPED.slice(0, -200), /./],
    ['a file cut between two elements', STAMPED.slice(0, STAMPED.indexOf('</cfdi:Comprobante>')), /unclosed/i],
    ['crossed tags', STAMPED.replace('</cfdi:Conceptos>', '</cfdi:Concepto>'), /./],
    ['an attribute twice', STAMPED.replace('Moneda="MXN"', 'Moneda="MXN" Moneda="USD"'), /attribute/i],
    ['a DTD', STAMPED.replace('?>', `?>${entity}`), /DTD/],
    ['an entity nobody declared', STAMPED.replace('ESPAÑOLA', '&xxe;'), /entity/i],
    ['something after the end', `${STAMPED}<otro/>`, /./],
    ['an undeclared prefix', STAMPED.replace(' xmlns:cfdi="http://www.sat.gob.mx/cfd/4"', ''), /./],
    ['a control character', STAMPED.replace('ESPAÑOLA', 'ESPA\u0001OLA'), /character/i],
    ['a CFDI 3.3', STAMPED.replaceAll('sat.gob.mx/cfd/4', 'sat.gob.mx/cfd/3'), /CFDI 4\.0/],
    ['a timbre alone', timbreXml(timbreOf(ticket())), /cfdi:Comprobante/],
    ['no receptor', STAMPED.replace(/<cfdi:Receptor[^>]*>/, ''), /Receptor/],
    ['no Total', STAMPED.replace(/ Total="[^"]*"/, ''), /Total/],
    ['a concepto without Importe', STAMPED.replace(/(<cfdi:Concepto [^>]*) Importe="[^"]*"/, '$1'), /Importe/],
    ['a thousand nested elements', `${'<a>'.repeat(1000)}${'</a>'.repeat(1000)}`, /deep/],
  ])('%s', (_, xml, detail) => {
    const outcome = readCfdi(xml);
    expect(outcome.kind).toBe('not-a-cfdi');
    expect(outcome.kind === 'not-a-cfdi' && outcome.detail).toMatch(detail);
  });
});
