/** Sales in which the buyer must withhold taxes: the merchant confirms them, nothing is stamped in self-service. */
import { personOf } from '../cfdi/rfc.ts';
import type { Receptor } from '../cfdi/sold.ts';
import type { SaleBody } from '../sales/sale.ts';

/** c_ClaveProdServ: segments 70 and above are services (UNSPSC). */
const SERVICE = /^[789]/;

/**
 * Whether a persona moral that buys from this persona física has to withhold: always from a RESICO (LISR 113-J), on services
 * and rent from 612 and 606 (LISR 106, 116; LIVA 1-A). A sale that already carries its retenciones is as the merchant wants it.
 */
export function mustWithhold(
  emisor: { readonly rfc: string; readonly regimenFiscal: string },
  receptor: Receptor,
  sales: readonly SaleBody[],
): boolean {
  if (personOf(emisor.rfc) !== 'fisica' || personOf(receptor.rfc) !== 'moral') return false;
  const conceptos = sales.flatMap((sale) => sale.conceptos);
  if (conceptos.some((concepto) => concepto.impuestos.some((tax) => tax.tipo === 'retencion'))) return false;
  if (emisor.regimenFiscal === '626') return true;
  return (
    ['606', '612'].includes(emisor.regimenFiscal) && conceptos.some((concepto) => SERVICE.test(concepto.claveProdServ))
  );
}
