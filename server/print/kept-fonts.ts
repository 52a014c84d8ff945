/**
 * Fonts parsed once and kept between documents. pdfkit parses a font's file anew for every document (47 % of stock pdfmake's
 * time); fontkit's public `registerFormat` lets a few marker bytes stand for a font that is already open.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

type Position = { xAdvance: number; yAdvance: number; xOffset: number; yOffset: number };

type GlyphRun = {
  readonly glyphs: readonly unknown[];
  readonly positions: readonly Position[];
  readonly advanceWidth: number;
};

type Font = {
  hasGlyphForCodePoint(codePoint: number): boolean;
  layout(text: string, features?: unknown): GlyphRun;
};

type FontFormat = { probe(bytes: Uint8Array): boolean; new (stream: { readonly buffer: Uint8Array }): unknown };

type Fontkit = { create(bytes: Uint8Array): Font; registerFormat(format: FontFormat): void };

/** How many laid-out words a font remembers: a page has some 300, and the labels among them are the same on every page. */
const REMEMBERED_WORDS = 4_000;

// The very instance pdfkit uses, whatever version npm nests below pdfmake.
const requireHere = createRequire(import.meta.url);
const requireFromPdfkit = createRequire(createRequire(requireHere.resolve('pdfmake')).resolve('pdfkit'));
const fontkit = requireFromPdfkit('fontkit') as Fontkit;

const kept = new Map<string, Font>();

fontkit.registerFormat(
  Object.assign(
    // Called with `new`: an object returned from a constructor is the value of the expression.
    function KeptFont(this: unknown, stream: { readonly buffer: Uint8Array }) {
      return kept.get(markerOf(stream.buffer));
    } as unknown as new (stream: {
      readonly buffer: Uint8Array;
    }) => unknown,
    { probe: (bytes: Uint8Array) => kept.has(markerOf(bytes)) },
  ),
);

/** A font kept open, and the bytes that represent its file in pdfmake's virtual file system. */
export type KeptFont = { readonly marker: Uint8Array; readonly prints: (codePoint: number) => boolean };

/** Opens a TrueType file of an installed package (`pdfmake/fonts/Roboto/Roboto-Regular.ttf`) and keeps it for as long as the process lives. */
export function keepFont(file: string): KeptFont {
  const font = fontkit.create(readFileSync(requireHere.resolve(file)));
  const marker = `kept:${file}`;
  kept.set(marker, rememberIntake(font));
  const known = new Map<number, boolean>();
  const prints = (codePoint: number) => {
    const answer = known.get(codePoint) ?? font.hasGlyphForCodePoint(codePoint);
    known.set(codePoint, answer);
    return answer;
  };
  return { marker: Buffer.from(marker), prints };
}

function markerOf(bytes: Uint8Array): string {
  return bytes.length > 100 ? '' : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

/** The same font, with its last words' layouts remembered. pdfkit scales positions in place, so every caller gets its own. */
function rememberIntake(font: Font): Font {
  const runs = new Map<string, GlyphRun>();
  const layout = (text: string, features?: unknown): GlyphRun => {
    if (features) return font.layout(text, features);
    let run = runs.get(text);
    if (!run) {
      if (runs.size >= REMEMBERED_WORDS) runs.clear();
      run = font.layout(text);
      runs.set(text, run);
    }
    return ownCopy(run);
  };
  return Object.create(font, { layout: { value: layout } }) as Font;
}

function ownCopy({ glyphs, positions }: GlyphRun): GlyphRun {
  const own = positions.map((position) => ({ ...position }));
  return {
    glyphs,
    positions: own,
    get advanceWidth() {
      return own.reduce((width, position) => width + position.xAdvance, 0);
    },
  };
}
