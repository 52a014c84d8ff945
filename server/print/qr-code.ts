/** QR codes of ISO/IEC 18004:2015: byte mode, error correction M (the least the SAT accepts), versions 1–20. */

/** Square of modules, row by row; `true` is dark. */
export type QrMatrix = readonly (readonly boolean[])[];

// Table 9, level M: codewords for error correction in each block, and blocks, by version.
const EC_PER_BLOCK = [0, 10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26];
const BLOCKS = [0, 1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16];
const LAST_VERSION = 20;

type Grid = { readonly size: number; readonly dark: boolean[][]; readonly fixed: boolean[][] };

/** The QR of a text (as UTF-8, up to 666 bytes; a longer one throws), in the smallest version that holds it. */
export function qrMatrix(text: string): QrMatrix {
  const data = new TextEncoder().encode(text);
  const version = versionFor(data.length);
  const codewords = withErrorCorrection(dataCodewords(data, version), version);
  const grid = blankGrid(version);
  placeData(grid, codewords);
  let best: { score: number; dark: boolean[][] } | undefined;
  for (const mask of MASKS.keys()) {
    const dark = masked(grid, mask);
    const score = penalty(dark);
    if (!best || score < best.score) best = { score, dark };
  }
  return best?.dark ?? [];
}

function at(list: readonly number[] | Uint8Array, index: number): number {
  return list[index] ?? 0;
}

function dataCapacity(version: number): number {
  return Math.trunc(rawModules(version) / 8) - at(EC_PER_BLOCK, version) * at(BLOCKS, version);
}

function rawModules(version: number): number {
  let modules = (16 * version + 128) * version + 64;
  if (version >= 2) {
    const aligns = Math.trunc(version / 7) + 2;
    modules -= (25 * aligns - 10) * aligns - 55;
    if (version >= 7) modules -= 36;
  }
  return modules;
}

function versionFor(bytes: number): number {
  for (let version = 1; version <= LAST_VERSION; version++)
    if (bytes + (version < 10 ? 2 : 3) <= dataCapacity(version)) return version;
  throw new RangeError(`${bytes} bytes do not fit a QR code of version ${LAST_VERSION}`);
}

/** Mode, length, bytes, terminator and padding, as whole codewords. */
function dataCodewords(data: Uint8Array, version: number): Uint8Array {
  const capacity = dataCapacity(version);
  const lengthBits = version < 10 ? 8 : 16;
  const bits: number[] = [];
  const push = (value: number, count: number) => {
    for (let i = count - 1; i >= 0; i--) bits.push((value >>> i) & 1);
  };
  push(0b0100, 4);
  push(data.length, lengthBits);
  for (const byte of data) push(byte, 8);
  push(0, 4);
  const codewords = new Uint8Array(capacity);
  bits.forEach((bit, i) => {
    if (bit) codewords[i >> 3] = at(codewords, i >> 3) | (0x80 >> (i & 7));
  });
  for (let i = Math.ceil(bits.length / 8), pad = 0xec; i < capacity; i++, pad ^= 0xec ^ 0x11) codewords[i] = pad;
  return codewords;
}

/** Blocks with their Reed–Solomon remainders, interleaved as they are placed. */
function withErrorCorrection(data: Uint8Array, version: number): Uint8Array {
  const blockCount = at(BLOCKS, version);
  const ecLength = at(EC_PER_BLOCK, version);
  const shortLength = Math.trunc(data.length / blockCount);
  const shortBlocks = blockCount - (data.length % blockCount);
  const divisor = reedSolomonDivisor(ecLength);
  const blocks: { data: Uint8Array; ec: Uint8Array }[] = [];
  for (let i = 0, start = 0; i < blockCount; i++) {
    const end = start + shortLength + (i < shortBlocks ? 0 : 1);
    const block = data.subarray(start, end);
    blocks.push({ data: block, ec: remainder(block, divisor) });
    start = end;
  }
  const out: number[] = [];
  for (let i = 0; i <= shortLength; i++)
    for (const block of blocks) if (i < block.data.length) out.push(at(block.data, i));
  for (let i = 0; i < ecLength; i++) for (const block of blocks) out.push(at(block.ec, i));
  return Uint8Array.from(out);
}

/** Product in GF(2⁸) modulo x⁸+x⁴+x³+x²+1. */
function product(a: number, b: number): number {
  let result = 0;
  for (let i = 7; i >= 0; i--) {
    result = (result << 1) ^ ((result >>> 7) * 0x11d);
    result ^= ((b >>> i) & 1) * a;
  }
  return result;
}

function reedSolomonDivisor(degree: number): Uint8Array {
  const divisor = new Uint8Array(degree);
  divisor[degree - 1] = 1;
  let root = 1;
  for (let i = 0; i < degree; i++) {
    for (let j = 0; j < degree; j++) divisor[j] = product(at(divisor, j), root) ^ at(divisor, j + 1);
    root = product(root, 2);
  }
  return divisor;
}

function remainder(data: Uint8Array, divisor: Uint8Array): Uint8Array {
  const result = new Uint8Array(divisor.length);
  for (const byte of data) {
    const factor = byte ^ at(result, 0);
    result.copyWithin(0, 1);
    result[result.length - 1] = 0;
    for (let i = 0; i < divisor.length; i++) result[i] = at(result, i) ^ product(at(divisor, i), factor);
  }
  return result;
}

function set(grid: Grid, x: number, y: number, dark: boolean): void {
  const row = grid.dark[y];
  const fixed = grid.fixed[y];
  if (!row || !fixed || x < 0 || x >= grid.size) return;
  row[x] = dark;
  fixed[x] = true;
}

/** Finder, timing and alignment patterns and the version; the format's places are kept free. */
function blankGrid(version: number): Grid {
  const size = version * 4 + 17;
  const square = () => Array.from({ length: size }, () => new Array<boolean>(size).fill(false));
  const grid = { size, dark: square(), fixed: square() };
  for (let i = 0; i < size; i++) {
    set(grid, 6, i, i % 2 === 0);
    set(grid, i, 6, i % 2 === 0);
  }
  const centres = alignmentCentres(version, size);
  const last = centres.length - 1;
  centres.forEach((y, row) => {
    centres.forEach((x, column) => {
      const finder = (row === 0 && (column === 0 || column === last)) || (row === last && column === 0);
      if (!finder) drawRings(grid, x, y, 2);
    });
  });
  for (const [x, y] of [[3, 3] as const, [size - 4, 3] as const, [3, size - 4] as const]) drawRings(grid, x, y, 4);
  drawFormat(grid, 0);
  if (version >= 7) drawVersion(grid, version);
  return grid;
}

function alignmentCentres(version: number, size: number): readonly number[] {
  if (version === 1) return [];
  const count = Math.trunc(version / 7) + 2;
  const step = Math.ceil((size - 13) / (2 * count - 2)) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, i) => size - 7 - (count - 2 - i) * step)];
}

/** Concentric squares around a centre: light at distance 2 of a finder and 1 of an alignment pattern, and outside. */
function drawRings(grid: Grid, x: number, y: number, radius: number): void {
  const light = radius === 4 ? [2, 4] : [1];
  for (let dy = -radius; dy <= radius; dy++)
    for (let dx = -radius; dx <= radius; dx++)
      set(grid, x + dx, y + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
}

/** Level M is 00, so the five data bits are the mask itself; BCH (15, 5). */
function drawFormat(grid: Grid, mask: number): void {
  let rest = mask;
  for (let i = 0; i < 10; i++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  const bits = ((mask << 10) | rest) ^ 0x5412;
  const bit = (i: number) => ((bits >>> i) & 1) === 1;
  const { size } = grid;
  for (let i = 0; i < 15; i++) {
    const down = i < 6 ? i : i < 8 ? i + 1 : size - 15 + i;
    const along = i < 8 ? size - 1 - i : i === 8 ? 7 : 14 - i;
    set(grid, 8, down, bit(i));
    set(grid, along, 8, bit(i));
  }
  set(grid, 8, size - 8, true);
}

function drawVersion(grid: Grid, version: number): void {
  let rest = version;
  for (let i = 0; i < 12; i++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
  const bits = (version << 12) | rest;
  for (let i = 0; i < 18; i++) {
    const a = grid.size - 11 + (i % 3);
    const b = Math.trunc(i / 3);
    set(grid, a, b, ((bits >>> i) & 1) === 1);
    set(grid, b, a, ((bits >>> i) & 1) === 1);
  }
}

/** Zigzag from the lower right, two columns at a time, over the free modules. */
function placeData(grid: Grid, codewords: Uint8Array): void {
  let i = 0;
  for (let right = grid.size - 1; right >= 1; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < grid.size; step++)
      for (const x of [right, right - 1]) {
        const upward = ((right + 1) & 2) === 0;
        const y = upward ? grid.size - 1 - step : step;
        const row = grid.dark[y];
        if (!row || grid.fixed[y]?.[x] || i >= codewords.length * 8) continue;
        row[x] = ((at(codewords, i >> 3) >>> (7 - (i & 7))) & 1) === 1;
        i++;
      }
  }
}

const MASKS: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.trunc(x / 3) + Math.trunc(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
];

function masked(grid: Grid, mask: number): boolean[][] {
  const flips = MASKS[mask];
  const dark = grid.dark.map((row, y) =>
    row.map((module, x) => (grid.fixed[y]?.[x] ? module : module !== flips?.(x, y))),
  );
  drawFormat({ ...grid, dark, fixed: grid.fixed }, mask);
  return dark;
}

/** Long runs and lookalikes of a finder, in rows and columns; same-coloured 2 × 2 squares; how far from half dark. */
function penalty(dark: QrMatrix): number {
  const size = dark.length;
  const columns = dark.map((_, x) => dark.map((row) => row[x] === true));
  let score = 0;
  let darks = 0;
  let above: readonly boolean[] = [];
  for (const row of dark) {
    score += linePenalty(row) + squares(above, row);
    for (const module of row) if (module) darks++;
    above = row;
  }
  for (const column of columns) score += linePenalty(column);
  return score + Math.trunc(Math.abs(darks * 20 - size * size * 10) / (size * size)) * 10;
}

function squares(above: readonly boolean[], row: readonly boolean[]): number {
  let score = 0;
  for (let x = 1; x < above.length; x++) {
    const module = row[x];
    if (module === row[x - 1] && module === above[x] && module === above[x - 1]) score += 3;
  }
  return score;
}

function linePenalty(line: readonly boolean[]): number {
  let score = 0;
  let run = 0;
  let last: boolean | undefined;
  let window = 0;
  let seen = 0;
  for (const dark of line) {
    run = dark === last ? run + 1 : 1;
    last = dark;
    if (run === 5) score += 3;
    else if (run > 5) score += 1;
    window = ((window << 1) | (dark ? 1 : 0)) & 0x7ff;
    if (++seen > 10 && (window === 0b10111010000 || window === 0b00001011101)) score += 40;
  }
  return score;
}
