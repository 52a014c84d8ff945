/** The `lang` that a page gives an element, looked for beyond the shadow roots it stands in, as HTML defines it. */
export function pageLanguage(element: Element): string | null | undefined {
  const told = element.closest('[lang]');
  const root = element.getRootNode();
  if (told || !(root instanceof ShadowRoot)) return told?.getAttribute('lang');
  return pageLanguage(root.host);
}
