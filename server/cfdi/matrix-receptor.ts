/**
 * The rules of InformacionGlobal, Emisor and Receptor that need no list of taxpayers (matriz de errores CFDI 4.0, 2024-12-13:
 * CFDI40130–40161). CFDI40142 and 40156 need lists and patterns that are not here; 40138, 40139, 40143–40145 and 40148 need l_RFC.
 */
import { mes } from '../catalogs/meses.ts';
import { pais } from '../catalogs/pais.ts';
import { periodicidad } from '../catalogs/periodicidad.ts';
import { postalCodeExists } from '../catalogs/postal-code.ts';
import { regimenesFor, regimenFiscal } from '../catalogs/regimen-fiscal.ts';
import { usoCfdi, usosFor } from '../catalogs/uso-cfdi.ts';
import type { Comprobante, ComprobanteReceptor, Emisor, InformacionGlobal } from './comprobante.ts';
import { inCatalogue, type Rule } from './matrix-rule.ts';
import { GENERIC_EXTRANJERO, GENERIC_NACIONAL, isGeneric, personOf } from './rfc.ts';

const PUBLICO_EN_GENERAL = 'PUBLICO EN GENERAL';
const BIMESTRAL = '05';

/** Rules about whether the document has an InformacionGlobal. */
export const GLOBAL_RULES: readonly Rule<Comprobante>[] = [
  [
    'CFDI40130',
    ({ receptor, informacionGlobal }, { tipo }) =>
      tipo === 'I' &&
      receptor.rfc === GENERIC_NACIONAL &&
      receptor.nombre === PUBLICO_EN_GENERAL &&
      informacionGlobal === undefined && { at: '/informacionGlobal' },
  ],
];

/** Rules checked for the InformacionGlobal element. */
export const INFORMACION_GLOBAL_RULES: readonly Rule<InformacionGlobal>[] = [
  ['CFDI40131', (g, x) => inCatalogue(periodicidad(g.periodicidad), x, '/periodicidad', g.periodicidad)],
  [
    'CFDI40132',
    (g, { comprobante: { emisor } }) =>
      g.periodicidad === BIMESTRAL && emisor.regimenFiscal !== '621' && { at: '/periodicidad', found: g.periodicidad },
  ],
  ['CFDI40133', (g, x) => inCatalogue(mes(g.meses), x, '/meses', g.meses)],
  ['CFDI40134', (g) => g.periodicidad !== BIMESTRAL && isPair(g.meses) && { at: '/meses', found: g.meses }],
  [
    'CFDI40135',
    (g) =>
      g.periodicidad === BIMESTRAL &&
      mes(g.meses) !== undefined &&
      !isPair(g.meses) && { at: '/meses', found: g.meses },
  ],
  ['CFDI40136', (g, { fecha }) => !isYearBefore(g.anio, fecha) && { at: '/anio', found: g.anio }],
];

/** Rules checked for the Emisor element. */
export const EMISOR_RULES: readonly Rule<Emisor>[] = [
  ['CFDI40140', (e, x) => inCatalogue(regimenFiscal(e.regimenFiscal), x, '/regimenFiscal', e.regimenFiscal)],
  ['CFDI40141', ({ rfc, regimenFiscal: clave }) => regimenOfAnother(rfc, clave)],
];

/** Rules checked for the Receptor element. */
export const RECEPTOR_RULES: readonly Rule<ComprobanteReceptor>[] = [
  [
    'CFDI40146',
    (r) => r.nombre === PUBLICO_EN_GENERAL && r.rfc !== GENERIC_NACIONAL && { at: '/nombre', found: r.nombre },
  ],
  // A code outside every range cannot belong to anybody in l_RFC.
  [
    'CFDI40147',
    (r) => !isGeneric(r.rfc) && !postalCodeExists(r.codigoPostal) && { at: '/codigoPostal', found: r.codigoPostal },
  ],
  [
    'CFDI40149',
    (r, { comprobante: { lugarExpedicion } }) =>
      isGeneric(r.rfc) &&
      r.codigoPostal !== lugarExpedicion && {
        at: '/codigoPostal',
        found: r.codigoPostal,
        expected: lugarExpedicion,
      },
  ],
  [
    'CFDI40150',
    ({ residenciaFiscal: clave }) =>
      clave !== undefined && pais(clave) === undefined && { at: '/residenciaFiscal', found: clave },
  ],
  [
    'CFDI40151',
    (r) =>
      r.residenciaFiscal !== undefined &&
      r.rfc !== GENERIC_EXTRANJERO && { at: '/residenciaFiscal', found: r.residenciaFiscal },
  ],
  ['CFDI40152', (r) => r.residenciaFiscal === 'MEX' && { at: '/residenciaFiscal', found: 'MEX' }],
  ['CFDI40153', (r) => r.numRegIdTrib !== undefined && r.residenciaFiscal === undefined && { at: '/residenciaFiscal' }],
  [
    'CFDI40154',
    (r) =>
      r.numRegIdTrib !== undefined && r.rfc !== GENERIC_EXTRANJERO && { at: '/numRegIdTrib', found: r.numRegIdTrib },
  ],
  [
    'CFDI40155',
    (r, { complementos }) =>
      r.numRegIdTrib !== undefined &&
      r.rfc === GENERIC_EXTRANJERO &&
      !complementos.has('ComercioExterior') && { at: '/numRegIdTrib', found: r.numRegIdTrib },
  ],
  ['CFDI40157', (r, x) => inCatalogue(regimenFiscal(r.regimenFiscal), x, '/regimenFiscal', r.regimenFiscal)],
  ['CFDI40158', ({ rfc, regimenFiscal: clave }) => !isGeneric(rfc) && regimenOfAnother(rfc, clave)],
  [
    'CFDI40159',
    (r) =>
      isGeneric(r.rfc) &&
      r.regimenFiscal !== '616' && { at: '/regimenFiscal', found: r.regimenFiscal, expected: '616' },
  ],
  [
    'CFDI40160',
    (r, x) => {
      const finding = inCatalogue(usoCfdi(r.usoCfdi), x, '/usoCfdi', r.usoCfdi);
      return finding && { ...finding, params: usoParams(r) };
    },
  ],
  ['CFDI40161', uso],
];

function regimenOfAnother(rfc: string, clave: string) {
  const person = personOf(rfc);
  if (regimenFiscal(clave) === undefined || regimenesFor(person).includes(clave)) return false;
  return { at: '/regimenFiscal', found: clave, params: { persona: person === 'fisica' ? 'física' : 'moral' } };
}

// A clave outside the catalogue, or a régimen of the other kind of person, has its own rule.
function uso(r: ComprobanteReceptor) {
  const entry = usoCfdi(r.usoCfdi);
  const person = personOf(r.rfc);
  if (!entry || !regimenesFor(person).includes(r.regimenFiscal)) return false;
  if (entry[person] && entry.regimenes.includes(r.regimenFiscal)) return false;
  return { at: '/usoCfdi', found: r.usoCfdi, params: usoParams(r) };
}

function usoParams({ rfc, regimenFiscal: clave }: ComprobanteReceptor): Readonly<Record<string, string>> {
  return { clave, lista: usosFor(clave, personOf(rfc)).join(', ') };
}

function isPair(meses: string): boolean {
  return meses >= '13' && meses <= '18' && meses.length === 2;
}

// The guide allows Fecha's year and the one before; the matrix allows up to five earlier ones.
function isYearBefore(anio: string, fecha: string): boolean {
  const years = Number(fecha.slice(0, 4)) - Number(anio);
  return /^\d{4}$/.test(anio) && ((years >= 0 && years <= 5) || fecha.startsWith('9999'));
}
