/** Finds what is wrong with a well-formed sale: keys, taxes and sums, and everything that could only be stamped half right. */
import { complementoFor } from '../catalogs/clave-prod-serv.ts';
import { claveUnidad } from '../catalogs/clave-unidad.ts';
import { moneda } from '../catalogs/moneda.ts';
import type { SoldConcepto } from '../cfdi/sold.ts';
import { readSoldLines } from '../cfdi/sold-lines.ts';
import type { Fault } from '../problems/problem.ts';
import type { SaleBody } from './sale.ts';
import { taxFaults } from './tax-check.ts';

/** Returns every fault of the sale, with pointers into it. Sums are checked only if everything else is right. */
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
  // XXX and XTS are not currencies (c_Moneda), and a sale needs one.
  if (!currency || ['XXX', 'XTS'].includes(sale.moneda)) faults.push({ code: 'moneda-unknown', pointer: '/moneda' });
  else if (
    (sale.total.split('.')[1]?.length ?? 0) > currency.decimales &&
    !/^0+$/.test(sale.total.split('.')[1]?.slice(currency.decimales) ?? '')
  ) {
    faults.push({ code: 'total-decimals', pointer: '/total' });
  }
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
  return [...faults, ...taxFaults(concepto, pointer, date)];
}
