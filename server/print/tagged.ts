/**
 * Tags for screen readers. pdfmake 0.3 passes `tagged` on to pdfkit but marks nothing itself, so its renderer is given what it lacks:
 * every line of text belongs to its paragraph in reading order, the QR is a figure with words, and rules, watermark, running header and
 * footer are artifacts that nobody is read. Tables are read row by row as paragraphs: the renderer does not know its rows.
 */
import { createRequire } from 'node:module';

type StructElement = { add(child: unknown): StructElement; end(): void };

type PdfDocument = {
  struct(type: string, options?: object): StructElement;
  addStructure(element: StructElement): unknown;
  markStructureContent(type: string): unknown;
  markContent(tag: string, options?: object): unknown;
  endMarkedContent(): unknown;
};

type TaggedNode = { readonly tag?: string; readonly alt?: string };
type Item = { taggedNode?: TaggedNode; readonly tag?: string; readonly alt?: string };
type Draw = (this: { readonly pdfDocument: PdfDocument }, item: Item, ...rest: unknown[]) => unknown;
type Renderer = { prototype: Record<string, Draw> };

const requireFromPdfmake = createRequire(createRequire(import.meta.url).resolve('pdfmake'));

/** Makes pdfmake's renderer write tags, once for the life of the process. */
export function tagEverything(): void {
  const { prototype } = (requireFromPdfmake('./Renderer.js') as { default: Renderer }).default;
  rememberNodes();
  const roots = new WeakMap<PdfDocument, StructElement>();
  const rootOf = (pdfDocument: PdfDocument): StructElement => {
    const root = roots.get(pdfDocument) ?? pdfDocument.struct('Document');
    if (!roots.has(pdfDocument)) pdfDocument.addStructure(root);
    roots.set(pdfDocument, root);
    return root;
  };
  const current = new WeakMap<PdfDocument, { node: object; element: StructElement }>();
  const wrap = (name: string, draw: (before: Draw) => Draw): void => {
    const before = prototype[name];
    if (before) prototype[name] = draw(before);
  };
  const artifact = (before: Draw): Draw =>
    function (item, ...rest) {
      this.pdfDocument.markContent('Artifact');
      before.call(this, item, ...rest);
      this.pdfDocument.endMarkedContent();
    };
  wrap('renderVector', artifact);
  wrap('renderWatermark', artifact);
  wrap(
    'renderImage',
    (before) =>
      function (item, ...rest) {
        const { pdfDocument } = this;
        const content = pdfDocument.markStructureContent('Figure');
        before.call(this, item, ...rest);
        pdfDocument.endMarkedContent();
        rootOf(pdfDocument).add(pdfDocument.struct('Figure', { alt: item.alt ?? 'Imagen' }).add(content));
      },
  );
  wrap(
    'renderLine',
    (before) =>
      function (line, ...rest) {
        const { pdfDocument } = this;
        const node = line.taggedNode ?? {};
        if (node.tag === 'Artifact') return artifact(before).call(this, line, ...rest);
        const type = node.tag ?? 'P';
        const content = pdfDocument.markStructureContent(type);
        before.call(this, line, ...rest);
        pdfDocument.endMarkedContent();
        const open = current.get(pdfDocument);
        if (open?.node === node) open.element.add(content);
        else {
          const element = pdfDocument.struct(type).add(content);
          rootOf(pdfDocument).add(element);
          current.set(pdfDocument, { node, element });
        }
      },
  );
}

/** A laid-out line gets the node it comes from, which the renderer reads its tag from. */
function rememberNodes(): void {
  type Builder = { prototype: { buildNextLine(node: TaggedNode): Item | null } };
  const { prototype } = (requireFromPdfmake('./LayoutBuilder.js') as { default: Builder }).default;
  const before = prototype.buildNextLine;
  prototype.buildNextLine = function (node) {
    const line = before.call(this, node);
    if (line) line.taggedNode = node;
    return line;
  };
}
