/** Checks the taxes of one line: rates that do not exist, taxes that exclude each other, and withholdings above what is transferred. */
import { tasaOCuotaAllowed } from '../catalogs/tasa-o-cuota.ts';
import { formatMicro, type Micro, toMicro, ZERO } from '../cfdi/money.ts';
import type { SoldConcepto, SoldImpuesto } from '../cfdi/sold.ts';
import type { Fault } from '../problems/problem.ts';

/** Returns every fault of the line's taxes; `pointer` is the line's, and `date` is the sale's (`2026-11-20` or longer). */
export function taxFaults(concepto: SoldConcepto, pointer: string, date: string): readonly Fault[] {
  const { impuestos, objetoImp } = concepto;
  const faults = impuestos.flatMap((tax, index) => ownFaults(tax, concepto, `${pointer}/impuestos/${index}`, date));
  if (!objetoImpFits(concepto))
    faults.push({ code: 'objeto-imp-mismatch', pointer: `${pointer}/objetoImp`, params: { objetoImp } });
  // Combinations are only checked if each tax is valid on its own.
  if (faults.length === 0) faults.push(...togetherFaults(impuestos, `${pointer}/impuestos`));
  return faults;
}

/**
 * Lodging: c_ClaveProdServ family 9011 (hotels, inns, rooms, August 2026). It bears no IEPS (LIEPS article 2), so an IEPS there, such as
 * 3 %, is the local tax on lodging (ISH) under a federal name.
 */
const LODGING = /^9011/;

function ownFaults(tax: SoldImpuesto, { claveProdServ }: SoldConcepto, pointer: string, date: string): Fault[] {
  if (tax.impuesto === '003' && LODGING.test(claveProdServ))
    return [{ code: 'tax-local', pointer, params: { impuesto: 'ISH' } }];
  if (!isAllowed(tax, date)) return [{ code: 'tax-unknown', pointer }];
  // A rate always applies to the whole price; a part of the price is a line of its own.
  return tax.base !== undefined && tax.tipoFactor !== 'Cuota'
    ? [{ code: 'tax-base-not-cuota', pointer: `${pointer}/base` }]
    : [];
}

function isAllowed(tax: SoldImpuesto, date: string): boolean {
  if (tax.tipoFactor === 'Exento')
    return tax.tipo === 'traslado' && tax.impuesto !== '001' && tax.tasaOCuota === undefined;
  if (tax.tasaOCuota === undefined) return false;
  return tasaOCuotaAllowed({
    kind: tax.tipo,
    impuesto: tax.impuesto,
    tipoFactor: tax.tipoFactor,
    tasaOCuota: formatMicro(toMicro(tax.tasaOCuota)),
    fecha: date.slice(0, 10),
  });
}

function togetherFaults(impuestos: readonly SoldImpuesto[], pointer: string): Fault[] {
  const traslados = impuestos.filter((tax) => tax.tipo === 'traslado');
  return [
    // LIVA articles 1, 2-A and 9: an act is taxed at one rate, or exempt.
    ...(of(traslados, '002').length > 1 ? [{ code: 'two-iva', pointer }] : []),
    ...(hasIepsTwice(of(traslados, '003')) ? [{ code: 'two-ieps', pointer }] : []),
    ...retencionFaults(impuestos, pointer),
  ];
}

/** LIEPS article 2: a good or service has one rate. A cuota may accompany it (cigarettes), but nothing may accompany an exemption. */
function hasIepsTwice(ieps: readonly SoldImpuesto[]): boolean {
  const factors = new Set(ieps.map(({ tipoFactor }) => tipoFactor));
  return factors.size < ieps.length || (factors.has('Exento') && factors.size > 1);
}

/**
 * Finds retenciones that occur twice, and an IVA withheld above the IVA transferred (LIVA article 1-A: only what is transferred can be
 * withheld).
 */
function retencionFaults(impuestos: readonly SoldImpuesto[], pointer: string): Fault[] {
  const transferred = rateOf(impuestos.find((tax) => tax.tipo === 'traslado' && tax.impuesto === '002'));
  const seen = new Set<string>();
  return impuestos.flatMap((tax, index): Fault[] => {
    if (tax.tipo !== 'retencion') return [];
    const at = `${pointer}/${index}`;
    const isRepeated = seen.has(tax.impuesto);
    seen.add(tax.impuesto);
    if (isRepeated) return [{ code: 'retencion-twice', pointer: at }];
    return tax.impuesto === '002' && rateOf(tax) > transferred
      ? [{ code: 'retencion-above-iva', pointer: `${at}/tasaOCuota` }]
      : [];
  });
}

function of(impuestos: readonly SoldImpuesto[], impuesto: SoldImpuesto['impuesto']): readonly SoldImpuesto[] {
  return impuestos.filter((tax) => tax.impuesto === impuesto);
}

function rateOf(tax: SoldImpuesto | undefined): Micro {
  return tax?.tasaOCuota === undefined ? ZERO : toMicro(tax.tasaOCuota);
}

/** c_ObjetoImp, codes 06–08 in force 2024-12 (CFDI40170–40172, CFDI140226, CFDI140227). */
function objetoImpFits({ objetoImp, impuestos }: SoldConcepto): boolean {
  const has = (tipo: SoldImpuesto['tipo'], impuesto: SoldImpuesto['impuesto']): boolean =>
    impuestos.some((tax) => tax.tipo === tipo && tax.impuesto === impuesto);
  if (objetoImp === '02') return impuestos.length > 0;
  if (['01', '03', '04', '05'].includes(objetoImp)) return impuestos.length === 0;
  if (has('traslado', '002') || has('retencion', '002')) return false;
  return objetoImp === '06'
    ? !has('traslado', '003') && !has('retencion', '003')
    : objetoImp !== '07' || has('traslado', '003');
}
