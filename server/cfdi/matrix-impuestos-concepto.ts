/** The rules of a concepto's traslados and retenciones (matriz de errores CFDI 4.0, 2024-12-13: CFDI40174–40186). */
import { impuesto } from '../catalogs/impuesto.ts';
import { tasaOCuotaAllowed } from '../catalogs/tasa-o-cuota.ts';
import { tipoFactor } from '../catalogs/tipo-factor.ts';
import type { Retencion, Traslado } from './comprobante.ts';
import { impuestoLimits, isProduct, isWithin, lenientDecimals } from './limits.ts';
import { type Context, type Finding, inCatalogue, type Rule } from './matrix-rule.ts';
import { formatTrimmed } from './money.ts';
import { amountOf, readDecimal } from './written-decimal.ts';

const EXENTO = 'Exento';

/** Rules checked for each Traslado of a Concepto. */
export const TRASLADO_RULES: readonly Rule<Traslado>[] = [
  ['CFDI40174', (t) => amountOf(t.base) <= 0n && { at: '/base', found: t.base }],
  ['CFDI40175', (t, x) => inCatalogue(impuesto(t.impuesto), x, '/impuesto', t.impuesto)],
  ['CFDI40176', (t, x) => inCatalogue(tipoFactor(t.tipoFactor), x, '/tipoFactor', t.tipoFactor)],
  ['CFDI40177', (t) => t.tipoFactor === EXENTO && carriesAmount(t)],
  [
    'CFDI40178',
    (t) =>
      ['Tasa', 'Cuota'].includes(t.tipoFactor) && (lacks(t.tasaOCuota, '/tasaOCuota') || lacks(t.importe, '/importe')),
  ],
  ['CFDI40179', (t, x) => unknownRate(t, 'traslado', x)],
  ['CFDI40180', importe],
];

/** Rules checked for each Retencion of a Concepto. */
export const RETENCION_RULES: readonly Rule<Retencion>[] = [
  ['CFDI40181', (r) => amountOf(r.base) <= 0n && { at: '/base', found: r.base }],
  ['CFDI40182', (r, x) => inCatalogue(impuesto(r.impuesto), x, '/impuesto', r.impuesto)],
  ['CFDI40183', (r, x) => inCatalogue(tipoFactor(r.tipoFactor), x, '/tipoFactor', r.tipoFactor)],
  ['CFDI40184', (r) => r.tipoFactor === EXENTO && { at: '/tipoFactor', found: EXENTO }],
  ['CFDI40185', (r, x) => unknownRate(r, 'retencion', x)],
  ['CFDI40186', importe],
];

/** What an Exento must not have. */
export function carriesAmount({ tasaOCuota, importe }: Traslado): Finding | false {
  if (tasaOCuota !== undefined) return { at: '/tasaOCuota', found: tasaOCuota };
  return importe !== undefined && { at: '/importe', found: importe };
}

/** A rate that is not in c_TasaOCuota for that tax and factor; a missing rate or an unknown factor has other rules. */
export function unknownRate(tax: Traslado, kind: 'traslado' | 'retencion', context: Context): Finding | false {
  const { impuesto: clave, tipoFactor: factor, tasaOCuota } = tax;
  if (tasaOCuota === undefined || (factor !== 'Tasa' && factor !== 'Cuota') || !impuesto(clave)) return false;
  const key = `${kind} ${clave} ${factor} ${tasaOCuota}`;
  let allowed = context.rates.get(key);
  if (allowed === undefined) {
    allowed = tasaOCuotaAllowed({ impuesto: clave, tipoFactor: factor, tasaOCuota, kind, fecha: context.fecha });
    context.rates.set(key, allowed);
  }
  return !allowed && { at: '/tasaOCuota', found: tasaOCuota };
}

function lacks(text: string | undefined, at: string): Finding | false {
  return text === undefined && { at };
}

function importe(tax: Traslado, { decimals }: Context): Finding | false {
  const [base, rate, written] = [tax.base, tax.tasaOCuota, tax.importe].map((text) => text && readDecimal(text));
  if (!base || !rate || !written || isProduct(written.value, base, rate)) return false;
  const limits = impuestoLimits(base, rate, lenientDecimals(written, decimals));
  if (isWithin(written.value, limits)) return false;
  const expected = `${formatTrimmed(limits.lower, decimals)}–${formatTrimmed(limits.upper, decimals)}`;
  return { at: '/importe', found: tax.importe ?? '', expected };
}
