/** Formats figures, dates and catalogue claves for people, from the text of the XML's attributes. */
import { formatTrimmed, multiply, parseMicro, toMicro } from '../cfdi/money.ts';

/** `$1,284.50`: every decimal of the XML, at least two. Anything but a plain decimal is shown as it is. */
export function money(amount: string): string {
  const value = parseMicro(amount);
  if (value === undefined) return amount;
  return value < 0n ? `-$${grouped(formatTrimmed(-value, 2))}` : `$${grouped(formatTrimmed(value, 2))}`;
}

/** `1,500` or `0.333333`: a quantity without superfluous zeros. */
export function quantity(amount: string): string {
  const value = parseMicro(amount);
  return value === undefined ? amount : grouped(formatTrimmed(value));
}

/** «IVA 16 %», «IEPS $0.545 por unidad», «IVA exento». */
export function taxName(name: string, tax: { readonly tipoFactor: string; readonly tasaOCuota?: string }): string {
  if (tax.tasaOCuota === undefined) return `${name} ${tax.tipoFactor.toLowerCase()}`;
  const rate = parseMicro(tax.tasaOCuota);
  if (tax.tipoFactor === 'Cuota' || rate === undefined) return `${name} ${money(tax.tasaOCuota)} por unidad`;
  return `${name} ${formatTrimmed(multiply(rate, toMicro('100')))} %`;
}

const MONTHS = 'enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre'.split(' ');

/** «20 de noviembre de 2026, 18:32» for `2026-11-20T18:32:00`; other text stays as it is. */
export function longDate(fecha: string): string {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d:\d\d)/.exec(fecha);
  const month = MONTHS[Number(match?.[2]) - 1];
  return match && month ? `${Number(match[3])} de ${month} de ${match[1]}, ${match[4]}` : fecha;
}

/** «20 de noviembre de 2026» for `2026-11-20`. */
export function longDay(date: string): string {
  const [year, month, day] = date.split('-');
  return `${Number(day)} de ${MONTHS[Number(month) - 1]} de ${year}`;
}

/** «G03 Gastos en general»: a clave and its catalogue's text; only the clave if the catalogue has none. */
export function named(clave: string, texto: string | undefined): string {
  return texto ? `${clave} ${texto.replace(/\.$/, '')}` : clave;
}

function grouped(digits: string): string {
  const [whole = '', fraction] = digits.split('.');
  const thousands = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction ? `${thousands}.${fraction}` : thousands;
}
