/** The `lang` of an element as HTML defines it, looked up across shadow roots. */
export function pageLanguage(element: Element): string | null | undefined {
  const labelled = element.closest('[lang]');
  const root = element.getRootNode();
  if (labelled || !(root instanceof ShadowRoot)) return labelled?.getAttribute('lang');
  return pageLanguage(root.host);
}
