/** Reads the XML a provider answers with: prefixes are its own business, so elements are found by their local names. */
import { parseXml, type XmlElement } from '../cfdi/xml-tree.ts';

/** The document element; `undefined` for what is not one well-formed document without a DTD. */
export function parseXmlAnswer(text: string): XmlElement | undefined {
  try {
    return parseXml(text);
  } catch {
    return undefined;
  }
}

/** Every element of this name, the element itself included, in document order. */
export function elementsNamed(element: XmlElement, local: string): readonly XmlElement[] {
  const below = element.children.flatMap((child) => elementsNamed(child, local));
  return element.local === local ? [element, ...below] : below;
}

/** The text of the first direct child with this name, trimmed; `''` if there is none. */
export function childText(element: XmlElement, local: string): string {
  return element.children.find((child) => child.local === local)?.text.trim() ?? '';
}
