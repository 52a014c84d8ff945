/** Computes what a persona moral that buys from this issuer has to withhold, on the document that the sale would make as it came. */
import type { Comprobante, Concepto } from './comprobante.ts';
import { formatMicro, type Micro, multiply, roundTo, sum, toMicro, ZERO } from './money.ts';
import { withholdable } from './withholding-rules.ts';

/** One tax withheld, to the currency's decimals, as the document would carry it. */
export type Withheld = {
  /** c_Impuesto: 001 ISR, 002 IVA. */
  readonly impuesto: '001' | '002';
  /** Six decimals; absent if the conceptos have more than one rate. */
  readonly tasaOCuota?: string;
  readonly importe: string;
};

/** The taxes to withhold and the total that remains to be paid. */
export type Withholding = {
  /** ISR first. Never empty. */
  readonly retenciones: readonly Withheld[];
  /** The document's Total with them, the rounded figures subtracted (CFDI40119). */
  readonly total: string;
};

/**
 * `undefined` if nothing is to be withheld from any concepto, or the document has retenciones already. The caller must know whether
 * the receptor has to withhold.
 */
export function withholdingOf(comprobante: Comprobante): Withholding | undefined {
  if (comprobante.impuestos?.retenciones.length) return undefined;
  const decimals = comprobante.total.split('.')[1]?.length ?? 0;
  const lines = comprobante.conceptos.flatMap((concepto) => withheldFrom(concepto, comprobante.emisor));
  const retenciones = (['001', '002'] as const).flatMap((impuesto) => {
    const own = lines.filter((line) => line.impuesto === impuesto);
    const importe = roundTo(sum(own.map((line) => line.amount)), decimals);
    if (importe === ZERO) return [];
    const rates = new Set(own.map(({ rate }) => formatMicro(rate)));
    const [tasaOCuota] = rates;
    return [
      {
        impuesto,
        ...(rates.size === 1 && tasaOCuota !== undefined && { tasaOCuota }),
        importe: formatMicro(importe, decimals),
      },
    ];
  });
  if (retenciones.length === 0) return undefined;
  const withheld = sum(retenciones.map(({ importe }) => toMicro(importe)));
  return { retenciones, total: formatMicro(toMicro(comprobante.total) - withheld, decimals) };
}

type Line = { readonly impuesto: '001' | '002'; readonly rate: Micro; readonly amount: Micro };

function withheldFrom(concepto: Concepto, emisor: Comprobante['emisor']): Line[] {
  const net = toMicro(concepto.importe) - toMicro(concepto.descuento ?? '0');
  const iva = concepto.traslados.find(({ impuesto, importe }) => impuesto === '002' && toMicro(importe ?? '0') > ZERO);
  const rates = withholdable(concepto.claveProdServ, emisor, toMicro(iva?.tasaOCuota ?? '0'));
  return [line('001', net, rates.isr), line('002', toMicro(iva?.base ?? '0'), rates.iva)].filter(
    ({ amount }) => amount > ZERO,
  );
}

function line(impuesto: Line['impuesto'], base: Micro, rate: Micro): Line {
  return { impuesto, rate, amount: multiply(base, rate) };
}
