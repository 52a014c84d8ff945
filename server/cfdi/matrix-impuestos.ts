/**
 * The rules of the document's own Impuestos (matriz de errores CFDI 4.0, 2024-12-13: CFDI40201–40221). CFDI40209 repeats 40206, whose code is
 * used. CFDI40215 and 40216 are both about the sum of bases; we read 40216 as the rule for Exento, which has no rate to match.
 */
import { impuesto } from '../catalogs/impuesto.ts';
import type { Comprobante, Impuestos, Traslado } from './comprobante.ts';
import { carriesAmount, unknownRate } from './matrix-impuestos-concepto.ts';
import {
  type Context,
  currencyDecimalsOf,
  equals,
  type Finding,
  inCatalogue,
  type Rule,
  trasladoKey,
} from './matrix-rule.ts';
import { roundTo, sum } from './money.ts';
import { amountOf } from './written-decimal.ts';

const EXENTO = 'Exento';
const hasNoTaxes = (tipo: string): boolean => tipo === 'T' || tipo === 'P';

/** Rules about whether the document has Impuestos and their totals at all. */
export const DOCUMENT_IMPUESTOS_RULES: readonly Rule<Comprobante>[] = [
  ['CFDI40201', (c, { tipo }) => hasNoTaxes(tipo) && c.impuestos !== undefined && { at: '/impuestos' }],
  [
    'CFDI40206',
    ({ impuestos }, { retenciones, tipo }) =>
      (retenciones.size > 0 || (impuestos?.retenciones.length ?? 0) > 0) &&
      !hasNoTaxes(tipo) &&
      impuestos?.totalImpuestosRetenidos === undefined && { at: '/impuestos/totalImpuestosRetenidos' },
  ],
  [
    'CFDI40212',
    ({ impuestos }, x) =>
      isTaxed(x) &&
      !hasNoTaxes(x.tipo) &&
      impuestos?.totalImpuestosTrasladados === undefined && { at: '/impuestos/totalImpuestosTrasladados' },
  ],
];

/** Rules checked for the document's Impuestos element. */
export const IMPUESTOS_RULES: readonly Rule<Impuestos>[] = [
  ['CFDI40202', (i, x) => currencyDecimalsOf(i.totalImpuestosRetenidos, x, '/totalImpuestosRetenidos')],
  [
    'CFDI40203',
    (i, x) => {
      const retenidos = sum(i.retenciones.map((r) => amountOf(r.importe)));
      const { totalImpuestosRetenidos: text } = i;
      return text !== undefined && equals(text, retenidos, x, '/totalImpuestosRetenidos');
    },
  ],
  ['CFDI40204', (i, x) => currencyDecimalsOf(i.totalImpuestosTrasladados, x, '/totalImpuestosTrasladados')],
  [
    'CFDI40205',
    (i, x) => {
      const trasladados = sum(i.traslados.map((t) => amountOf(t.importe)));
      const { totalImpuestosTrasladados: text } = i;
      return text !== undefined && equals(text, trasladados, x, '/totalImpuestosTrasladados');
    },
  ],
  ['CFDI40211', missingRetencion],
  [
    'CFDI40213',
    ({ traslados, totalImpuestosTrasladados: found }) =>
      found !== undefined &&
      traslados.length > 0 &&
      traslados.every((t) => t.tipoFactor === EXENTO) && { at: '/totalImpuestosTrasladados', found },
  ],
  ['CFDI40215', missingTraslado],
];

type DocumentRetencion = Impuestos['retenciones'][number];

/** Rules checked for each Retencion in the document's Impuestos. */
export const DOCUMENT_RETENCION_RULES: readonly Rule<DocumentRetencion>[] = [
  ['CFDI40207', (r, x) => inCatalogue(impuesto(r.impuesto), x, '/impuesto', r.impuesto)],
  ['CFDI40208', (r, x) => isRepeated(r, x) && { at: '/impuesto', found: r.impuesto }],
  ['CFDI40210', (r, x) => currencyDecimalsOf(r.importe, x, '/importe')],
  [
    'CFDI40211',
    (r, x) =>
      !isRepeated(r, x) && equals(r.importe, roundTo(x.retenciones.get(r.impuesto) ?? 0n, x.decimals), x, '/importe'),
  ],
];

/** Rules checked for each Traslado in the document's Impuestos. */
export const DOCUMENT_TRASLADO_RULES: readonly Rule<Traslado>[] = [
  ['CFDI40213', (t) => t.tipoFactor === EXENTO && carriesAmount(t)],
  ['CFDI40214', (t, x) => currencyDecimalsOf(t.base, x, '/base')],
  ['CFDI40215', (t, x) => t.tipoFactor !== EXENTO && base(t, x)],
  ['CFDI40216', (t, x) => t.tipoFactor === EXENTO && base(t, x)],
  ['CFDI40217', (t, x) => inCatalogue(impuesto(t.impuesto), x, '/impuesto', t.impuesto)],
  [
    'CFDI40218',
    (t, x) => isDuplicate(t, x) && { at: '', found: `${t.impuesto} ${t.tipoFactor} ${t.tasaOCuota ?? ''}`.trim() },
  ],
  ['CFDI40219', (t, x) => unknownRate(t, 'traslado', x)],
  ['CFDI40220', (t, x) => currencyDecimalsOf(t.importe, x, '/importe')],
  [
    'CFDI40221',
    (t, x) =>
      t.tipoFactor !== EXENTO &&
      !isDuplicate(t, x) &&
      equals(t.importe, roundTo(x.traslados.get(trasladoKey(t))?.importe ?? 0n, x.decimals), x, '/importe'),
  ],
];

function base(t: Traslado, x: Context): Finding | false {
  if (isDuplicate(t, x)) return false;
  return equals(t.base, roundTo(x.traslados.get(trasladoKey(t))?.base ?? 0n, x.decimals), x, '/base');
}

function isTaxed({ traslados }: Context): boolean {
  return [...traslados.keys()].some((key) => !key.includes(EXENTO));
}

// Reported for each of them, because nothing tells which one is too many.
function isDuplicate(traslado: Traslado, { repeats }: Context): boolean {
  return (repeats.get(trasladoKey(traslado)) ?? 0) > 1;
}

function isRepeated({ impuesto: clave }: DocumentRetencion, { repeats }: Context): boolean {
  return (repeats.get(clave) ?? 0) > 1;
}

// A tax of the conceptos that the document leaves out. A missing Exento changes no sum and is accepted.
function missingTraslado(_: Impuestos, x: Context): Finding | undefined {
  for (const [key, { base: expected }] of x.traslados) {
    if (x.repeats.has(key) || key.includes(EXENTO)) continue;
    return equals('0', roundTo(expected, x.decimals), x, '/traslados') || undefined;
  }
  return undefined;
}

function missingRetencion(_: Impuestos, x: Context): Finding | undefined {
  for (const [clave, importe] of x.retenciones) {
    if (x.repeats.has(clave)) continue;
    return equals('0', roundTo(importe, x.decimals), x, '/retenciones') || undefined;
  }
  return undefined;
}
