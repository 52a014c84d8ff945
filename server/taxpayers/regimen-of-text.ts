/** Converts the words of a Constancia to a clave of c_RegimenFiscal: «Régimen de las Personas Físicas con…» → 612. */
import { regimenesFiscales } from '../catalogs/regimen-fiscal.ts';

/** The clave with these words, ignoring articles, accents and case; `undefined` if the catalogue has none. */
export function regimenOfText(text: string): string | undefined {
  const words = bare(text);
  const entries = regimenesFiscales().map(({ clave, texto }) => ({ clave, words: bare(texto) }));
  const exact = entries.find((entry) => entry.words === words);
  if (exact) return exact.clave;
  // «Régimen Opcional para Grupos…» and the like: the longest of those it ends with.
  const ends = entries.filter((entry) => words.endsWith(entry.words));
  return ends.sort((a, b) => b.words.length - a.words.length)[0]?.clave;
}

function bare(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z ]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^regimen /, '')
    .replace(/^(?:de los|de las|de la|del|de) /, '')
    .replace(/ (?:pm|pf)$/, '');
}
