/** Words as a search compares them: in lower case and plain letters, with one blank between them. */

/** Rewrites a text as plain words: «Pan, galletas y pastelitos dulces» is `pan galletas y pastelitos dulces`. */
export function plainWords(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

const FILLERS = new Set([
  'a',
  'al',
  'con',
  'de',
  'del',
  'el',
  'en',
  'la',
  'las',
  'los',
  'o',
  'para',
  'por',
  'un',
  'una',
  'y',
]);

/** The words by which to search: those that say something, each without a plural's ending, because it may begin a longer one. */
export function searchWords(text: string): readonly string[] {
  const words = plainWords(text).split(' ').filter(Boolean);
  const meaningful = words.filter((word) => !FILLERS.has(word));
  return (meaningful.length > 0 ? meaningful : words).map(withoutPlural);
}

/** The word in the forms in which a name may begin with it: as it is, and as a plural. */
export function wholeWords(word: string): readonly string[] {
  return [word, `${word}s`, `${word}es`];
}

/** «Celulares» and «llaves» alike lose «es»: what is left begins the singular, too. */
function withoutPlural(word: string): string {
  return word.replace(/^(\D{2,}[^\Waeiou])es$|^(\D{3,})s$/, '$1$2');
}
