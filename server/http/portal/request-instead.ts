/** What a preview says if nothing would be stamped: why, and what to request from the merchant instead. */
import type { z } from '@hono/zod-openapi';
import { impuesto } from '../../catalogs/impuesto.ts';
import type { Comprobante } from '../../cfdi/comprobante.ts';
import { formatTrimmed, toMicro } from '../../cfdi/money.ts';
import { type Withheld, withholdingOf } from '../../cfdi/withholding.ts';
import type { Merchant } from '../../merchants/merchant.ts';
import { faultDetail, type Language, type Problem, problemDetail } from '../../problems/problem.ts';
import type { previewWire } from '../api/wire.ts';

/** Why nothing would be stamped, and the request that the customer can leave, as they are serialized. */
export type RequestInstead = NonNullable<z.output<typeof previewWire>['request']>;

/** Builds it. `refusal` is the problem that issuing would throw: `portal-off`, or `needs-merchant` for its retenciones. */
export function requestInstead(
  refusal: Problem,
  comprobante: Comprobante,
  { tradeName }: Merchant,
  language: Language,
): RequestInstead {
  if (refusal.code === 'portal-off') {
    const fault = { code: 'cannot-issue-now', pointer: '', params: { merchant: tradeName } };
    return { reason: 'portal-off', detail: faultDetail(fault, language) };
  }
  const withholding = withholdingOf(comprobante);
  return {
    reason: 'retention',
    detail: problemDetail(refusal, language),
    ...(withholding && {
      withholding: {
        paid: comprobante.total,
        retenciones: withholding.retenciones.map((tax) => ({ ...tax, label: labelOf(tax, language) })),
        total: withholding.total,
      },
    }),
  };
}

/** The label of a retención: `ISR que retiene tu empresa (1.25 %)`. */
function labelOf({ impuesto: clave, tasaOCuota }: Withheld, language: Language): string {
  const name = impuesto(clave)?.texto ?? clave;
  const words = language === 'en' ? `${name} that your company withholds` : `${name} que retiene tu empresa`;
  return tasaOCuota === undefined ? words : `${words} (${shareOf(tasaOCuota, language)})`;
}

// Two thirds of 16 % and of 8 %, because nobody recognizes 10.6667 %.
function shareOf(tasaOCuota: string, language: Language): string {
  if (['0.106667', '0.053333'].includes(tasaOCuota))
    return language === 'en' ? 'two thirds of it' : 'dos terceras partes';
  return `${formatTrimmed(toMicro(tasaOCuota) * 100n)} %`;
}
