/**
 * c_TasaOCuota of CFDI 4.0. Source: the SAT's catálogos, August 2026 (phpcfdi/resources-sat-catalogs 10.14.20260806, Unlicense).
 * Rates are text of six decimals, as the catalogue prints them and as they must be written.
 */
import { CFDI_40 } from './entry.ts';

/** A fixed rate has the same `min` and `max`. */
export type TasaOCuotaRule = {
  readonly impuesto: string;
  readonly tipoFactor: 'Tasa' | 'Cuota';
  readonly min: string;
  readonly max: string;
  readonly traslado: boolean;
  readonly retencion: boolean;
  readonly validFrom: string;
  readonly validTo?: string;
};

const TRASLADO = { traslado: true, retencion: false, validFrom: CFDI_40 };
const RETENCION = { traslado: false, retencion: true, validFrom: CFDI_40 };
const BOTH = { traslado: true, retencion: true, validFrom: CFDI_40 };

// IVA 0.080000 is the border stimulus («IVA Crédito aplicado del 50%»).
const IVA_RATES = ['0.000000', '0.160000', '0.080000'];
const IEPS_RATES = '0.265000 0.300000 0.530000 0.500000 1.600000 0.304000 0.250000 0.090000 0.080000 0.070000 0.060000';
const IEPS_TRASLADO_RATES = ['0.030000', '0.000000'];

/** Every rule. The IEPS cuota's top is that of 2026; its earlier, lower tops are not kept. */
export const TASAS_O_CUOTAS: readonly TasaOCuotaRule[] = [
  ...IVA_RATES.map((rate) => fixed('002', rate, TRASLADO)),
  { impuesto: '002', tipoFactor: 'Tasa', min: '0.000000', max: '0.160000', ...RETENCION },
  ...IEPS_RATES.split(' ').map((rate) => fixed('003', rate, BOTH)),
  ...IEPS_TRASLADO_RATES.map((rate) => fixed('003', rate, TRASLADO)),
  { impuesto: '003', tipoFactor: 'Cuota', min: '0.000000', max: '72.160500', ...BOTH, validFrom: '2026-01-01' },
  { impuesto: '001', tipoFactor: 'Tasa', min: '0.000000', max: '0.350000', ...RETENCION },
];

/** A tax as a concepto or the document states it, on a local date (`2026-11-20` or longer). */
export type StatedTax = {
  readonly impuesto: string;
  readonly tipoFactor: string;
  /** Absent on Exento. */
  readonly tasaOCuota?: string | undefined;
  readonly kind: 'traslado' | 'retencion';
  readonly fecha: string;
};

/**
 * Whether a tax may be written with that factor and rate (CFDI40177, CFDI40179, CFDI40184, CFDI40185, 2024-12). Any other
 * number of decimals than six is refused. Rules that ended before `fecha` do not count; starts are not held against
 * an older document, because the catalogue drops the row a new one replaces.
 */
export function tasaOCuotaAllowed(tax: StatedTax): boolean {
  const { impuesto, tipoFactor, tasaOCuota, kind } = tax;
  if (tipoFactor === 'Exento') return kind === 'traslado' && tasaOCuota === undefined && impuesto !== '001';
  if (tasaOCuota === undefined || !/^\d{1,2}\.\d{6}$/.test(tasaOCuota)) return false;
  const rate = comparable(tasaOCuota);
  return TASAS_O_CUOTAS.some(
    (rule) =>
      rule.impuesto === impuesto &&
      rule.tipoFactor === tipoFactor &&
      rule[kind] &&
      comparable(rule.min) <= rate &&
      rate <= comparable(rule.max) &&
      (rule.validTo === undefined || tax.fecha.slice(0, 10) <= rule.validTo),
  );
}

function fixed(impuesto: string, rate: string, to: typeof TRASLADO): TasaOCuotaRule {
  return { impuesto, tipoFactor: 'Tasa', min: rate, max: rate, ...to };
}

// Numbers with two integer digits and six decimals sort as text.
function comparable(rate: string): string {
  return rate.padStart(9, '0');
}
