/** What a foreign currency was worth on the day of a sale: the rates of the Diario Oficial, as the operator loads them. */
import { localDate } from '../catalogs/local-time.ts';
import type { Zone } from '../catalogs/postal-code.ts';
import type { SaleBody } from './sale.ts';

/** Pesos for one unit, a decimal string of at most six places, and the day on which the DOF published it, `YYYY-MM-DD`. */
export type ExchangeRate = { readonly moneda: string; readonly published: string; readonly rate: string };

/** Stores the official exchange rates. A day is `2026-11-30`, and `moneda` is a c_Moneda code. */
export interface ExchangeRateStore {
  /** All or none; one of the same currency and day takes the place of the one before. Answers how many there were. */
  putRates(rates: readonly ExchangeRate[]): Promise<number>;
  /** The last one published before that day. */
  rateBefore(moneda: string, day: string): Promise<ExchangeRate | undefined>;
}

/** Between two publications lie a weekend and a few holidays. An older rate means that nobody has loaded those since. */
const MOST_DAYS = 10;

/**
 * The sale with a `tipoCambio`: its own where it has one, otherwise the last that the DOF published before its local day (CFF 20, third
 * paragraph: the rate published on the day before; where none was, the last one published earlier). As it was where there is none.
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
