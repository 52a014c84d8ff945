/**
 * The rules of each Concepto (matriz de errores CFDI 4.0, 2024-12-13: CFDI40162–40172, 40187–40200, 140223, 140226, 140227). CFDI40163
 * and 40164 need the full c_ClaveProdServ, which is not in the code; 40187, 40189, 40190, 40192 and 40193 need the SAT's lists.
 */
import { isClaveProdServ } from '../catalogs/clave-prod-serv.ts';
import { unitOf } from '../catalogs/clave-unidad.ts';
import { objetoImp } from '../catalogs/objeto-imp.ts';
import { regimenFiscal } from '../catalogs/regimen-fiscal.ts';
import type { ACuentaTerceros, Concepto, Parte } from './comprobante.ts';
import { importeLimits, isProduct, isWithin, lenientDecimals } from './limits.ts';
import { type Context, type Finding, inCatalogue, type Rule } from './matrix-rule.ts';
import { formatTrimmed } from './money.ts';
import { amountOf, readDecimal } from './written-decimal.ts';

/** The foreign third party's RFC (Guía de llenado CFDI 4.0). */
const TERCERO_EXTRANJERO = 'EXT990101NI1';
const ISR = '001';
const IVA = '002';
const IEPS = '003';

/** Rules checked for each Concepto. */
export const CONCEPTO_RULES: readonly Rule<Concepto>[] = [
  ['CFDI40162', ({ claveProdServ: found }) => !isClaveProdServ(found) && { at: '/claveProdServ', found }],
  ['CFDI40165', ({ claveUnidad: found }, x) => inCatalogue(unitOf(found), x, '/claveUnidad', found)],
  [
    'CFDI40166',
    ({ valorUnitario: found }, { tipo }) =>
      ['I', 'E', 'N'].includes(tipo) && amountOf(found) <= 0n && { at: '/valorUnitario', found },
  ],
  ['CFDI40167', importe],
  ['CFDI40168', descuentoDecimals],
  [
    'CFDI40169',
    (c) =>
      amountOf(c.descuento) > amountOf(c.importe) && {
        at: '/descuento',
        found: c.descuento ?? '',
        expected: `≤ ${c.importe}`,
      },
  ],
  ['CFDI40170', (c, x) => inCatalogue(objetoImp(c.objetoImp), x, '/objetoImp', c.objetoImp)],
  ['CFDI40171', (c) => c.objetoImp === '02' && taxesOf(c).length === 0 && { at: '/impuestos' }],
  [
    'CFDI40172',
    (c) =>
      ['01', '03', '04', '05'].includes(c.objetoImp) &&
      taxesOf(c).length > 0 && { at: '/objetoImp', found: c.objetoImp },
  ],
  [
    'CFDI140226',
    (c) =>
      ['06', '08'].includes(c.objetoImp) &&
      (c.traslados.length > 0 || c.retenciones.some((tax) => tax.impuesto !== ISR)) && {
        at: '/objetoImp',
        found: c.objetoImp,
      },
  ],
  [
    'CFDI140227',
    (c) =>
      c.objetoImp === '07' &&
      (!c.traslados.some((tax) => tax.impuesto === IEPS) || taxesOf(c).includes(IVA)) && {
        at: '/objetoImp',
        found: '07',
      },
  ],
  ['CFDI40194', ({ informacionAduanera }) => badPedimento(informacionAduanera)],
  ['CFDI40195', ({ informacionAduanera }, x) => pedimentoWithExport(informacionAduanera, x)],
];

/** Rules checked for the ACuentaTerceros of a Concepto. */
export const TERCERO_RULES: readonly Rule<ACuentaTerceros>[] = [
  [
    'CFDI40188',
    ({ rfc }, { comprobante: { emisor, receptor } }) =>
      (rfc === emisor.rfc || rfc === receptor.rfc) && { at: '/rfc', found: rfc },
  ],
  ['CFDI40191', (t, x) => inCatalogue(regimenFiscal(t.regimenFiscal), x, '/regimenFiscal', t.regimenFiscal)],
  [
    'CFDI140223',
    (t) =>
      t.rfc === TERCERO_EXTRANJERO &&
      t.regimenFiscal !== '616' && { at: '/regimenFiscal', found: t.regimenFiscal, expected: '616' },
  ],
];

/** Rules checked for each Parte of a Concepto. */
export const PARTE_RULES: readonly Rule<Parte>[] = [
  ['CFDI40196', ({ claveProdServ: found }) => !isClaveProdServ(found) && { at: '/claveProdServ', found }],
  [
    'CFDI40197',
    ({ valorUnitario: found }) => found !== undefined && amountOf(found) <= 0n && { at: '/valorUnitario', found },
  ],
  ['CFDI40198', importe],
  ['CFDI40199', ({ informacionAduanera }) => badPedimento(informacionAduanera)],
  ['CFDI40200', ({ informacionAduanera }, x) => pedimentoWithExport(informacionAduanera, x)],
];

function taxesOf({ traslados, retenciones }: Concepto): readonly string[] {
  return [...traslados, ...retenciones].map((tax) => tax.impuesto);
}

function importe(element: Concepto | Parte, { decimals }: Context): Finding | false {
  const [cantidad, valorUnitario, written] = [element.cantidad, element.valorUnitario, element.importe].map(
    (text) => text && readDecimal(text),
  );
  if (!cantidad || !valorUnitario || !written || isProduct(written.value, cantidad, valorUnitario)) return false;
  const limits = importeLimits(cantidad, valorUnitario, lenientDecimals(written, decimals));
  if (isWithin(written.value, limits)) return false;
  const expected = `${formatTrimmed(limits.lower, decimals)}–${formatTrimmed(limits.upper, decimals)}`;
  return { at: '/importe', found: element.importe ?? '', expected };
}

// Zeros that carry no information may be left out of either, so an Importe counts with at least the currency's decimals.
function descuentoDecimals(c: Concepto, { decimals }: Context): Finding | false {
  const descuento = (c.descuento ?? '').replace(/0+$/, '');
  const found = readDecimal(descuento)?.decimals ?? 0;
  const allowed = Math.max(readDecimal(c.importe)?.decimals ?? 0, decimals);
  return found > allowed && { at: '/descuento', found: c.descuento ?? '', expected: c.importe };
}

// cfdv40.xsd: 21 characters, two spaces between the groups.
const PEDIMENTO = /^\d{2} {2}\d{2} {2}\d{4} {2}\d{7}$/;

function badPedimento(pedimentos: readonly string[]): Finding | false {
  const index = pedimentos.findIndex((pedimento) => !PEDIMENTO.test(pedimento));
  return index >= 0 && { at: `/informacionAduanera/${index}`, found: pedimentos[index] ?? '' };
}

function pedimentoWithExport(pedimentos: readonly string[], { complementos }: Context): Finding | false {
  return pedimentos.length > 0 && complementos.has('ComercioExterior') && { at: '/informacionAduanera' };
}
