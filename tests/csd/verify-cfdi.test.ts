import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { cadenaOriginal } from '../../server/cfdi/cadena.ts';
import type { Comprobante, Timbre } from '../../server/cfdi/comprobante.ts';
import { comprobanteXml } from '../../server/cfdi/comprobante-xml.ts';
import { insertTimbre, timbreCadena, timbreXml } from '../../server/cfdi/timbre.ts';
import { parseCertificate } from '../../server/csd/certificate.ts';
import type { Sealer } from '../../server/csd/csd.ts';
import { openPrivateKey } from '../../server/csd/private-key.ts';
import { satCertificatesIn } from '../../server/csd/sat-certificates.ts';
import { createSealer } from '../../server/csd/sealer.ts';
import { createTestAuthority, type TestAuthority, type TestCredential } from '../../server/csd/test-certificates.ts';
import { type CfdiVerification, verifyCfdi } from '../../server/csd/verify-cfdi.ts';
import { EL_YUNQUE, ticket } from '../support/cfdi-fixtures.ts';
import { DISCOUNTED, HONORARIOS, plus, taxed } from '../support/comprobante-mutations.ts';
import { HERRERIA, KEMPER } from './issued.ts';

const IN_FORCE = Date.UTC(2025, 0, 15, 18);
const PAC = { kind: 'csd', rfc: 'SPR190613I52', nombre: 'PAC DE PRUEBAS', password: 'p' } as const;

let authority: TestAuthority;
let kemper: Sealer;
let sat: { readonly sealer: Sealer; readonly cer: Uint8Array };

beforeAll(async () => {
  authority = await createTestAuthority(IN_FORCE);
  const [own, pac] = await Promise.all([
    authority.issue({ kind: 'csd', ...KEMPER }, IN_FORCE),
    authority.issue(PAC, IN_FORCE),
  ]);
  kemper = sealerOf(own);
  sat = { sealer: sealerOf(pac), cer: Buffer.from(pac.cer) };
});

/** A sealer even of a FIEL, which `openCsd` refuses. */
function sealerOf(credential: TestCredential): Sealer {
  const certificate = parseCertificate(credential.cer);
  const opened = openPrivateKey(credential.key, credential.password);
  if (!certificate || opened.kind !== 'opened') throw new Error('not a credential');
  return createSealer(certificate, opened.key);
}

function sealed(comprobante: Comprobante, sealer: Sealer = kemper): Comprobante {
  const { noCertificado, certificado } = sealer.certificate;
  const ready = { ...comprobante, noCertificado, certificado };
  return { ...ready, sello: sealer.seal(cadenaOriginal(ready)) };
}

function timbreFor(comprobante: Comprobante): Timbre {
  const unsealed = {
    version: '1.1',
    uuid: '5C7B0622-01B4-4EB8-96D0-E0DEBD89FF0F',
    fechaTimbrado: '2026-11-20T18:33:07',
    rfcProvCertif: PAC.rfc,
    selloCfd: comprobante.sello ?? '',
    noCertificadoSat: sat.sealer.certificate.noCertificado,
  };
  return { ...unsealed, selloSat: sat.sealer.seal(timbreCadena(unsealed)) };
}

function stamped(comprobante: Comprobante): string {
  return insertTimbre(comprobanteXml(comprobante), timbreFor(comprobante));
}

const verify = (xml: string, language?: 'es-MX' | 'en'): CfdiVerification =>
  verifyCfdi(xml, {
    satCertificates: new Map([[sat.sealer.certificate.noCertificado, sat.cer]]),
    ...(language && { language }),
  });

const codes = ({ faults }: CfdiVerification): readonly string[] => faults.map(({ code }) => code);

const ALL_WELL = { sello: 'ok', noCertificado: 'ok', timbre: 'ok', selloCfd: 'ok', totals: 'ok', faults: [] };

describe('a valid file', () => {
  test('has no faults, exactly as verify --json prints it', () => {
    expect(verify(stamped(sealed(ticket())))).toEqual(ALL_WELL);
  });

  test('may have a BOM, line breaks, and an Addenda after its timbre', () => {
    const xml = stamped(sealed(ticket()))
      .replaceAll('><', '>\r\n  <')
      .replace(
        '</cfdi:Comprobante>',
        '<cfdi:Addenda><p:Pedido xmlns:p="urn:p" n="7"/></cfdi:Addenda></cfdi:Comprobante>',
      );
    expect(verify(`\uFEFF${xml}`)).toEqual(ALL_WELL);
  });

  test('need not be stamped yet', () => {
    expect(verify(comprobanteXml(sealed(ticket())))).toEqual({ ...ALL_WELL, timbre: 'absent', selloCfd: 'absent' });
  });

  test('may be stamped under a certificate of the SAT that we do not have', () => {
    expect(verifyCfdi(stamped(sealed(ticket())))).toEqual({ ...ALL_WELL, timbre: 'unknown-certificate' });
  });

  test('may be of an issuer with an & and a receptor with an Ñ', async () => {
    const yunque = sealerOf(await authority.issue({ kind: 'csd', ...HERRERIA }, IN_FORCE));
    const receptor = {
      rfc: 'OÑO120726RX3',
      nombre: 'ORGANICOS ÑAVEZ OSORIO',
      codigoPostal: '40501',
      regimenFiscal: '601',
      usoCfdi: 'G03',
    };
    expect(verify(stamped(sealed(ticket({ emisor: EL_YUNQUE, receptor }), yunque)))).toEqual(ALL_WELL);
  });
});

describe('tampering with what is sealed', () => {
  test('breaks the seal, whichever attribute it is', () => {
    const xml = comprobanteXml(sealed(DISCOUNTED));
    const attributes = Array.from(xml.matchAll(/ ([A-Z]\w+)="([^"]*)"/g));
    expect(attributes.length).toBeGreaterThan(50);
    for (const { 0: whole, 1: name = '', 2: value = '', index } of attributes) {
      if (name === 'Sello' || name === 'Certificado') continue;
      const forged = `${xml.slice(0, index)} ${name}="${value}1"${xml.slice(index + whole.length)}`;
      expect([name, verify(forged).sello]).toEqual([name, 'invalid']);
      expect(codes(verify(forged))).toContain('CFDI40102');
    }
  });

  test('by changing the total is also reported at the total', () => {
    const result = verify(stamped(sealed(ticket())).replace(' Total="527.00"', ' Total="52.70"'));
    expect(result).toMatchObject({ sello: 'invalid', totals: 'different', selloCfd: 'ok', timbre: 'ok' });
    expect(result.faults).toContainEqual({
      code: 'CFDI40119',
      pointer: '/total',
      detail: expect.stringContaining('(dice 52.70; se espera 527.00)'),
    });
  });

  test('by removing a concepto breaks the seal and the sums', () => {
    const result = verify(stamped(sealed(ticket())).replace(/<cfdi:Concepto .*?<\/cfdi:Concepto>/, ''));
    expect(result).toMatchObject({ sello: 'invalid', totals: 'different' });
    expect(codes(result)).toEqual(expect.arrayContaining(['CFDI40102', 'CFDI40108', 'CFDI40215']));
  });

  test('by changing the seal itself breaks it and separates it from its timbre', () => {
    const xml = stamped(sealed(ticket()));
    const result = verify(xml.replace(/ Sello="(..)/, (_, start) => ` Sello="${start === 'AA' ? 'BB' : 'AA'}`));
    expect(result).toMatchObject({ sello: 'invalid', selloCfd: 'different', timbre: 'ok', totals: 'ok' });
    expect(codes(result)).toEqual(['CFDI40102', 'sello-cfd-different']);
  });

  test('by respelling the seal, so that it decodes alike, breaks it', () => {
    const original = sealed(ticket());
    const sello = original.sello ?? '';
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    const respelled = `${sello.slice(0, -3)}${last.charAt(last.indexOf(sello.at(-3) ?? '') + 1)}==`;
    expect(Buffer.from(respelled, 'base64')).toEqual(Buffer.from(sello, 'base64'));
    expect(verify(comprobanteXml({ ...original, sello: respelled })).sello).toBe('invalid');
  });

  test('by removing the seal is reported as an absent seal', () => {
    const result = verify(comprobanteXml(sealed(ticket())).replace(/ Sello="[^"]*"/, ''));
    expect(result).toMatchObject({ sello: 'absent', noCertificado: 'ok' });
    expect(codes(result)).toEqual(['sello-absent']);
  });
});

describe('tampering with what is not sealed', () => {
  test('with an attribute that the cadena does not include is reported', () => {
    const xml = comprobanteXml(sealed(ticket())).replace('<cfdi:Receptor ', '<cfdi:Receptor Curp="X" ');
    expect(verify(xml)).toMatchObject({ sello: 'ok', faults: [{ code: 'xsd', pointer: '/receptor' }] });
  });

  test('with an attribute of another namespace does not replace the document’s own', () => {
    const xml = comprobanteXml(sealed(ticket())).replace(' Total="', ' xmlns:z="urn:z" z:Total="1.00" Total="');
    expect(verify(xml)).toMatchObject({ sello: 'ok', totals: 'ok', faults: [{ code: 'xsd', pointer: '' }] });
  });

  test('with a second Emisor is reported', () => {
    const xml = comprobanteXml(sealed(ticket())).replace(/(<cfdi:Emisor [^>]*>)/, '$1$1');
    expect(codes(verify(xml))).toEqual(['xsd']);
  });
});

describe('a file that the forger sealed again', () => {
  test('has a valid seal, and each sum that does not add up is reported', () => {
    const wrong = taxed(
      { ...HONORARIOS, emisor: ticket().emisor, total: plus(HONORARIOS.total, '1.00') },
      (impuestos) => ({
        ...impuestos,
        totalImpuestosTrasladados: plus(impuestos.totalImpuestosTrasladados, '0.01'),
      }),
    );
    const result = verify(stamped(sealed(wrong)));
    expect(result).toMatchObject({ sello: 'ok', timbre: 'ok', totals: 'different' });
    expect(codes(result)).toEqual(['CFDI40119', 'CFDI40205']);
  });

  test('with another taxpayer’s certificate is reported with its owner', async () => {
    const other = sealerOf(await authority.issue({ kind: 'csd', ...HERRERIA }, IN_FORCE));
    const result = verify(stamped(sealed(ticket(), other)));
    expect(result).toMatchObject({ sello: 'ok', noCertificado: 'ok', timbre: 'ok' });
    expect(result.faults).toEqual([
      { code: 'csd-rfc-mismatch', pointer: '/emisor/rfc', detail: expect.stringContaining('se espera H&E951128469') },
    ]);
  });

  test('with an e.firma is reported as such', async () => {
    const fiel = sealerOf(await authority.issue({ kind: 'fiel', ...KEMPER }, IN_FORCE));
    expect(codes(verify(stamped(sealed(ticket(), fiel))))).toEqual(['csd-is-fiel']);
  });

  test.each([
    ['2024-11-20T18:32:00', 'csd-not-yet-valid'],
    ['2029-11-20T18:32:00', 'csd-expired'],
  ])('has, at %s, a certificate that is %s', (fecha, code) => {
    expect(codes(verify(comprobanteXml(sealed(ticket({ fecha })))))).toEqual([code]);
  });

  test('is checked against the first second of its certificate in the local time of its place of issue', () => {
    const first = '2025-01-15T12:00:00';
    expect(codes(verify(comprobanteXml(sealed(ticket({ fecha: first })))))).toEqual([]);
    expect(codes(verify(comprobanteXml(sealed(ticket({ fecha: '2025-01-15T11:59:59' })))))).toEqual([
      'csd-not-yet-valid',
    ]);
    expect(codes(verify(comprobanteXml(sealed(ticket({ fecha: first, lugarExpedicion: '22000' })))))).toEqual([]);
  });

  test('is refused with another serial than the certificate’s', () => {
    const { certificado } = kemper.certificate;
    const forged = { ...ticket(), certificado, noCertificado: '00001000000504465028' };
    const result = verify(comprobanteXml({ ...forged, sello: kemper.seal(cadenaOriginal(forged)) }));
    expect(result).toMatchObject({ sello: 'ok', noCertificado: 'different' });
    expect(codes(result)).toEqual(['no-certificado-different']);
  });

  test('is refused with something that is not a certificate', () => {
    const result = verify(comprobanteXml({ ...sealed(ticket()), certificado: 'SGVsbG8=' }));
    expect(result).toMatchObject({ sello: 'invalid', noCertificado: 'different' });
    expect(codes(result)).toEqual(['CFDI40102', 'CFDI40106']);
  });
});

describe('the timbre', () => {
  test.each(['UUID', 'FechaTimbrado', 'RfcProvCertif', 'SelloSAT'])('with another %s is invalid', (name) => {
    const [document, timbre = ''] = stamped(sealed(ticket())).split('<tfd:');
    const forged = timbre.replace(
      new RegExp(`( ${name}="..)(.)`),
      (_, start, last) => `${start}${last === '7' ? '8' : '7'}`,
    );
    expect(forged).not.toBe(timbre);
    const result = verify(`${document}<tfd:${forged}`);
    expect(result).toMatchObject({ sello: 'ok', timbre: 'invalid', selloCfd: 'ok' });
    expect(codes(result)).toContain('timbre-invalid');
  });

  test('of another document is reported', () => {
    const other = timbreFor(sealed(ticket({ folio: '2000' })));
    const result = verify(insertTimbre(comprobanteXml(sealed(ticket())), other));
    expect(result).toMatchObject({ sello: 'ok', timbre: 'ok', selloCfd: 'different' });
    expect(codes(result)).toEqual(['sello-cfd-different']);
  });

  test('is a fault if it occurs twice', () => {
    const document = sealed(ticket());
    const twice = stamped(document).replace(
      '</cfdi:Complemento>',
      `${timbreXml(timbreFor(document))}</cfdi:Complemento>`,
    );
    expect(codes(verify(twice))).toEqual(['two-timbres']);
  });

  test('without a well-formed UUID is invalid even if its certificate is unknown', () => {
    const xml = stamped(sealed(ticket())).replace(/ UUID="[^"]*"/, ' UUID="1"');
    expect(verifyCfdi(xml)).toMatchObject({
      timbre: 'invalid',
      faults: [{ code: 'timbre-malformed', pointer: '/timbre/uuid' }],
    });
  });

  test('may have a Leyenda with extra spaces', () => {
    const document = sealed(ticket());
    const { selloSat: _, ...timbre } = { ...timbreFor(document), leyenda: 'Sin  validez fiscal ' };
    const selloSat = sat.sealer.seal(timbreCadena({ ...timbre, leyenda: 'Sin validez fiscal' }));
    expect(verify(insertTimbre(comprobanteXml(document), { ...timbre, selloSat }))).toEqual(ALL_WELL);
  });
});

describe('certificates of the SAT in a directory', () => {
  test('are found by their serial, which is never used as a path', () => {
    const directory = mkdtempSync(join(tmpdir(), 'sat-'));
    try {
      const serial = sat.sealer.certificate.noCertificado;
      writeFileSync(join(directory, `${serial}.cer`), sat.cer);
      const satCertificates = satCertificatesIn(directory);
      expect(verifyCfdi(stamped(sealed(ticket())), { satCertificates }).timbre).toBe('ok');
      expect(satCertificates.get('00001000000504465028')).toBeUndefined();
      expect(satCertificates.get(`../${directory.split('/').at(-1)}/${serial}`)).toBeUndefined();
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});

test('an unknown complement is reported once, and its seal is not judged', () => {
  const pago = '<pago20:Pagos xmlns:pago20="http://www.sat.gob.mx/Pagos20" Version="2.0"/>';
  const xml = stamped(sealed(ticket())).replace('<cfdi:Complemento>', `<cfdi:Complemento>${pago}${pago}`);
  const result = verify(xml);
  expect(result).toMatchObject({ sello: 'unsupported-complement', noCertificado: 'ok', timbre: 'ok', selloCfd: 'ok' });
  expect(result.faults).toEqual([
    { code: 'unsupported-complement', pointer: '/complemento', detail: expect.stringContaining('pago20:Pagos') },
  ]);
});

describe('a file that is not a CFDI', () => {
  test.each<readonly [string, (xml: string) => string]>([
    ['a file cut short', (xml) => xml.slice(0, -200)],
    ['an empty file', () => ''],
    ['a page of a website', () => '<!DOCTYPE html><html><body>Factura</body></html>'],
    ['a CFDI 3.3', (xml) => xml.replaceAll('http://www.sat.gob.mx/cfd/4', 'http://www.sat.gob.mx/cfd/3')],
    ['a document with entities of its own', (xml) => xml.replace('?>', '?><!DOCTYPE x [<!ENTITY a "b">]>')],
    ['a document without its Receptor', (xml) => xml.replace(/<cfdi:Receptor [^>]*>/, '')],
    ['an attribute twice', (xml) => xml.replace(' Total="527.00"', ' Total="527.00" Total="1.00"')],
  ])('%s is reported as not-a-cfdi, in the usual shape of an answer', (_, change) => {
    expect(verify(change(stamped(sealed(ticket()))))).toEqual({
      sello: 'absent',
      noCertificado: 'different',
      timbre: 'absent',
      selloCfd: 'absent',
      totals: 'different',
      faults: [
        { code: 'not-a-cfdi', pointer: '', detail: expect.stringMatching(/^El archivo no es un CFDI 4.0 completo: ./) },
      ],
    });
  });
});

test('verification answers in the requested language', () => {
  const xml = stamped(sealed(ticket())).replace(' Total="527.00"', ' Total="52.70"');
  expect(verify(xml, 'en').faults.map(({ detail }) => detail)).toContainEqual(
    expect.stringMatching(/^Total is not SubTotal.*\(it says 52\.70; expected 527\.00\)$/),
  );
});

const ORACLE = resolve('../shared/sat/verify.sh');
const hasOracle =
  existsSync(ORACLE) && ['xmllint', 'xsltproc'].every((tool) => spawnSync(tool, ['--version']).status === 0);
if (!hasOracle) console.warn(`verify-cfdi: no ${ORACLE} or its tools; the seals were not checked by another program`);

describe.skipIf(!hasOracle)('an independent oracle', () => {
  const ask = (xml: string): string => {
    const directory = mkdtempSync(join(tmpdir(), 'oracle-'));
    try {
      const file = join(directory, 'f.xml');
      writeFileSync(file, xml);
      return execFileSync('bash', [ORACLE, file], { encoding: 'utf8' });
    } finally {
      rmSync(directory, { recursive: true });
    }
  };

  test('finds no fault in a valid file either', () => {
    expect(ask(stamped(sealed(ticket())))).toMatch(/xsd=1\|sello=Verified OK\|serial=ok\|.*SelloCFD=ok/);
  });

  test.each<readonly [string, (xml: string) => string]>([
    ['a total', (xml) => xml.replace(' Total="527.00"', ' Total="1.00"')],
    ['a name', (xml) => xml.replace('UNIVERSIDAD ROBOTICA', 'UNIVERSIDAD  ROBÓTICA')],
    ['a double space, which the cadena folds', (xml) => xml.replace('UNIVERSIDAD ROBOTICA', 'UNIVERSIDAD  ROBOTICA')],
    ['a description with an ampersand', (xml) => xml.replace('Taza de', 'Taza &amp; plato de')],
    [
      'the order of two attributes',
      (xml) => xml.replace(/ Moneda="MXN" Total="527.00"/, ' Total="527.00" Moneda="MXN"'),
    ],
  ])('agrees on the seal after changing %s', (_, change) => {
    const xml = change(stamped(sealed(ticket())));
    expect(xml).not.toBe(stamped(sealed(ticket())));
    expect(ask(xml).includes('sello=Verified OK')).toBe(verify(xml).sello === 'ok');
  });
});
