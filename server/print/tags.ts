/** What a piece of the page is to a screen reader; `tagged.ts` writes it into the file. */

/** A paragraph unless it says otherwise; an artifact is read to nobody. */
export function tagged<T extends object>(tag: 'H1' | 'Artifact', content: T): T {
  return { ...content, tag } as T;
}

/** A picture, in words. */
export function described<T extends object>(alt: string, picture: T): T {
  return { ...picture, alt } as T;
}
