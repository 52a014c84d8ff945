/** Reads what a ticket printer would do with our bytes: text, alignment, and the QR that it is told to draw. Unknown bytes throw. */

export type PrintedTicket = {
  readonly lines: readonly string[];
  readonly qr: {
    readonly text: string;
    readonly dots: number;
    readonly level: 'L' | 'M' | 'Q' | 'H';
    readonly model: number;
  };
  /** Of the lines and the code, in order, and what is left when it ends. */
  readonly alignments: readonly number[];
};

/** The commands of Epson's reference that we use: LF, ESC a, GS ( k with cn 49. */
export function readEscPos(bytes: Uint8Array): PrintedTicket {
  const lines: string[] = [];
  const alignments: number[] = [];
  const set = { model: 0, dots: 0, level: 0, stored: '' };
  let printed: PrintedTicket['qr'] | undefined;
  let line = '';
  const byte = (at: number): number => {
    const value = bytes[at];
    if (value === undefined) throw new Error(`the bytes end inside a command, at ${at}`);
    return value;
  };
  for (let at = 0; at < bytes.length; ) {
    const first = byte(at);
    if (first === 0x0a) {
      lines.push(line);
      line = '';
      at += 1;
    } else if (first === 0x1b && byte(at + 1) === 0x61) {
      alignments.push(byte(at + 2));
      at += 3;
    } else if (first === 0x1d && byte(at + 1) === 0x28 && byte(at + 2) === 0x6b) {
      const length = byte(at + 3) + 256 * byte(at + 4);
      if (byte(at + 5) !== 49) throw new Error(`not a function of QR codes: ${byte(at + 5)}`);
      const fn = byte(at + 6);
      const parameters = Array.from({ length: length - 2 }, (_, index) => byte(at + 7 + index));
      if (fn === 65) set.model = parameters[0] ?? 0;
      else if (fn === 67) set.dots = parameters[0] ?? 0;
      else if (fn === 69) set.level = parameters[0] ?? 0;
      else if (fn === 80) set.stored = Buffer.from(parameters.slice(1)).toString('ascii');
      else if (fn === 81)
        printed = { text: set.stored, dots: set.dots, level: levelOf(set.level), model: set.model - 48 };
      else throw new Error(`unknown function ${fn}`);
      at += 5 + length;
    } else if (first >= 0x20 && first < 0x7f) {
      line += String.fromCharCode(first);
      at += 1;
    } else throw new Error(`unknown byte 0x${first.toString(16)} at ${at}`);
  }
  if (!printed) throw new Error('no QR was printed');
  return { lines, qr: printed, alignments };
}

function levelOf(n: number): PrintedTicket['qr']['level'] {
  const level = (['L', 'M', 'Q', 'H'] as const)[n - 48];
  if (level === undefined) throw new Error(`unknown level of correction ${n}`);
  return level;
}
