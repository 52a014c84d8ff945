/** Finds and reads every QR of a picture or of a page, as scanners do: zbar where it is installed, jsqr everywhere. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import jsqr from 'jsqr';
import { PNG } from 'pngjs';

/** Whether zbar is installed; says so aloud when it is not. */
export function hasZbar(): boolean {
  const found = spawnSync('zbarimg', ['--version']).error === undefined;
  if (!found) console.warn('zbar-tools is not installed: QRs are read by jsqr alone');
  return found;
}

/** The first page of a PDF as a picture, at so many dots an inch. */
export function pageOf(pdf: Uint8Array, dpi: number): Buffer {
  const { status, stdout, stderr } = spawnSync('pdftoppm', ['-png', '-r', `${dpi}`, '-f', '1', '-l', '1', '-'], {
    input: pdf,
    maxBuffer: 256 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`pdftoppm: ${stderr.toString('utf8')}`);
  return stdout;
}

/** What zbar reads in a PNG, code by code. */
export function zbarReads(png: Uint8Array): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'autofactura-qr-'));
  try {
    const file = join(folder, 'page.png');
    writeFileSync(file, png);
    const { stdout } = spawnSync('zbarimg', ['--quiet', '--raw', '-Sdisable', '-Sqrcode.enable', file]);
    return stdout.toString('utf8').split('\n').filter(Boolean);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export type SeenQr = {
  readonly text: string;
  /** Pixels a side of its modules, without the quiet zone. */
  readonly side: number;
  readonly modules: number;
};

/** What jsqr reads in a PNG: one code, and how large it is. */
export function jsqrReads(bytes: Uint8Array): SeenQr | undefined {
  const image = PNG.sync.read(Buffer.from(bytes));
  const code = jsqr.default(new Uint8ClampedArray(image.data), image.width, image.height);
  if (!code) return undefined;
  const { topLeftCorner: left, topRightCorner: right } = code.location;
  const side = Math.hypot(right.x - left.x, right.y - left.y);
  return { text: code.data, side, modules: 17 + 4 * code.version };
}
