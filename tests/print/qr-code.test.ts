import jsqr from 'jsqr';
import { describe, expect, it } from 'vitest';
import { qrMatrix } from '../../server/print/qr-code.ts';

function decoded(text: string): string | undefined {
  const matrix = qrMatrix(text);
  const scale = 4;
  const side = (matrix.length + 8) * scale;
  const pixels = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++)
      if (matrix[Math.floor(y / scale) - 4]?.[Math.floor(x / scale) - 4])
        pixels.fill(0, (y * side + x) * 4, (y * side + x) * 4 + 3);
  return jsqr.default(pixels, side, side)?.data;
}

describe('a QR code', () => {
  const url =
    'https://verificacfdi.facturaelectronica.sat.gob.mx/default.aspx?id=A1B2C3D4-5E6F-4A7B-8C9D-000000001042&fe=rH8/bw==';

  // From the smallest version to the largest, through those with and without a version field and with unequal blocks.
  it.each([1, 14, 15, 62, 106, 122, 152, 180, 181, 250, 365, 450, 666])(
    'of %i bytes decodes to the same text',
    (length) => {
      const text = url.repeat(7).slice(0, length);
      expect(decoded(text)).toBe(text);
    },
  );

  it('carries letters beyond ASCII as UTF-8', () => {
    expect(decoded('OÑO120726RX3 & H&E951128469')).toBe('OÑO120726RX3 & H&E951128469');
  });

  it('takes the smallest version at level M', () => {
    expect([14, 15, 180, 181].map((bytes) => qrMatrix('x'.repeat(bytes)).length)).toEqual([21, 25, 53, 57]);
  });

  it('refuses what fits in no version it knows', () => {
    expect(() => qrMatrix('x'.repeat(667))).toThrow(RangeError);
  });
});
