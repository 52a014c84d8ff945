/** The modules of a QR code, and the code as an SVG. */
import QRCode from 'qrcode';
import { markup } from '../text/markup.ts';

/** How much of it may be damaged: M 15 %, Q 25 %. */
export type QrLevel = 'M' | 'Q';

/** Modules of white that a reader needs around a code (ISO/IEC 18004). */
export const QUIET_ZONE = 4;

/** Rows of modules, 1 for a dark one, with `quiet` light ones on every side. */
export function qrModules(
  text: string,
  { level, quiet }: { readonly level: QrLevel; readonly quiet: number },
): readonly Uint8Array[] {
  const { modules } = QRCode.create([{ data: Buffer.from(text, 'utf8'), mode: 'byte' }], {
    errorCorrectionLevel: level,
  });
  const side = modules.size + 2 * quiet;
  const blank = Array.from({ length: quiet }, () => new Uint8Array(side));
  const rows = Array.from({ length: modules.size }, (_, row) => {
    const padded = new Uint8Array(side);
    padded.set(modules.data.subarray(row * modules.size, (row + 1) * modules.size), quiet);
    return padded;
  });
  return [...blank, ...rows, ...blank];
}

/** Black on white with its quiet zone, one unit per module: it fills its container. `title` is read to people who cannot see it. */
export function qrSvg(text: string, title: string): string {
  const rows = qrModules(text, { level: 'M', quiet: QUIET_ZONE });
  const runs = rows.flatMap((row, y) =>
    [...row.join('').matchAll(/1+/g)].map(({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`),
  );
  const side = rows.length;
  const box = `0 0 ${side} ${side}`;
  const ground = `M0 0h${side}v${side}H0z`;
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="${box}" shape-rendering="crispEdges" role="img" aria-label="${title}"><path fill="#fff" d="${ground}"/><path d="${runs.join('')}"/></svg>`
    .html;
}
