/** Writes JSON whose numbers are the decimals they were given as: an amount never passes through a binary float. */
import { randomUUID } from 'node:crypto';

/** A JSON number by its digits. */
export class JsonDecimal {
  readonly digits: string;

  /** Throws a RangeError for anything but plain decimal digits, with or without a point. */
  constructor(digits: string) {
    if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(digits)) throw new RangeError('not a decimal');
    this.digits = digits;
  }
}

/** JSON of a value in which every `JsonDecimal` is a number, digit for digit. */
export function jsonWithDecimals(value: unknown): string {
  // The mark is random each time, so no text in the document can contain it.
  const mark = `decimal ${randomUUID()} `;
  const text = JSON.stringify(value, (_, each) => (each instanceof JsonDecimal ? mark + each.digits : each));
  return text.replaceAll(new RegExp(`"${mark}([-\\d.]+)"`, 'g'), '$1');
}
