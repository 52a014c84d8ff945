/**
 * A QR for a ticket printer, as ESC/POS: the printer draws the code itself (GS ( k, function 165 and on, of Epson's reference, which the
 * common clones follow). A till sends the bytes as they are, between its own.
 */
import { QUIET_ZONE, qrModules } from './qr-modules.ts';

/** Width of the roll in millimetres. */
export type Roll = 58 | 80;

/** Dots that a line has, and characters of font A, at 203 dpi. */
const ROLLS: Readonly<Record<Roll, { readonly dots: number; readonly characters: number }>> = {
  58: { dots: 384, characters: 32 },
  80: { dots: 576, characters: 48 },
};

/** Dots per module: eight are a millimetre; below three, a worn print head smears them together. */
const WIDEST = 8;
const NARROWEST = 3;

/** The content of the block that is printed on a ticket. */
export type TicketQr = {
  readonly url: string;
  /** Above and below the code. Only ASCII letters, because the code page that a printer is set to is unknown. */
  readonly heading: string;
  readonly address: string;
};

/** Centred: the heading, the code, the address as text; left-aligned afterwards, as tills expect. */
export function escPosQr({ url, heading, address }: TicketQr, roll: Roll): Buffer {
  const { characters } = ROLLS[roll];
  return Buffer.concat([
    ALIGN_CENTRE,
    lines(heading, characters),
    qrFunction(0x41, [0x32, 0x00]),
    qrFunction(0x43, [moduleDots(url, roll)]),
    qrFunction(0x45, [LEVEL_M]),
    qrFunction(0x50, [0x30, ...Buffer.from(url, 'ascii')]),
    qrFunction(0x51, [0x30]),
    lines(address, characters),
    LINE_FEED,
    ALIGN_LEFT,
  ]);
}

/** As large as the roll allows with its quiet zone. A printer may pack the text more tightly than bytes, never more loosely. */
function moduleDots(url: string, roll: Roll): number {
  const side = qrModules(url, { level: 'M', quiet: QUIET_ZONE }).length;
  return Math.max(NARROWEST, Math.min(WIDEST, Math.floor(ROLLS[roll].dots / side)));
}

const ALIGN_CENTRE = Buffer.from([0x1b, 0x61, 0x01]);
const ALIGN_LEFT = Buffer.from([0x1b, 0x61, 0x00]);
const LINE_FEED = Buffer.from([0x0a]);
const LEVEL_M = 0x31;

/** GS ( k pL pH cn fn …, with cn = 49: the functions of QR codes. */
function qrFunction(fn: number, parameters: readonly number[]): Buffer {
  const length = parameters.length + 2;
  return Buffer.from([0x1d, 0x28, 0x6b, length & 0xff, length >> 8, 0x31, fn, ...parameters]);
}

/**
 * Broken at the roll's width: between words or before a slash, else after a dot or a hyphen, else anywhere. Accents are dropped, and nothing in
 * the text can be a command: only printable ASCII is left.
 */
function lines(text: string, characters: number): Buffer {
  const plain = text
    .normalize('NFD')
    .replace(/[^\x20-\x7e]/g, '')
    .trim();
  const most = ` ?.{1,${characters}}`;
  const rows = plain.match(new RegExp(`${most}(?=[ /]|$)|${most}(?<=[.-])|${most}`, 'g')) ?? [];
  return Buffer.from(rows.map((row) => `${row.trim()}\n`).join(''), 'ascii');
}
