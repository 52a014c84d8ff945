/** What is wrong with a well-formed sale: keys, taxes, sums. Whatever could only be stamped half right is named here. */
import { complementoFor } from '../catalogs/clave-prod-serv.ts';
import { claveUnidad } from '../catalogs/clave-unidad.ts';
import { moneda } from '../catalogs/moneda.ts';
import { tasaOCuotaAllowed } from '../catalogs/tasa-o-cuota.ts';
import { formatMicro, toMicro } from '../cfdi/money.ts';
import type { Fault } from '../cfdi/problem.ts';
import type { SoldConcepto, SoldImpuesto } from '../cfdi/sold.ts';
import { readSoldLines } from '../cfdi/sold-lines.ts';
import type { SaleBody } from './sale.ts';

/** Every fault of the sale, with pointers into it; sums are only judged once the rest is right. */
export function checkSale(sale: SaleBody): readonly Fault[] {
  const faults = [
    ...headFaults(sale),
    ...sale.conceptos.flatMap((concepto, index) => conceptoFaults(concepto, `/conceptos/${index}`, sale.date)),
  ];
  if (faults.length > 0) return faults;
  const lines = readSoldLines(sale);
  return lines.kind === 'faults' ? lines.faults : [];
}

function headFaults(sale: SaleBody): Fault[] {
  const faults: Fault[] = [];
  const currency = moneda(sale.moneda);
  // XXX and XTS are no money (c_Moneda); a sale has one.
  if (!currency || ['XXX', 'XTS'].includes(sale.moneda)) faults.push({ code: 'moneda-unknown', pointer: '/moneda' });
  else if (
    (sale.total.split('.')[1]?.length ?? 0) > currency.decimales &&
    !/^0+$/.test(sale.total.split('.')[1]?.slice(currency.decimales) ?? '')
  ) {
    faults.push({ code: 'total-decimals', pointer: '/total' });
  }
  if (sale.moneda !== 'MXN' && sale.tipoCambio === undefined)
    faults.push({ code: 'tipo-cambio-required', pointer: '/tipoCambio' });
  return faults;
}

function conceptoFaults(concepto: SoldConcepto, pointer: string, date: string): Fault[] {
  const faults: Fault[] = [];
  const complement = complementoFor(concepto.claveProdServ);
  if (complement !== undefined) {
    faults.push({
      code: 'needs-complement',
      pointer: `${pointer}/claveProdServ`,
      params: { clave: concepto.claveProdServ, complement },
    });
  }
  if (claveUnidad(concepto.claveUnidad) === undefined) {
    faults.push({ code: 'clave-unknown', pointer: `${pointer}/claveUnidad`, params: { clave: concepto.claveUnidad } });
  }
  concepto.impuestos.forEach((tax, index) => {
    if (!taxAllowed(tax, date)) faults.push({ code: 'tax-unknown', pointer: `${pointer}/impuestos/${index}` });
  });
  if (concepto.impuestos.filter((tax) => tax.tipo === 'traslado' && tax.impuesto === '002').length > 1) {
    faults.push({ code: 'two-iva', pointer: `${pointer}/impuestos` });
  }
  if (!objetoImpFits(concepto))
    faults.push({
      code: 'objeto-imp-mismatch',
      pointer: `${pointer}/objetoImp`,
      params: { objetoImp: concepto.objetoImp },
    });
  return faults;
}

function taxAllowed(tax: SoldImpuesto, date: string): boolean {
  if (tax.tipoFactor === 'Exento')
    return tax.tipo === 'traslado' && tax.impuesto !== '001' && tax.tasaOCuota === undefined;
  if (tax.tasaOCuota === undefined) return false;
  const tasaOCuota = formatMicro(toMicro(tax.tasaOCuota));
  return tasaOCuotaAllowed({
    kind: tax.tipo,
    impuesto: tax.impuesto,
    tipoFactor: tax.tipoFactor,
    tasaOCuota,
    fecha: date.slice(0, 10),
  });
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
