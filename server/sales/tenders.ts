/** How a sale was paid: its `formaPago`, the `pagos` that may replace it, and the faults of either. */
import { formaPago as formaPagoEntry } from '../catalogs/forma-pago.ts';
import { type FormaPagoUse, notOrdinary } from '../catalogs/forma-pago-use.ts';
import { currencyDecimals } from '../catalogs/moneda.ts';
import { distance, formatMicro, type Micro, roundTo, sum, toMicro, ZERO } from '../cfdi/money.ts';
import type { Fault } from '../problems/problem.ts';
import type { SaleEstado } from './sale.ts';

/** One payment of a sale. */
export type Pago = { readonly formaPago: string; readonly importe: string };

/** The fields that the checks read; amounts are decimal strings. */
export type Tendered = {
  readonly estado: SaleEstado;
  /** An advance payment is routed to the merchant, whatever the sale says about its payment. */
  readonly anticipo: boolean;
  readonly moneda: string;
  readonly total: string;
  readonly propina?: string | undefined;
  readonly redondeo?: string | undefined;
  readonly formaPago?: string | undefined;
  readonly pagos?: readonly Pago[] | undefined;
};

/**
 * The claves with the largest amount, in order of appearance. Payments with the same clave are added up (Guía de llenado CFDI 4.0, FormaPago:
 * the form with which the largest amount is settled; the issuer may choose among equals).
 */
export function largestTenders(pagos: readonly Pago[]): readonly string[] {
  const paid = new Map<string, Micro>();
  for (const { formaPago, importe } of pagos) paid.set(formaPago, (paid.get(formaPago) ?? ZERO) + toMicro(importe));
  const most = [...paid.values()].reduce((best, amount) => (amount > best ? amount : best), ZERO);
  return [...paid].flatMap(([clave, amount]) => (amount === most ? [clave] : []));
}

/**
 * Returns every fault of how the sale was paid. Only a paid sale must be paid in full: a pending one may have a deposit, and a cancelled one is
 * not checked, because its cancellation must always be accepted.
 */
export function tenderFaults(sale: Tendered): readonly Fault[] {
  const { estado, formaPago, pagos = [] } = sale;
  const faults = [
    ...(formaPago === undefined ? [] : claveFaults(formaPago, '/formaPago', sale)),
    ...pagos.flatMap((pago, index) => claveFaults(pago.formaPago, `/pagos/${index}/formaPago`, sale)),
  ];
  if (pagos.length === 0 || estado !== 'pagada') return faults;
  return [...faults, ...sumFaults(sale, pagos), ...contradictionFaults(formaPago, pagos)];
}

const USE_FAULTS: Readonly<Record<FormaPagoUse, string>> = {
  'extinguishes-debt': 'forma-pago-extinguishes-debt',
  'applies-anticipo': 'forma-pago-applies-anticipo',
  'to-be-defined': 'forma-pago-unknown',
};

function claveFaults(clave: string, pointer: string, { estado, anticipo }: Tendered): Fault[] {
  const entry = formaPagoEntry(clave);
  if (!entry) return [{ code: 'forma-pago-unknown', pointer }];
  const use = notOrdinary(clave);
  if (use === undefined || isHarmless(use, { estado, anticipo })) return [];
  return [{ code: USE_FAULTS[use], pointer, params: { clave, texto: entry.texto } }];
}

/** Whether a tender does no harm because nothing will be stamped: the sale is cancelled, an advance payment, or not paid yet. */
function isHarmless(use: FormaPagoUse, { estado, anticipo }: Pick<Tendered, 'estado' | 'anticipo'>): boolean {
  if (use === 'to-be-defined') return estado !== 'pagada';
  return estado === 'cancelada' || (use === 'applies-anticipo' && anticipo);
}

// Cash is paid in multiples of five centavos, rounded to the nearest (Ley Monetaria de los Estados Unidos Mexicanos, article 3).
const CASH_ROUNDING = toMicro('0.025');

/** The payments must add up to the total, with or without the tip and the rounding donation, which are not part of it. */
function sumFaults({ moneda, total, propina, redondeo }: Tendered, pagos: readonly Pago[]): Fault[] {
  const paid = sum(pagos.map(({ importe }) => toMicro(importe)));
  const [due, tip, donation] = [total, propina ?? '0', redondeo ?? '0'].map(toMicro) as [Micro, Micro, Micro];
  const decimals = currencyDecimals(moneda) ?? 2;
  const hasCash = moneda === 'MXN' && pagos.some(({ formaPago }) => formaPago === '01');
  const isPaid = [due, due + tip, due + donation, due + tip + donation].some((amount) => {
    const missing = distance(paid, amount);
    return roundTo(missing, decimals) === ZERO || (hasCash && missing <= CASH_ROUNDING);
  });
  if (isPaid) return [];
  const written = (amount: Micro): string => formatMicro(amount, decimals);
  return [
    {
      code: 'pagos-differ',
      pointer: '/pagos',
      params: { total, paid: written(paid), difference: written(distance(paid, due)) },
    },
  ];
}

function contradictionFaults(formaPago: string | undefined, pagos: readonly Pago[]): Fault[] {
  const largest = largestTenders(pagos);
  if (formaPago === undefined || largest.includes(formaPago)) return [];
  return [
    { code: 'forma-pago-contradicts', pointer: '/formaPago', params: { formaPago, largest: largest.join(', ') } },
  ];
}
