/** c_ClaveUnidad: the unit of a concepto. The table is a text of 63 KB, parsed at the first look-up; the widget never imports it. */
import { CLAVES_UNIDAD } from './clave-unidad-data.ts';
import { CFDI_40, type Entry } from './entry.ts';
import { plainWords, wholeWords } from './plain-words.ts';

let names: ReadonlyMap<string, string> | undefined;

/** Every clave with its Spanish name, in the order of the catalogue; all in force since CFDI 4.0. */
export function clavesUnidad(): ReadonlyMap<string, string> {
  names ??= new Map(
    CLAVES_UNIDAD.trim()
      .split('\n')
      .map((line) => [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]),
  );
  return names;
}

/** The name of a unit (`H87` → «Pieza»); `undefined` when the catalogue has none. */
export function claveUnidad(clave: string): string | undefined {
  return clavesUnidad().get(clave);
}

/** A unit as a row of its catalogue. Every one has been in force since CFDI 4.0, and none has ended (August 2026). */
export function unitOf(clave: string): Entry | undefined {
  const texto = claveUnidad(clave);
  return texto === undefined ? undefined : { clave, texto, validFrom: CFDI_40 };
}

/** Finds units whose names or claves have all these words (as `searchWords` writes them), or begin with them; the likeliest come first. */
export function findClavesUnidad(words: readonly string[], limit: number): readonly Entry[] {
  const firsts = wholeWords(words[0] ?? '').map((word) => `${word} `);
  const rankOf = ({ texto, plain }: { readonly texto: string; readonly plain: string }): number =>
    texto.length + (firsts.some((first) => plain.startsWith(first)) ? 0 : LONGER_THAN_ANY);
  return [...clavesUnidad()]
    .map(([clave, texto]) => ({ clave, texto, plain: `${plainWords(texto)} ${clave.toLowerCase()}` }))
    .filter(({ plain }) => words.every((word) => ` ${plain}`.includes(` ${word}`)))
    .sort((one, other) => rankOf(one) - rankOf(other))
    .slice(0, limit)
    .map(({ clave, texto }) => ({ clave, texto, validFrom: CFDI_40 }));
}

const LONGER_THAN_ANY = 1_000;
