/** Reads a PDF back the way a person's tools do: poppler for text and pixels, a QR decoder for the code. */
import { spawnSync } from 'node:child_process';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';

/** Whether poppler is installed; says so aloud when it is not, for the tests that then skip. */
export function hasPoppler(): boolean {
  const found = ['pdftotext', 'pdftoppm', 'pdfinfo'].every((tool) => spawnSync(tool, ['-v']).error === undefined);
  if (!found) console.warn('poppler-utils is not installed: the PDF is not read back');
  return found;
}

/** All text without any white space, as words and seals wrap where they must; in the order it was written. */
export function pdfText(pdf: Uint8Array): string {
  return squeezed(run('pdftotext', ['-raw', '-', '-'], pdf).toString('utf8'));
}

/** The words of the first page with their distance from its top, in points. */
export function pdfWords(pdf: Uint8Array): readonly { readonly text: string; readonly top: number }[] {
  const boxes = run('pdftotext', ['-bbox', '-l', '1', '-', '-'], pdf).toString('utf8');
  return [...boxes.matchAll(/yMin="([\d.]+)"[^>]*>([^<]*)<\/word>/g)].map(([, top, text = '']) => ({
    text,
    top: Number(top),
  }));
}

/** A text as `pdfText` would give it. */
export function squeezed(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, '');
}

/** What `pdfinfo` says, by its labels (`Title`, `Pages`, `Page size`). */
export function pdfInfo(pdf: Uint8Array): Readonly<Record<string, string>> {
  const lines = run('pdfinfo', ['-'], pdf).toString('utf8').split('\n');
  return Object.fromEntries(lines.map((line) => [line.split(':')[0] ?? '', line.slice(line.indexOf(':') + 1).trim()]));
}

/** The last page's QR: its text, and the printed side of its modules in centimetres. */
export function pdfQr(pdf: Uint8Array): { readonly text: string; readonly sideCm: number } | undefined {
  const dpi = 150;
  const last = pdfInfo(pdf).Pages ?? '1';
  const leftThird = ['-x', '0', '-y', '0', '-W', '425', '-H', '1650'];
  const image = PNG.sync.read(
    run('pdftoppm', ['-png', '-r', `${dpi}`, '-f', last, '-l', last, ...leftThird, '-'], pdf),
  );
  const code = jsqr.default(new Uint8ClampedArray(image.data), image.width, image.height);
  if (!code) return undefined;
  const { topLeftCorner: left, topRightCorner: right } = code.location;
  return { text: code.data, sideCm: (Math.hypot(right.x - left.x, right.y - left.y) / dpi) * 2.54 };
}

function run(tool: string, options: readonly string[], input: Uint8Array): Buffer {
  const { status, stdout, stderr } = spawnSync(tool, options, { input, maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`${tool}: ${stderr.toString('utf8')}`);
  return stdout;
}
