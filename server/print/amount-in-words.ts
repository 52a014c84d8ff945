/**
 * An amount as a Mexican invoice spells it. By hand: n2words 4.0 writes «veintiuno mil», «dieciseis» and «un millón pesos»
 * where Spanish wants the short form before a noun, the accent and the «de» (RAE, Diccionario panhispánico de dudas, «uno»).
 */
import { formatMicro, parseMicro } from '../cfdi/money.ts';

const UP_TO_29 =
  'CERO UN DOS TRES CUATRO CINCO SEIS SIETE OCHO NUEVE DIEZ ONCE DOCE TRECE CATORCE QUINCE DIECISÉIS DIECISIETE DIECIOCHO DIECINUEVE VEINTE VEINTIÚN VEINTIDÓS VEINTITRÉS VEINTICUATRO VEINTICINCO VEINTISÉIS VEINTISIETE VEINTIOCHO VEINTINUEVE'.split(
    ' ',
  );
const TENS = ['', '', '', 'TREINTA', 'CUARENTA', 'CINCUENTA', 'SESENTA', 'SETENTA', 'OCHENTA', 'NOVENTA'];
const HUNDREDS =
  ' CIENTO DOSCIENTOS TRESCIENTOS CUATROCIENTOS QUINIENTOS SEISCIENTOS SETECIENTOS OCHOCIENTOS NOVECIENTOS'.split(' ');

type CurrencyWords = { readonly one: string; readonly many: string; readonly after: string };

const CURRENCIES: Readonly<Record<string, CurrencyWords>> = {
  MXN: { one: 'PESO', many: 'PESOS', after: 'M.N.' },
  USD: { one: 'DÓLAR', many: 'DÓLARES', after: 'USD' },
  EUR: { one: 'EURO', many: 'EUROS', after: 'EUR' },
};

/**
 * `«(TRESCIENTOS CUARENTA Y OCHO PESOS 00/100 M.N.)»` for `"348.00"` and `"MXN"`; a currency without Spanish words of ours keeps
 * its code. `undefined` for what is not a plain decimal and for XXX, which has no amounts.
 */
export function amountInWords(amount: string, moneda: string): string | undefined {
  const value = parseMicro(amount);
  if (value === undefined || value < 0n || moneda === 'XXX') return undefined;
  const [whole = '0', cents = '00'] = formatMicro(value, 2).split('.');
  const units = BigInt(whole);
  const words = CURRENCIES[moneda] ?? { one: moneda, many: moneda, after: '' };
  const noun = units === 1n ? words.one : words.many;
  // «un millón de pesos», but «un millón un pesos»: the noun follows «de» only right after millón or billón.
  const link = words.after && units > 0n && units % 1_000_000n === 0n ? 'DE ' : '';
  return `(${cardinal(units)} ${link}${noun} ${cents}/100${words.after && ` ${words.after}`})`;
}

/** A count before a masculine noun, in capitals, on the long scale: 21,000 is `VEINTIÚN MIL`, 10⁹ `MIL MILLONES`. Below 10¹⁸. */
export function cardinal(value: bigint): string {
  if (value === 0n) return 'CERO';
  const parts = [
    scaled(value / 1_000_000_000_000n, 'BILLÓN', 'BILLONES'),
    scaled((value / 1_000_000n) % 1_000_000n, 'MILLÓN', 'MILLONES'),
    belowMillion(Number(value % 1_000_000n)),
  ];
  return parts.filter(Boolean).join(' ');
}

function scaled(count: bigint, one: string, many: string): string {
  if (count === 0n) return '';
  return `${belowMillion(Number(count))} ${count === 1n ? one : many}`;
}

function belowMillion(value: number): string {
  const thousands = Math.trunc(value / 1000);
  const mil = thousands === 0 ? '' : thousands === 1 ? 'MIL' : `${belowThousand(thousands)} MIL`;
  return [mil, belowThousand(value % 1000)].filter(Boolean).join(' ');
}

function belowThousand(value: number): string {
  if (value === 100) return 'CIEN';
  const hundreds = HUNDREDS[Math.trunc(value / 100)] ?? '';
  const rest = value % 100;
  return [hundreds, rest === 0 ? '' : belowHundred(rest)].filter(Boolean).join(' ');
}

function belowHundred(value: number): string {
  if (value < 30) return UP_TO_29[value] ?? '';
  const tens = TENS[Math.trunc(value / 10)] ?? '';
  return value % 10 === 0 ? tens : `${tens} Y ${UP_TO_29[value % 10] ?? ''}`;
}
