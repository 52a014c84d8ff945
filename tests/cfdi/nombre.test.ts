import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPublicoEnGeneral, isSameNombre, withoutAccents, withoutRegimenCapital } from '../../server/cfdi/nombre.ts';

const REGIMENES = [
  'SA',
  'S.A.',
  'SA DE CV',
  'SA CV',
  'S.A. de C.V.',
  'S A DE C V',
  'S.A.DE C.V.',
  'SAB DE CV',
  'SAPI DE CV',
  'S.A.P.I.B. de C.V.',
  'SAPI DE CV SOFOM ENR',
  'S.A. DE C.V., SOFOM, E.N.R.',
  'SA DE CV SOFOM ER',
  'SOFOM ENR',
  'SAS',
  'SAS DE CV',
  'S DE RL',
  'S. de R.L. de C.V.',
  'S DE RL MI',
  'S.R.L. DE C.V.',
  'S DE RL DE CV MI',
  'S DE RL MI DE CV',
  'S DE RL DE IP DE CV',
  'SC',
  'S.C.',
  'SC DE RL',
  'SC DE RL DE CV',
  'S.C. de P. de R.L. de C.V.',
  'S EN C',
  'S EN C POR A',
  'S EN NC',
  'SPR DE RL',
  'SPR DE RL DE CV',
  'AC',
  'A.C.',
  'IAP',
  'ABP',
  'SOCIEDAD CIVIL',
  'ASOCIACIÓN CIVIL',
  'SOCIEDAD ANONIMA DE CAPITAL VARIABLE',
  'Sociedad Anónima Promotora de Inversión de Capital Variable',
  'SOCIEDAD DE RESPONSABILIDAD LIMITADA DE CAPITAL VARIABLE',
  'SOCIEDAD POR ACCIONES SIMPLIFICADA',
  'SOCIEDAD COOPERATIVA DE PRODUCCIÓN DE R.L.',
  'SOCIEDAD DE PRODUCCION RURAL DE RESPONSABILIDAD LIMITADA',
  'INSTITUCIÓN DE ASISTENCIA PRIVADA',
];

describe('a capital regime after a name', () => {
  it.each(REGIMENES)('«%s» is recognised completely, with a space, a comma or both before it', (regimen) => {
    for (const join of [' ', ', ', ' , ', ',']) {
      expect(withoutRegimenCapital(`FARMACIA LA PAZ${join}${regimen}`)).toBe('FARMACIA LA PAZ');
    }
  });

  it.each([
    'UNIVERSIDAD ROBOTICA ESPAÑOLA',
    'LOS TACOS DE LA ABUELA',
    'CAFE OLE, SUCURSAL SUR',
    'CASA',
    'SAPICA',
    'SA DE CV',
    'SOCIEDAD CIVIL',
    'SERVICIOS DE RLAN',
    '',
  ])('«%s» has no capital regime', (nombre) => {
    expect(withoutRegimenCapital(nombre)).toBe(nombre);
  });

  it('is never the whole name, and what is left is always the start of the name', () => {
    const word = fc.constantFrom('SA', 'DE', 'CV', 'S.', 'R.L.', 'AC', 'LA', 'PAZ', ',', '.', 'Ñ', '😀');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.array(word).map((words) => words.join(' ')),
        ),
        (nombre) => {
          const short = withoutRegimenCapital(nombre);
          expect(nombre === '' || short !== '').toBe(true);
          expect(nombre.replace(/\s+/g, ' ').startsWith(short.replace(/\s+/g, ' '))).toBe(true);
        },
      ),
    );
  });
});

describe('the name without accents', () => {
  it.each([
    ['ANDRÉS MUÑOZ ARGÜELLES', 'ANDRES MUÑOZ ARGUELLES'],
    ['HERRERÍA ÀÊÖ ÇIFTÇI', 'HERRERIA AEO CIFTCI'],
    ['n\u0303andú', 'ñandu'],
  ])('for %s is %s; the Ñ stays', (nombre, plain) => {
    expect(withoutAccents(nombre)).toBe(plain);
  });
});

describe('PUBLICO EN GENERAL is recognised', () => {
  it.each([
    'PUBLICO EN GENERAL',
    'Público en general',
    'PUBLICO EN GENERAL.',
    '"PUBLICO EN GENERAL"',
    '«Público en General»',
    'PUBLICO_EN_GENERAL',
    'PUBLICO-EN-GENERAL',
    'PUBLICOENGENERAL',
    'P U B L I C O  EN  GENERAL',
    'PUBLIC0 EN GENERAL',
    'PÚ\u200bBLICO EN\u00a0GENERAL',
    'ＰＵＢＬＩＣＯ EN GENERAL',
    'PUBLICO GENERAL',
    'PUBLICO EN GRAL.',
    'VENTA AL PÚBLICO EN GENERAL',
    'Al público en general',
    'VENTAS AL PUBLICO',
    'VTA PUBLICO GRAL',
    'CLIENTE PUBLICO EN GENERAL',
    'PUBLICO EN GENERAL SA DE CV',
    'PUBLICO EN GENERAL 1',
    'PUBLICO EN GENERAL MEXICO',
    'PUBLICO EN GENERAL EXTRANJERO',
    'VENTA PUBLICO GENERAL MOSTRADOR',
  ])('in «%s»', (nombre) => {
    expect(isPublicoEnGeneral(nombre)).toBe(true);
  });

  it.each([
    'UNIVERSIDAD ROBOTICA ESPAÑOLA',
    'PUBLICIDAD EN GENERAL',
    'COMERCIO EN GENERAL SA DE CV',
    'NOTARIA PUBLICA 12',
    'GENERAL DE SEGUROS',
    'MARIA PUBLICO GARCIA',
    'PEN GENERAL',
    '',
  ])('but not in «%s»', (nombre) => {
    expect(isPublicoEnGeneral(nombre)).toBe(false);
  });
});

describe('names are compared without capital regime, accents and punctuation:', () => {
  it.each([
    ['Café Jacaranda', 'CAFE JACARANDA', true],
    ['ESCUELA KEMPER URGATE', 'Escuela Kemper Urgate, S.A. de C.V.', true],
    ['TIENDA 1', 'TIENDA 2', false],
    ['', '—', false],
  ])('«%s» and «%s» are the same name: %s', (a, b, same) => {
    expect(isSameNombre(a, b)).toBe(same);
  });
});
