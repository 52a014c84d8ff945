/** Posters of a portal: a wall poster, a table tent, stickers for a till. Every block has its own height, and its text is as large as fits. */
import type {
  CanvasElement,
  Content,
  ContentImage,
  CustomTableLayout,
  TDocumentDefinitions,
} from 'pdfmake/interfaces.js';
import { hexColour, readableOn } from '../portals/colour.ts';
import type { PosterWords } from '../portals/promotion-words.ts';
import type { Language } from '../problems/problem.ts';
import { fittedSize } from './fitted-size.ts';
import { GREY, RULE } from './paper.ts';
import { QUIET_ZONE } from './qr-modules.ts';
import { qrPng } from './qr-png.ts';
import type { PrintTheme } from './representacion.ts';
import { described, tagged } from './tags.ts';

/** `table-tent` is folded once in the middle and stands like an open book; `till-sticker` is four to a sheet, to be cut. */
export const POSTER_PAPERS = ['letter', 'a4', 'table-tent', 'till-sticker'] as const;
/** A format that posters can be printed in. */
export type PosterPaper = (typeof POSTER_PAPERS)[number];

/** Everything that one sheet shows. */
export type PosterSheet = {
  readonly paper: PosterPaper;
  readonly language: Language;
  readonly words: PosterWords;
  readonly theme: PrintTheme;
  /** What the QR opens. */
  readonly url: string;
};

/** Points. `qr` is the side of the code with its quiet zone; the heights are those of the blocks, top to bottom. */
type Face = {
  readonly width: number;
  readonly qr: number;
  readonly text: number;
  readonly heights: Readonly<Record<Block, number>>;
};
type Block = 'band' | 'brand' | 'title' | 'scan' | 'code' | 'address' | 'steps' | 'foot';

type Sheet = {
  readonly page: Pick<TDocumentDefinitions, 'pageSize' | 'pageOrientation'>;
  readonly across: number;
  readonly down: number;
  readonly face: Face;
};

/** QRs of 10, 8 and 5.5 cm: a phone reads ten times a code's width away, so from the far side of a counter. */
const SHEETS: Readonly<Record<PosterPaper, Sheet>> = {
  letter: {
    ...{ page: { pageSize: 'LETTER' }, across: 1, down: 1 },
    face: {
      ...{ width: 612, qr: 300, text: 15 },
      heights: { band: 16, brand: 114, title: 70, scan: 32, code: 316, address: 72, steps: 62, foot: 109 },
    },
  },
  a4: {
    ...{ page: { pageSize: 'A4' }, across: 1, down: 1 },
    face: {
      ...{ width: 595, qr: 300, text: 15 },
      heights: { band: 16, brand: 130, title: 76, scan: 36, code: 318, address: 78, steps: 70, foot: 116 },
    },
  },
  'table-tent': {
    ...{ page: { pageSize: 'LETTER', pageOrientation: 'landscape' }, across: 2, down: 1 },
    face: {
      ...{ width: 396, qr: 232, text: 11 },
      heights: { band: 12, brand: 84, title: 54, scan: 24, code: 244, address: 54, steps: 46, foot: 92 },
    },
  },
  'till-sticker': {
    ...{ page: { pageSize: 'LETTER' }, across: 2, down: 2 },
    face: {
      ...{ width: 306, qr: 172, text: 9 },
      heights: { band: 8, brand: 54, title: 38, scan: 20, code: 180, address: 42, steps: 0, foot: 52 },
    },
  },
};

/** The document; its strings are all printable. The result belongs to one rendering: pdfmake writes into it. */
export function poster({ paper, language, words, theme, url }: PosterSheet): TDocumentDefinitions {
  const { page, across, down, face } = SHEETS[paper];
  const look = { primary: hexColour(theme.primary), hasLogo: theme.logo !== undefined };
  const row = () => Array.from({ length: across }, () => faceOf(face, words, look));
  return {
    ...page,
    pageMargins: 0,
    version: '1.7',
    language,
    displayTitle: true,
    tagged: true,
    info: { title: `${words.title} · ${words.tradeName}`, author: words.tradeName, creator: 'Autofactura' },
    defaultStyle: { font: 'Roboto', fontSize: face.text, alignment: 'center', color: INK, lineHeight: 1.1 },
    background: () => ({ canvas: [...bands(SHEETS[paper], look.primary), ...cuts(SHEETS[paper])] }),
    images: { code: qrPng(url, { level: 'Q', quiet: QUIET_ZONE }), ...(theme.logo && { logo: theme.logo }) },
    content: [
      {
        layout: BARE,
        table: {
          widths: Array<number>(across).fill(face.width),
          // The last row ends where its text does: one that reached the page's edge would be broken off to a second page.
          heights: (at) => (at < down - 1 ? heightOf(face) : 'auto'),
          body: Array.from({ length: down }, row),
        },
      },
    ],
  };
}

const INK = '#1f2937';

function heightOf({ heights }: Face): number {
  return Object.values(heights).reduce((sum, each) => sum + each, 0);
}

/** The coloured ground of the top and the foot of each face, to the paper's edge. */
function bands({ across, down, face }: Sheet, color: string): CanvasElement[] {
  const { width, heights } = face;
  const height = heightOf(face);
  return Array.from({ length: across * down }, (_, index): CanvasElement[] => {
    const [x, y] = [(index % across) * width, Math.floor(index / across) * height];
    return [
      { type: 'rect', x, y, w: width, h: heights.band, color },
      { type: 'rect', x, y: y + height - heights.foot, w: width, h: heights.foot, color },
    ];
  }).flat();
}

/** A hairline from edge to edge where the sheet is folded or cut. */
function cuts({ across, down, face }: Sheet): CanvasElement[] {
  const [width, height] = [face.width * across, heightOf(face) * down];
  const line = { type: 'line', lineWidth: 0.5, lineColor: RULE, dash: { length: 3 } } as const;
  return [
    ...between(across).map((at) => ({ ...line, x1: at * face.width, y1: 0, x2: at * face.width, y2: height })),
    ...between(down).map((at) => ({ ...line, x1: 0, y1: at * heightOf(face), x2: width, y2: at * heightOf(face) })),
  ];
}

const between = (count: number): number[] => Array.from({ length: count - 1 }, (_, index) => index + 1);

type Look = { readonly primary: string; readonly hasLogo: boolean };

function faceOf(face: Face, words: PosterWords, look: Look): Content {
  const { width, heights, text } = face;
  const inside = width * 0.88;
  const sized = (words: string, height: number, largest: number) =>
    fittedSize(words, { width: inside, height: height * 0.86, largest });
  const block = (content: Content): Content[] => [{ stack: [content] }];
  const rows = Object.values(heights).filter((height) => height > 0);
  const title = { text: words.title, bold: true, fontSize: sized(words.title, heights.title, text * 3) };
  const address = { width: inside, height: heights.address * 0.5, largest: text * 1.7, lines: 1 };
  return {
    layout: BARE,
    table: {
      widths: [width],
      heights: (at) => (at < rows.length - 1 ? (rows[at] ?? 0) : 'auto'),
      body: [
        block({ text: '' }),
        block(brand(face, words.tradeName, look)),
        block(tagged('H1', { ...title, margin: sides(width) })),
        block({ text: words.scan, fontSize: sized(words.scan, heights.scan, text), margin: sides(width) }),
        block(code(face, words.address, look)),
        block({
          margin: sides(width),
          stack: [
            { text: words.orType, fontSize: text * 0.8, color: GREY },
            { text: words.address, bold: true, noWrap: true, fontSize: fittedSize(words.address, address) },
          ],
        }),
        ...(heights.steps > 0 ? [block(steps(face, words.steps, look))] : []),
        block(foot(face, words, look)),
      ],
    },
  };
}

/** The logo with the name under it, or only the name. */
function brand({ width, heights, text }: Face, name: string, { hasLogo }: Look): Content {
  const room = {
    width: width * 0.88,
    height: heights.brand * (hasLogo ? 0.26 : 0.6),
    largest: text * (hasLogo ? 1.3 : 2.4),
  };
  const written: Content = { text: name, bold: true, fontSize: fittedSize(name, room), margin: sides(width) };
  if (!hasLogo) return { ...written, margin: [width * 0.06, heights.brand * 0.22, width * 0.06, 0] };
  const picture: ContentImage = {
    image: 'logo',
    fit: [width * 0.6, heights.brand * 0.5],
    margin: [0, heights.brand * 0.12, 0, heights.brand * 0.05],
  };
  return {
    stack: [described(name, picture), written],
  };
}

/** The code on white in a frame of the merchant's colour, whatever the paper is. */
function code({ width, qr }: Face, address: string, { primary }: Look): Content {
  const frame = 3;
  return {
    columns: [
      { width: (width - qr) / 2 - frame, text: '' },
      {
        width: qr + 2 * frame,
        layout: framed(frame, primary),
        table: { widths: [qr], body: [[described(`Código QR: ${address}`, { image: 'code', width: qr })]] },
      },
    ],
  };
}

function steps({ width, text }: Face, lines: readonly string[], { primary }: Look): Content {
  return {
    margin: sides(width),
    columnGap: 8,
    columns: lines.map(
      (step, index): Content => ({
        fontSize: text * 0.85,
        stack: [
          {
            text: `${index + 1}`,
            bold: true,
            fontSize: text * 1.2,
            color: readableOn(primary) === '#ffffff' ? primary : INK,
          },
          step,
        ],
      }),
    ),
  };
}

function foot({ width, heights, text }: Face, { deadline, contact, test }: PosterWords, { primary }: Look): Content {
  const reach = { width: width * 0.88, height: text, largest: text * 0.8, lines: 1 };
  // On one line if that is still read at arm's length, otherwise the phone above the e-mail.
  const contacts = fittedSize(contact, reach) < text * 0.75 ? contact.split(' · ') : [contact];
  const lines = [deadline, ...contacts, test ?? ''].filter((line) => line !== '');
  const room = { width: width * 0.88, height: (heights.foot * 0.72) / lines.length, largest: text };
  return {
    margin: [width * 0.06, heights.foot * 0.14, width * 0.06, 0],
    color: readableOn(primary),
    stack: lines.map((line, index) => ({
      text: line,
      bold: index === 0 || line === test,
      fontSize: fittedSize(line, { ...(index === 0 ? { ...room, largest: text } : { ...room, ...reach }) }),
    })),
  };
}

function sides(width: number): [number, number, number, number] {
  return [width * 0.06, 0, width * 0.06, 0];
}

const NO_PADDING: CustomTableLayout = {
  paddingLeft: () => 0,
  paddingRight: () => 0,
  paddingTop: () => 0,
  paddingBottom: () => 0,
};
const BARE: CustomTableLayout = { ...NO_PADDING, hLineWidth: () => 0, vLineWidth: () => 0 };

function framed(width: number, colour: string): CustomTableLayout {
  return {
    ...NO_PADDING,
    hLineWidth: () => width,
    vLineWidth: () => width,
    hLineColor: () => colour,
    vLineColor: () => colour,
  };
}
