/** Parses XML text to a plain tree of elements. Strict (saxes): unclosed or crossed tags, repeated attributes and DTDs are refused. */
import { SaxesParser } from 'saxes';

/** `attributes` are by name as written (a CFDI's have no prefix), with values unescaped and normalised as XML requires. */
export type XmlElement = {
  /** As written, including the prefix. */
  readonly name: string;
  readonly local: string;
  readonly uri: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own text, including CDATA, without that of its children. */
  readonly text: string;
};

const MAX_DEPTH = 64;

/** Throws an Error with the parser's message. A BOM is accepted; a DTD never is (XXE, entity bombs). */
export function parseXml(text: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const stack: (XmlElement & { children: XmlElement[]; text: string })[] = [];
  let root: XmlElement | undefined;
  parser.on('doctype', () => {
    throw new Error('a DTD is not accepted');
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    if (stack.length >= MAX_DEPTH) throw new Error('nested too deep');
    const attributes = new Map(Object.values(tag.attributes).map(({ name, value }) => [name, value]));
    const element = { name: tag.name, local: tag.local, uri: tag.uri, attributes, children: [], text: '' };
    stack.at(-1)?.children.push(element);
    root ??= element;
    stack.push(element);
  });
  const addText = (text: string): void => {
    const open = stack.at(-1);
    if (open) open.text += text;
  };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => {
    stack.pop();
  });
  parser.write(text.replace(/^\uFEFF/, '')).close();
  if (!root) throw new Error('no element');
  return root;
}
