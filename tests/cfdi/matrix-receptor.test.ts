import { describe, test } from 'vitest';
import {
  BIMESTRAL,
  broken,
  CCE,
  DINNERS,
  EXPORT,
  expectNamed,
  FOREIGNER,
  fileOf,
  GLOBAL,
  type Row,
  receptor,
  without,
} from '../support/comprobante-mutations.ts';

describe('names what is broken in the parties and the period, there and nothing else', () => {
  test.each<Row>([
    ['a global without its period', '40130', '/informacionGlobal', fileOf(without(GLOBAL, 'informacionGlobal'))],
    [
      'a Periodicidad that does not exist',
      '40131',
      '/informacionGlobal/periodicidad',
      broken(GLOBAL, { informacionGlobal: { periodicidad: '09', meses: '10', anio: '2026' } }),
    ],
    [
      'a two-month global of a 601',
      '40132',
      '/informacionGlobal/periodicidad',
      broken(BIMESTRAL, { emisor: GLOBAL.emisor }),
    ],
    [
      'a month that does not exist',
      '40133',
      '/informacionGlobal/meses',
      broken(GLOBAL, { informacionGlobal: { periodicidad: '04', meses: '19', anio: '2026' } }),
    ],
    [
      'a monthly global of two months',
      '40134',
      '/informacionGlobal/meses',
      broken(GLOBAL, { informacionGlobal: { periodicidad: '04', meses: '17', anio: '2026' } }),
    ],
    [
      'a two-month global of one',
      '40135',
      '/informacionGlobal/meses',
      broken(BIMESTRAL, { informacionGlobal: { periodicidad: '05', meses: '10', anio: '2026' } }),
    ],
    [
      'a global of next year',
      '40136',
      '/informacionGlobal/anio',
      broken(GLOBAL, { informacionGlobal: { periodicidad: '04', meses: '01', anio: '2027' } }),
    ],
    [
      'an emisor in a régimen of old',
      '40140',
      '/emisor/regimenFiscal',
      broken(DINNERS, { emisor: { ...DINNERS.emisor, regimenFiscal: '609' } }),
    ],
    [
      'a company in a régimen of people',
      '40141',
      '/emisor/regimenFiscal',
      broken(DINNERS, { emisor: { ...DINNERS.emisor, regimenFiscal: '612' } }),
    ],
    ['PUBLICO EN GENERAL with an RFC', '40146', '/receptor/nombre', receptor({ nombre: 'PUBLICO EN GENERAL' })],
    ['a receptor who lives nowhere', '40147', '/receptor/codigoPostal', receptor({ codigoPostal: '00000' })],
    [
      'a foreigner at another postal code',
      '40149',
      '/receptor/codigoPostal',
      receptor({ codigoPostal: '65000' }, FOREIGNER),
    ],
    [
      'a country that does not exist',
      '40150',
      '/receptor/residenciaFiscal',
      receptor({ residenciaFiscal: 'XYZ' }, FOREIGNER),
    ],
    ['a Mexican RFC resident in Spain', '40151', '/receptor/residenciaFiscal', receptor({ residenciaFiscal: 'ESP' })],
    [
      'a foreigner resident in Mexico',
      '40152',
      '/receptor/residenciaFiscal',
      receptor({ residenciaFiscal: 'MEX' }, FOREIGNER),
    ],
    [
      'a foreign tax id of no country',
      '40153',
      '/receptor/residenciaFiscal',
      fileOf({ ...EXPORT, receptor: { ...EXPORT.receptor, numRegIdTrib: '123456789' } }, CCE),
    ],
    [
      'a foreign tax id with a Mexican RFC',
      '40151 40154',
      '/receptor/residenciaFiscal',
      receptor({ numRegIdTrib: '123456789', residenciaFiscal: 'USA' }),
    ],
    [
      'a foreign tax id without the export complement',
      '40155',
      '/receptor/numRegIdTrib',
      receptor({ numRegIdTrib: '123456789', residenciaFiscal: 'USA' }, FOREIGNER),
    ],
    ['a receptor in a régimen of old', '40157', '/receptor/regimenFiscal', receptor({ regimenFiscal: '630' })],
    ['a university on a salary', '40158', '/receptor/regimenFiscal', receptor({ regimenFiscal: '605' })],
    ['the generic RFC in a régimen', '40159', '/receptor/regimenFiscal', receptor({ regimenFiscal: '612' }, GLOBAL)],
    ['P01, gone since 4.0', '40160', '/receptor/usoCfdi', receptor({ usoCfdi: 'P01' })],
    ['a university at the dentist', '40161', '/receptor/usoCfdi', receptor({ usoCfdi: 'D01' })],
    [
      'an employee with expenses',
      '40161',
      '/receptor/usoCfdi',
      receptor({ rfc: 'RAQÑ7701212M3', regimenFiscal: '605' }),
    ],
  ])('%s → %s', (...row) => expectNamed(row));
});
