/** Exchange rates for sales in a foreign currency: those of the Diario Oficial, loaded by the operator. */
import { localDate } from '../catalogs/local-time.ts';
import type { Zone } from '../catalogs/postal-code.ts';
import type { SaleBody } from './sale.ts';

/** Pesos for one unit of the currency, as a decimal string of at most six places, and the day of publication in the DOF, `YYYY-MM-DD`. */
export type ExchangeRate = { readonly moneda: string; readonly published: string; readonly rate: string };

/** Stores the official exchange rates. A day is `2026-11-30`, and `moneda` is a c_Moneda code. */
export interface ExchangeRateStore {
  /** Stores all rates or none; a rate replaces an earlier one of the same currency and day. Returns how many were given. */
  putRates(rates: readonly ExchangeRate[]): Promise<number>;
  /** The last rate published before the given day. */
  rateBefore(moneda: string, day: string): Promise<ExchangeRate | undefined>;
}

/** Two publications are at most a weekend and a few holidays apart. An older rate means that nobody has loaded the latest ones. */
const MOST_DAYS = 10;

/**
 * Returns the sale with a `tipoCambio`: its own if it has one, otherwise the last rate that the DOF published before its local day (CFF 20,
 * third paragraph: the rate published on the previous day or, if there is none, the last one before). Returns the sale unchanged if there is no
 * such rate.
 */
export async function withExchangeRate(
  rates: Pick<ExchangeRateStore, 'rateBefore'>,
  body: SaleBody,
  zone: Zone,
): Promise<SaleBody> {
  if (body.moneda === 'MXN' || body.tipoCambio !== undefined) return body;
  const day = localDate(Date.parse(body.date), zone);
  const found = await rates.rateBefore(body.moneda, day);
  const isRecent = found && Date.parse(day) - Date.parse(found.published) <= MOST_DAYS * 86_400_000;
  return isRecent ? { ...body, tipoCambio: found.rate } : body;
}
