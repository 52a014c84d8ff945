/** Retenciones: who may withhold from whom, and the sales in which the buyer would have to. The merchant decides those; nothing is stamped in self-service. */
import { claveKind } from '../catalogs/clave-kind.ts';
import { toMicro } from '../cfdi/money.ts';
import type { Fault } from '../cfdi/problem.ts';
import { isGeneric, personOf } from '../cfdi/rfc.ts';
import type { Receptor, SoldConcepto, SoldImpuesto } from '../cfdi/sold.ts';
import type { SaleBody } from '../sales/sale.ts';

type Taxpayer = { readonly rfc: string; readonly regimenFiscal: string };
type Receiver = Pick<Receptor, 'rfc'>;
type Sale = Pick<SaleBody, 'conceptos'>;

/**
 * What is wrong with the retenciones that the sales carry, the first of it; nothing when they carry none. `merchant` is who the customer is told will answer. Only a persona moral withholds
 * (LISR 106, 113-J, 116; LIVA 1-A-II), and only what the law asks of this issuer for this kind of concepto.
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

/** Why a persona moral that buys would have to withhold what the sales do not carry; nothing when it would not. */
export function missingFault(
  emisor: Taxpayer,
  receptor: Receiver,
  sales: readonly Sale[],
  merchant: string,
): Fault | undefined {
  if (!isMoral(receptor.rfc)) return undefined;
  for (const concepto of sales.flatMap(({ conceptos }) => conceptos)) {
    const code = retenciones(concepto).length > 0 ? undefined : missingFrom(concepto, emisor);
    if (code !== undefined) return { code, pointer: '/receptor/rfc', params: { merchant } };
  }
  return undefined;
}

/** RESICO of a persona física: 1.25 % of ISR (LISR 113-J), which CFDI140224 and CFDI140225 forbid or demand (matriz, 2024-12-13). */
const RESICO_RATE = toMicro('0.0125');
/** RLIVA 3-II: 4 % of the price. */
const FREIGHT_RATE = toMicro('0.04');

function isDue(tax: SoldImpuesto, concepto: SoldConcepto, emisor: Taxpayer): boolean {
  if (tax.impuesto === '001') return isIsrDue(tax, concepto, emisor);
  return tax.impuesto === '003' || isIvaDue(tax, concepto, emisor);
}

/** From a persona moral nobody withholds ISR on what it sells (LISR title II); from a person on services and rent, in RESICO on anything. */
function isIsrDue(tax: SoldImpuesto, concepto: SoldConcepto, emisor: Taxpayer): boolean {
  const kind = claveKind(concepto.claveProdServ);
  if (isMoral(emisor.rfc)) return false;
  const isResicoRate = toMicro(tax.tasaOCuota ?? '0') === RESICO_RATE;
  return emisor.regimenFiscal === '626' ? isResicoRate : !isResicoRate && (kind === 'service' || kind === 'freight');
}

/** LIVA 1-A-II: scrap (all of its IVA) and freight (4 %) of anybody; services and rent of a persona física. */
function isIvaDue(tax: SoldImpuesto, concepto: SoldConcepto, emisor: Taxpayer): boolean {
  const kind = claveKind(concepto.claveProdServ);
  const rate = toMicro(tax.tasaOCuota ?? '0');
  if (kind === 'freight') return rate === FREIGHT_RATE;
  if (kind === 'scrap') return rate === transferredRate(concepto);
  return kind === 'service' && !isMoral(emisor.rfc);
}

/**
 * From a RESICO on anything (LISR 113-J), on services and rent from 612 and 606 (LISR 106, 116; LIVA 1-A-II-a); on freight and scrap
 * from anybody (LIVA 1-A-II-b and c), where IVA is transferred at all.
 */
function missingFrom(concepto: SoldConcepto, emisor: Taxpayer): string | undefined {
  const kind = claveKind(concepto.claveProdServ);
  const { regimenFiscal } = emisor;
  if (
    !isMoral(emisor.rfc) &&
    (regimenFiscal === '626' || (isServiceLike(kind) && ['606', '612'].includes(regimenFiscal)))
  )
    return 'buyer-withholds';
  if (transferredRate(concepto) === toMicro('0')) return undefined;
  if (kind === 'freight') return 'freight-withholds';
  return kind === 'scrap' ? 'scrap-withholds' : undefined;
}

function isServiceLike(kind: ReturnType<typeof claveKind>): boolean {
  return kind === 'service' || kind === 'freight';
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
