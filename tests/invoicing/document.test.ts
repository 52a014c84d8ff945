import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Comprobante, Timbre } from '../../server/cfdi/comprobante.ts';
import { readCfdi } from '../../server/cfdi/comprobante-reader.ts';
import { comprobanteXml } from '../../server/cfdi/comprobante-xml.ts';
import { insertTimbre, timbreXml } from '../../server/cfdi/timbre.ts';
import type { Sealer } from '../../server/csd/csd.ts';
import { openCsd } from '../../server/csd/open-csd.ts';
import { createTestAuthority } from '../../server/csd/test-certificates.ts';
import { verifyCfdi } from '../../server/csd/verify-cfdi.ts';
import type { IngresoSnapshot } from '../../server/invoicing/claim.ts';
import { acceptTimbre, buildDocument, sealDocument } from '../../server/invoicing/document.ts';
import type { SealedDocument } from '../../server/invoicing/invoice.ts';
import type { SaleBody } from '../../server/sales/sale.ts';
import { CAFE_JACARANDA, timbreOf, UNIVERSIDAD } from '../support/cfdi-fixtures.ts';
import { IVA_0, line, RESTAURANT, sold } from '../support/tickets.ts';

/** 00:00:30 of 1 December in Mexico City, 23:00:30 of 30 November in Tijuana. */
const NOW = Date.UTC(2026, 11, 1, 6, 0, 30);

const breakfast: SaleBody = {
  ...RESTAURANT,
  folio: 'LM-2201',
  date: '2026-11-20T09:12:00-06:00',
  estado: 'pagada',
  formaPago: '28',
  anticipo: false,
};
const SNAPSHOT: IngresoSnapshot = {
  kind: 'ingreso',
  emisor: CAFE_JACARANDA,
  lugarExpedicion: '06700',
  receptor: UNIVERSIDAD,
  sales: [breakfast],
  itemizeIeps: false,
  emails: [],
};

function documentOf(changes: Partial<IngresoSnapshot> = {}): Comprobante {
  const outcome = buildDocument({ ...SNAPSHOT, ...changes }, 'CJ', 1042, NOW);
  if (outcome.kind === 'faults') throw new Error(JSON.stringify(outcome.faults));
  return outcome.comprobante;
}

let sealer: Sealer;
beforeAll(async () => {
  const authority = await createTestAuthority(NOW);
  const pair = await authority.issue({ kind: 'csd', ...CAFE_JACARANDA, password: 'secreto' }, NOW - 86_400_000);
  const opened = openCsd(pair);
  if (opened.kind !== 'opened') throw new Error(opened.faults.join());
  sealer = opened.sealer;
});

describe('the document of a snapshot', () => {
  it('is dated a minute ago on the wall of its branch: never in a PAC’s future', () => {
    expect(documentOf().fecha).toBe('2026-11-30T23:59:30');
    expect(documentOf({ lugarExpedicion: '22000' }).fecha).toBe('2026-11-30T21:59:30');
  });

  it('carries the serie, the folio and everything the snapshot froze', () => {
    expect(documentOf()).toMatchObject({
      serie: 'CJ',
      folio: '1042',
      formaPago: '28',
      emisor: CAFE_JACARANDA,
      receptor: UNIVERSIDAD,
      total: '348.00',
    });
  });

  it('of several sales is paid as most of the money was, the first of equals', () => {
    const other = (total: string, formaPago: string): SaleBody => ({
      ...breakfast,
      ...sold(total, [line('Café', total, [IVA_0])]),
      formaPago,
    });
    const paid = (...sales: readonly SaleBody[]) => documentOf({ sales: [breakfast, ...sales] }).formaPago;
    expect(paid(other('300.00', '01'))).toBe('28');
    expect(paid(other('300.00', '01'), other('100.00', '01'))).toBe('01');
    expect(paid(other('348.00', '01'))).toBe('28');
  });

  it('of a sale in dollars carries its rate', () => {
    const dollars: SaleBody = { ...breakfast, moneda: 'USD', tipoCambio: '18.4213' };
    expect(documentOf({ sales: [dollars] })).toMatchObject({ moneda: 'USD', tipoCambio: '18.4213' });
  });
});

describe('a sealed document', () => {
  it('verifies, and is described to the byte', () => {
    const sealed = sealDocument(documentOf(), sealer, NOW);
    expect(verifyCfdi(sealed.xml)).toMatchObject({ sello: 'ok', noCertificado: 'ok', totals: 'ok', faults: [] });
    expect(sealed).toMatchObject({
      sha256: createHash('sha256').update(sealed.xml, 'utf8').digest('hex'),
      noCertificado: sealer.certificate.noCertificado,
      fecha: '2026-11-30T23:59:30',
      sealedAt: NOW,
    });
  });
});

/** Its first letter exchanged for another one, whichever it was: the seal is a new one in every run. */
function otherSeal(sello: string): string {
  return `${sello.startsWith('A') ? 'B' : 'A'}${sello.slice(1)}`;
}

/** One document in 64 has a seal that begins with a given letter. */
function sealedWith(letter: string): SealedDocument {
  for (let folio = 1; ; folio++) {
    const outcome = buildDocument(SNAPSHOT, 'CJ', folio, NOW);
    if (outcome.kind === 'faults') throw new Error(JSON.stringify(outcome.faults));
    const sealed = sealDocument(outcome.comprobante, sealer, NOW);
    if (sealed.sello.startsWith(letter)) return sealed;
  }
}

describe('a timbre is accepted only on this very document', () => {
  let sealed: SealedDocument;
  let timbre: Timbre;
  let comprobante: Comprobante;
  beforeAll(() => {
    sealed = sealDocument(documentOf(), sealer, NOW);
    const read = readCfdi(sealed.xml);
    if (read.kind !== 'cfdi') throw new Error(read.detail);
    comprobante = read.file.comprobante;
    timbre = timbreOf(comprobante);
  });
  const stampedWith = (changes: Partial<Timbre>, xml = sealed.xml): string =>
    insertTimbre(xml, { ...timbre, ...changes });
  const changed = (changes: Partial<Comprobante>): string =>
    stampedWith({}, comprobanteXml({ ...comprobante, ...changes }));

  it('ours: the UUID in the case it came in, the XML byte for byte', () => {
    const xml = stampedWith({ uuid: timbre.uuid.toLowerCase() });
    expect(acceptTimbre(sealed, xml)).toEqual({ kind: 'ours', uuid: timbre.uuid.toLowerCase(), xml });
  });

  it('ours too when the PAC writes the same values differently', () => {
    const xml = stampedWith({}).replaceAll('><', '>\n<').replace('ESPAÑOLA', 'ESPA&#xD1;OLA');
    expect(acceptTimbre(sealed, `\ufeff${xml}`)).toMatchObject({ kind: 'ours' });
  });

  it('not ours: the timbre of another seal, whatever letter the seal begins with', () => {
    for (const letter of ['A', 'B']) {
      const own = sealedWith(letter);
      const xml = insertTimbre(own.xml, { ...timbre, selloCfd: otherSeal(own.sello) });
      expect(acceptTimbre(own, xml)).toMatchObject({ kind: 'not-ours', reason: expect.stringMatching(/SelloCFD/) });
    }
  });

  it.each<[string, () => string, RegExp]>([
    ['nothing', () => '', /no CFDI/],
    ['an answer in HTML', () => '<html><body>502</body></html>', /no CFDI/],
    ['a file cut short', () => stampedWith({}).slice(0, -30), /no CFDI/],
    ['what was sent, unstamped', () => sealed.xml, /0 timbres/],
    [
      'two timbres',
      () => stampedWith({}).replace('</cfdi:Complemento>', `${timbreXml(timbre)}</cfdi:Complemento>`),
      /2 timbres/,
    ],
    ['an empty SelloCFD', () => stampedWith({ selloCfd: '' }), /SelloCFD/],
    ['a UUID that is none', () => stampedWith({ uuid: '1042' }), /UUID/],
    ['another total', () => changed({ total: '348.01' }), /not the one/],
    ['another receptor', () => changed({ receptor: { ...UNIVERSIDAD, nombre: 'OTRA' } }), /not the one/],
    ['another Fecha', () => changed({ fecha: '2026-11-30T23:59:31' }), /not the one/],
    ['a line more', () => changed({ conceptos: [...comprobante.conceptos, ...comprobante.conceptos] }), /not the one/],
    [
      'a seal of its own',
      () => stampedWith({ selloCfd: 'B' }, comprobanteXml({ ...comprobante, sello: 'B' })),
      /SelloCFD/,
    ],
    ['another certificate', () => changed({ certificado: 'AAAA' }), /not the one/],
    [
      'a relation more',
      () => changed({ cfdiRelacionados: [{ tipoRelacion: '04', uuids: [timbre.uuid] }] }),
      /not the one/,
    ],
    [
      'a complement nobody asked for',
      () => stampedWith({}).replace('<cfdi:Complemento>', '<cfdi:Complemento><x:X xmlns:x="urn:x"/>'),
      /complement/,
    ],
  ])('not ours: %s', (_, xml, reason) => {
    expect(acceptTimbre(sealed, xml())).toEqual({ kind: 'not-ours', reason: expect.stringMatching(reason) });
  });
});
