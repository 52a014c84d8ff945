/** The rules of the Comprobante's own attributes (matriz de errores CFDI 4.0, 2024-12-13: CFDI40101–40126, 40137, 40222). */
import { exportacion } from '../catalogs/exportacion.ts';
import { formaPago } from '../catalogs/forma-pago.ts';
import { metodoPago } from '../catalogs/metodo-pago.ts';
import { moneda } from '../catalogs/moneda.ts';
import { postalCodeExists } from '../catalogs/postal-code.ts';
import { tipoDeComprobante } from '../catalogs/tipo-de-comprobante.ts';
import { tipoRelacion } from '../catalogs/tipo-relacion.ts';
import type { CfdiRelacionados, Comprobante } from './comprobante.ts';
import {
  type Context,
  currencyDecimalsOf,
  equals,
  inCatalogue,
  isFecha,
  type Rule,
  roundedSum,
} from './matrix-rule.ts';
import { ONE } from './money.ts';
import { amountOf, readDecimal } from './written-decimal.ts';

// T, P: no money changes hands. I, E, N: amounts are added up.
const hasNoAmounts = (tipo: string): boolean => tipo === 'T' || tipo === 'P';

// Complements whose amounts enter Total and are not read here: local taxes, airport fees.
const IN_TOTAL = ['ImpuestosLocales', 'Aerolineas'];

/** Rules checked once for each document. */
export const COMPROBANTE_RULES: readonly Rule<Comprobante>[] = [
  ['CFDI40101', (c) => !isFecha(c.fecha) && { at: '/fecha', found: c.fecha }],
  [
    'CFDI40103',
    (c, { tipo }) =>
      c.formaPago !== undefined && ['T', 'P', 'N'].includes(tipo) && { at: '/formaPago', found: c.formaPago },
  ],
  [
    'CFDI40104',
    (c, x) => c.formaPago !== undefined && inCatalogue(formaPago(c.formaPago), x, '/formaPago', c.formaPago),
  ],
  [
    'CFDI40105',
    (c) =>
      c.metodoPago === 'PPD' && c.formaPago !== '99' && { at: '/formaPago', found: c.formaPago ?? '', expected: '99' },
  ],
  ['CFDI40107', (c, x) => currencyDecimalsOf(c.subTotal, x, '/subTotal')],
  [
    'CFDI40108',
    (c, x) => {
      if (hasNoAmounts(x.tipo)) return false;
      const importes = c.conceptos.map((concepto) => concepto.importe);
      return equals(c.subTotal, roundedSum(importes, x), x, '/subTotal');
    },
  ],
  ['CFDI40109', (c, x) => hasNoAmounts(x.tipo) && equals(c.subTotal, 0n, x, '/subTotal')],
  [
    'CFDI40110',
    (c) =>
      amountOf(c.descuento) > amountOf(c.subTotal) && {
        at: '/descuento',
        found: c.descuento ?? '',
        expected: `≤ ${c.subTotal}`,
      },
  ],
  ['CFDI40111', descuento],
  ['CFDI40112', (c, x) => currencyDecimalsOf(c.descuento, x, '/descuento')],
  ['CFDI40113', (c, x) => inCatalogue(moneda(c.moneda), x, '/moneda', c.moneda)],
  [
    'CFDI40114',
    (c) =>
      c.moneda === 'MXN' &&
      c.tipoCambio !== undefined &&
      amountOf(c.tipoCambio) !== ONE && { at: '/tipoCambio', found: c.tipoCambio, expected: '1' },
  ],
  ['CFDI40115', (c) => !['MXN', 'XXX'].includes(c.moneda) && c.tipoCambio === undefined && { at: '/tipoCambio' }],
  ['CFDI40116', (c) => c.moneda === 'XXX' && c.tipoCambio !== undefined && { at: '/tipoCambio', found: c.tipoCambio }],
  [
    'CFDI40117',
    (c) =>
      c.tipoCambio !== undefined &&
      !((readDecimal(c.tipoCambio)?.value ?? 0n) > 0n) && { at: '/tipoCambio', found: c.tipoCambio },
  ],
  ['CFDI40119', total],
  [
    'CFDI40121',
    (c, x) => inCatalogue(tipoDeComprobante(c.tipoDeComprobante), x, '/tipoDeComprobante', c.tipoDeComprobante),
  ],
  [
    'CFDI40122',
    (c, { complementos }) =>
      c.exportacion === '02' && !complementos.has('ComercioExterior') && { at: '/exportacion', found: '02' },
  ],
  ['CFDI40123', (c, x) => inCatalogue(exportacion(c.exportacion), x, '/exportacion', c.exportacion)],
  [
    'CFDI40124',
    (c, x) => c.metodoPago !== undefined && inCatalogue(metodoPago(c.metodoPago), x, '/metodoPago', c.metodoPago),
  ],
  [
    'CFDI40125',
    (c, { tipo }) => c.metodoPago !== undefined && hasNoAmounts(tipo) && { at: '/metodoPago', found: c.metodoPago },
  ],
  ['CFDI40126', (c) => !postalCodeExists(c.lugarExpedicion) && { at: '/lugarExpedicion', found: c.lugarExpedicion }],
  [
    'CFDI40222',
    (c, { complementos }) =>
      complementos.has('ComercioExterior') &&
      ['01', '03'].includes(c.exportacion) && { at: '/exportacion', found: c.exportacion },
  ],
];

/** Rules checked for each CfdiRelacionados element. */
export const RELACIONADOS_RULES: readonly Rule<CfdiRelacionados>[] = [
  ['CFDI40137', (r, x) => inCatalogue(tipoRelacion(r.tipoRelacion), x, '/tipoRelacion', r.tipoRelacion)],
];

// A concepto's Descuento of 0.00 requires none in the document; one in the document that no concepto has is too much, even 0.00.
function descuento(c: Comprobante, x: Context) {
  const ofConceptos = c.conceptos.map((concepto) => concepto.descuento);
  const isThere = ofConceptos.some((text) => text !== undefined);
  if (hasNoAmounts(x.tipo)) return isThere && { at: '/conceptos' };
  if (!isThere && c.descuento !== undefined) return { at: '/descuento', found: c.descuento };
  return equals(c.descuento, roundedSum(ofConceptos, x), x, '/descuento');
}

function total(c: Comprobante, x: Context) {
  if (IN_TOTAL.some((name) => x.complementos.has(name))) return false;
  const trasladados = amountOf(c.impuestos?.totalImpuestosTrasladados);
  const retenidos = amountOf(c.impuestos?.totalImpuestosRetenidos);
  return equals(c.total, amountOf(c.subTotal) - amountOf(c.descuento) + trasladados - retenidos, x, '/total');
}
