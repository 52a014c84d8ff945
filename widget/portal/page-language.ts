/** The `lang` of an element as HTML defines it, looked up across shadow roots. */
export function pageLanguage(element: Element): string | null | undefined {
  const told = element.closest('[lang]');
  const root = element.getRootNode();
  if (told || !(root instanceof ShadowRoot)) return told?.getAttribute('lang');
  return pageLanguage(root.host);
}
