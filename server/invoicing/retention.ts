/**
 * Retenciones: who may withhold from whom, and the sales in which the buyer would have to. The merchant decides those; nothing is stamped in
 * self-service.
 */
import { claveKind } from '../catalogs/clave-kind.ts';
import { distance, toMicro, ZERO } from '../cfdi/money.ts';
import { isGeneric, personOf } from '../cfdi/rfc.ts';
import type { Receptor, SoldConcepto, SoldImpuesto } from '../cfdi/sold.ts';
import { type Withholdable, withholdable } from '../cfdi/withholding-rules.ts';
import type { Fault } from '../problems/problem.ts';
import type { SaleBody } from '../sales/sale.ts';

type Taxpayer = { readonly rfc: string; readonly regimenFiscal: string };
type Receiver = Pick<Receptor, 'rfc'>;
type Sale = Pick<SaleBody, 'conceptos'>;

/**
 * The first fault in the retenciones that the sales carry; `undefined` if there is none. `merchant` is the name to which the customer is referred.
 * Only a persona moral withholds, and only what `cfdi/withholding-rules.ts` requires of this issuer for this kind of concepto.
 */
export function carriedFault(
  emisor: Taxpayer,
  receptor: Receiver,
  sales: readonly Sale[],
  merchant: string,
): Fault | undefined {
  const carrying = sales.flatMap(({ conceptos }) => conceptos.filter((concepto) => retenciones(concepto).length > 0));
  if (carrying.length === 0) return undefined;
  if (!isMoral(receptor.rfc)) return { code: 'withheld-for-companies', pointer: '/receptor/rfc', params: { merchant } };
  return carrying.every((concepto) => retenciones(concepto).every((tax) => isDue(tax, concepto, emisor)))
    ? undefined
    : { code: 'withheld-not-due', pointer: '/receptor/rfc', params: { merchant } };
}

/** Why a persona moral that buys would have to withhold what the sales do not carry; `undefined` if it would not. */
export function missingFault(
  emisor: Taxpayer,
  receptor: Receiver,
  sales: readonly Sale[],
  merchant: string,
): Fault | undefined {
  if (!isMoral(receptor.rfc)) return undefined;
  for (const concepto of sales.flatMap(({ conceptos }) => conceptos)) {
    const code = missingFrom(concepto, emisor);
    if (code !== undefined) return { code, pointer: '/receptor/rfc', params: { merchant } };
  }
  return undefined;
}

function isDue({ impuesto, tasaOCuota }: SoldImpuesto, concepto: SoldConcepto, emisor: Taxpayer): boolean {
  const { isr, iva } = dueOn(concepto, emisor);
  const rate = toMicro(tasaOCuota ?? '0');
  if (impuesto === '001') return isr > ZERO && rate === isr;
  return impuesto === '003' || (iva > ZERO && distance(rate, iva) <= WRITTEN_SHORT);
}

/** Two thirds of 16 % have infinitely many decimals: people write 0.1066, 0.1067 and 0.106667. */
const WRITTEN_SHORT = toMicro('0.0001');

/** The code of the tax that a persona moral would have to withhold from a concepto that does not have it. */
function missingFrom(concepto: SoldConcepto, emisor: Taxpayer): string | undefined {
  const { isr, iva } = dueOn(concepto, emisor);
  const carried = retenciones(concepto);
  // The SAT requires a RESICO's 1.25 % on every concepto (CFDI140225). If the merchant states some retenciones of a
  // service, it knows whether the others are due.
  if (carried.length > 0)
    return isr > ZERO && emisor.regimenFiscal === '626' && !carried.some(({ impuesto }) => impuesto === '001')
      ? 'buyer-withholds'
      : undefined;
  if (isr > ZERO) return 'buyer-withholds';
  if (iva === ZERO) return undefined;
  const kind = claveKind(concepto.claveProdServ);
  return kind === 'freight' ? 'freight-withholds' : kind === 'scrap' ? 'scrap-withholds' : 'buyer-withholds';
}

function dueOn(concepto: SoldConcepto, emisor: Taxpayer): Withholdable {
  return withholdable(concepto.claveProdServ, emisor, transferredRate(concepto));
}

function retenciones({ impuestos }: SoldConcepto): readonly SoldImpuesto[] {
  return impuestos.filter((tax) => tax.tipo === 'retencion');
}

function transferredRate({ impuestos }: SoldConcepto) {
  const iva = impuestos.find((tax) => tax.tipo === 'traslado' && tax.impuesto === '002');
  return toMicro(iva?.tasaOCuota ?? '0');
}

function isMoral(rfc: string): boolean {
  return !isGeneric(rfc) && personOf(rfc) === 'moral';
}
