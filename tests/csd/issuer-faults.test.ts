import { describe, expect, test } from 'vitest';
import type { CsdCertificate } from '../../server/csd/certificate.ts';
import { issuerFaults, windowFaults } from '../../server/csd/issuer-faults.ts';

const CERTIFICATE: CsdCertificate = {
  kind: 'csd',
  rfc: 'EKU9003173C9',
  nombre: 'ESCUELA KEMPER URGATE SA DE CV',
  noCertificado: '30001000000500003416',
  validFrom: new Date('2025-11-20T18:00:00Z'),
  validTo: new Date('2029-11-20T18:00:00Z'),
  environment: 'test',
  certificado: '',
};

const FECHA = '2026-11-28T12:00:00';
const named = (certificate: string, nombre: string, rfc = 'EKU9003173C9') =>
  issuerFaults({ ...CERTIFICATE, rfc, nombre: certificate }, { nombre, lugarExpedicion: '06700', fecha: FECHA }).map(
    ({ params }) => params?.expected,
  );

describe('the name of a persona moral is its certificate’s without the capital regime:', () => {
  test.each([
    'SA DE CV',
    'S.A. DE C.V.',
    'S DE RL DE CV',
    'S DE RL',
    'S DE RL DE CV MI',
    'SAPI DE CV',
    'SAB DE CV',
    'SAPI DE CV SOFOM ENR',
    'SAS DE CV',
    'SC',
    'AC',
    'SC DE RL DE CV',
    'SPR DE RL',
    'SOCIEDAD CIVIL',
    'SOCIEDAD ANONIMA DE CAPITAL VARIABLE',
    'SOCIEDAD ANÓNIMA DE CAPITAL VARIABLE',
    'SOCIEDAD DE RESPONSABILIDAD LIMITADA DE CAPITAL VARIABLE',
  ])('without «%s»', (regimen) => {
    expect(named(`LA PALMA DE ORO ${regimen}`, 'LA PALMA DE ORO')).toEqual([]);
    expect(named(`LA PALMA DE ORO, ${regimen}`, 'LA PALMA DE ORO')).toEqual([]);
    expect(named(`LA PALMA DE ORO ${regimen}`, `LA PALMA DE ORO ${regimen}`)).toEqual(['LA PALMA DE ORO']);
  });

  test.each(['CASA DE LA S', 'GRUPO C V DE MEXICO', 'LA SOCIEDAD DE LOS POETAS', 'SOCIEDAD CIVIL', 'A C'])(
    '%s has none: it is a name whole',
    (nombre) => {
      expect(named(nombre, nombre)).toEqual([]);
    },
  );

  test('a person’s name is never shortened, and extra blanks make no difference', () => {
    expect(named('MARIA  SA AC', 'MARIA SA AC', 'XOJI740919U48')).toEqual([]);
    expect(named('MARIA SA AC', 'MARIA', 'XOJI740919U48')).toEqual(['MARIA SA AC']);
  });

  test('another letter, case or accent makes another name: the register decides', () => {
    for (const nombre of ['Escuela Kemper Urgate', 'ESCUELA KEMPER URGATÉ', 'ESCUELA KEMPER', ''])
      expect(named('ESCUELA KEMPER URGATE SA DE CV', nombre)).toEqual(['ESCUELA KEMPER URGATE']);
  });
});

describe('the 72 hours of a Fecha', () => {
  const NOON = Date.UTC(2026, 10, 28, 18);
  test.each([
    ['2026-11-28T12:00:00', '06700', true],
    ['2026-11-28T12:00:01', '06700', false],
    ['2026-11-25T12:00:00', '06700', true],
    ['2026-11-25T11:59:59', '06700', false],
    ['2026-11-28T10:00:00', '22000', true],
    ['2026-11-28T12:00:00', '22000', false],
    ['2026-11-28T13:00:00', '77500', true],
  ])('%s in %s is within them: %s', (fecha, lugarExpedicion, isInside) => {
    const faults = windowFaults({ nombre: '', lugarExpedicion, fecha }, NOON);
    expect(faults.map(({ code }) => code)).toEqual(isInside ? [] : ['fecha-outside-window']);
  });
});
