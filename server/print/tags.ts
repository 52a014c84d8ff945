/** What a piece of the page is to a screen reader; `tagged.ts` writes it into the file. */

/** Tags content: a paragraph by default; screen readers skip an artifact. */
export function tagged<T extends object>(tag: 'H1' | 'Artifact', content: T): T {
  return { ...content, tag } as T;
}

/** A picture, with its alternative text. */
export function described<T extends object>(alt: string, picture: T): T {
  return { ...picture, alt } as T;
}
