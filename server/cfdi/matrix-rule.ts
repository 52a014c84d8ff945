/** The type of a rule of the SAT's matrix, and the context that it may use in addition to its element. */
import { type Entry, isInForce } from '../catalogs/entry.ts';
import { currencyDecimals } from '../catalogs/moneda.ts';
import type { CfdiFile, Comprobante, Traslado } from './comprobante.ts';
import { formatMicro, formatTrimmed, type Micro, roundTo, sum } from './money.ts';
import { amountOf, readDecimal } from './written-decimal.ts';

/** What is wrong with an element: `at` is a pointer below it; `found` and `expected` are shown to whoever must correct it. */
export type Finding = {
  readonly at?: string;
  readonly found?: string;
  readonly expected?: string;
  /** Further values for the placeholders of the code's text. */
  readonly params?: Readonly<Record<string, string>>;
};

/** A rule with its refusal code. Its check returns what is wrong with an element, or nothing. */
export type Rule<Element> = readonly [
  satCode: string,
  check: (element: Element, context: Context) => Finding | false | undefined,
];

/** The document around an element, with the sums that its figures must match. */
export type Context = {
  readonly comprobante: Comprobante;
  readonly tipo: string;
  /** The date at which catalogues are looked up; the last possible day if Fecha is unreadable, which has a rule of its own. */
  readonly fecha: string;
  /** The currency's; 2 if it is in no catalogue, which has a rule of its own. */
  readonly decimals: number;
  /** Local names of the complements (`ComercioExterior`). */
  readonly complementos: ReadonlySet<string>;
  /** Sums of the conceptos' traslados, by `trasladoKey`. */
  readonly traslados: ReadonlyMap<string, { readonly base: Micro; readonly importe: Micro }>;
  /** Sums of the conceptos' retenciones, by Impuesto. */
  readonly retenciones: ReadonlyMap<string, Micro>;
  /** How many times the document's own Impuestos have a traslado (by `trasladoKey`) or a retención (by Impuesto). */
  readonly repeats: ReadonlyMap<string, number>;
  /** Cached answers of c_TasaOCuota: a document asks for the same few over and over. */
  readonly rates: Map<string, boolean>;
};

const FECHA = /^20[1-9]\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d$/;

/** tdCFDI.xsd t_FechaH: the pattern, and a day of the calendar. */
export function isFecha(text: string): boolean {
  if (!FECHA.test(text)) return false;
  const day = Number(text.slice(8, 10));
  return day < 29 || new Date(`${text.slice(0, 10)}T00:00:00Z`).getUTCDate() === day;
}

/** Computes once what many rules need: the sums of taxes by group, the currency's decimals and repeated elements. */
export function createContext({ comprobante, complementos }: CfdiFile): Context {
  const traslados = new Map<string, { base: Micro; importe: Micro }>();
  const retenciones = new Map<string, Micro>();
  for (const concepto of comprobante.conceptos) {
    for (const traslado of concepto.traslados) {
      const key = trasladoKey(traslado);
      const group = traslados.get(key) ?? { base: 0n, importe: 0n };
      traslados.set(key, {
        base: group.base + amountOf(traslado.base),
        importe: group.importe + amountOf(traslado.importe),
      });
    }
    for (const { impuesto, importe } of concepto.retenciones) {
      retenciones.set(impuesto, (retenciones.get(impuesto) ?? 0n) + amountOf(importe));
    }
  }
  return {
    comprobante,
    tipo: comprobante.tipoDeComprobante,
    fecha: isFecha(comprobante.fecha) ? comprobante.fecha : '9999-12-31',
    decimals: currencyDecimals(comprobante.moneda) ?? 2,
    complementos: new Set(complementos.map((name) => name.slice(name.indexOf(':') + 1))),
    traslados,
    retenciones,
    repeats: repeatsOf(comprobante),
    rates: new Map(),
  };
}

function repeatsOf({ impuestos }: Comprobante): ReadonlyMap<string, number> {
  const repeats = new Map<string, number>();
  const keys = [
    ...(impuestos?.traslados ?? []).map(trasladoKey),
    ...(impuestos?.retenciones ?? []).map((r) => r.impuesto),
  ];
  for (const key of keys) repeats.set(key, (repeats.get(key) ?? 0) + 1);
  return repeats;
}

const SIX_DECIMALS = /^(0|[1-9]\d*)\.\d{6}$/;

/** The key by which the document groups traslados: impuesto, factor and the value of the rate, however it is written. */
export function trasladoKey({ impuesto, tipoFactor, tasaOCuota }: Traslado): string {
  const rate =
    tasaOCuota === undefined || SIX_DECIMALS.test(tasaOCuota) ? tasaOCuota : formatMicro(amountOf(tasaOCuota));
  return `${impuesto} ${tipoFactor} ${rate}`;
}

/** Nothing is wrong if the catalogue has the clave, in force on the document's date. */
export function inCatalogue(entry: Entry | undefined, { fecha }: Context, at: string, found: string): Finding | false {
  return !(entry && isInForce(entry, fecha)) && { at, found };
}

/** Nothing is wrong if an amount is absent, zero, or has at most the currency's decimals. */
export function currencyDecimalsOf(text: string | undefined, { decimals }: Context, at: string): Finding | false {
  const written = text === undefined ? undefined : readDecimal(text);
  if (!text || !written || written.value === 0n || written.decimals <= decimals) return false;
  return { at, found: text, expected: formatTrimmed(roundTo(written.value, decimals), decimals) };
}

/** Nothing is wrong if an amount equals the expected one, ignoring trailing zeros; an absent one counts as 0. */
export function equals(text: string | undefined, expected: Micro, { decimals }: Context, at: string): Finding | false {
  return amountOf(text) !== expected && { at, found: text ?? '', expected: formatTrimmed(expected, decimals) };
}

/** A sum of attributes, with absent ones as 0, rounded to the currency's decimals. */
export function roundedSum(texts: readonly (string | undefined)[], { decimals }: Context): Micro {
  return roundTo(sum(texts.map(amountOf)), decimals);
}
