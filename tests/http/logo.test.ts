import { crc32 } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_PORTAL } from '../../server/demo/seed.ts';
import type { PortalSettings } from '../../server/portals/portal.ts';
import { read, readProblem, startApi, type TestApi } from '../support/api.ts';

let api: TestApi;
beforeAll(async () => {
  api = await startApi({ sealed: [] });
});
afterAll(() => api.stop());

const PLUM = { r: 91, g: 58, b: 140 };
const THEME = { primary: '#5b3a8c', accent: '#f3ecfb' };

/** A café's mark: a plum disc on nothing. */
function mark(width: number, height: number): Sharp {
  const disc = `<svg width="${width}" height="${height}"><circle cx="50%" cy="50%" r="40%" fill="rgb(91,58,140)"/></svg>`;
  return sharp(Buffer.from(disc));
}

const photo = (width: number, height: number): Sharp =>
  sharp({ create: { width, height, channels: 3, background: PLUM } });

const noise = (width: number, height: number): Sharp =>
  sharp({
    create: { width, height, channels: 3, noise: { type: 'gaussian', mean: 128, sigma: 60 }, background: PLUM },
  });

function upload(bytes: Uint8Array, type = 'png', language = 'es-MX'): Promise<Response> {
  const logo = `data:image/${type};base64,${Buffer.from(bytes).toString('base64')}`;
  return api.request(`/v1/portals/${DEMO_PORTAL}/settings`, {
    method: 'PATCH',
    body: JSON.stringify({ theme: { ...THEME, logo } }),
    headers: { authorization: `Bearer ${api.key}`, 'content-type': 'application/json', 'accept-language': language },
  });
}

async function keptLogo(): Promise<{ readonly type: string; readonly bytes: Buffer }> {
  const portal = await read<{ theme: PortalSettings['theme'] }>(await api.request(`/v1/portals/${DEMO_PORTAL}`));
  const [, type = '', base64 = ''] = /^data:image\/(\w+);base64,(.*)$/.exec(portal.theme.logo ?? '') ?? [];
  return { type, bytes: Buffer.from(base64, 'base64') };
}

/** A PNG's chunk with its checksum. */
function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** Puts chunks behind the header, where an animation is announced. */
function withChunks(png: Buffer, ...chunks: readonly Buffer[]): Buffer {
  return Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)]);
}

/** A small file that says it is an image of that size. */
async function sayingSize(width: number, height: number): Promise<Buffer> {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const png = await mark(10, 10).png().toBuffer();
  return Buffer.concat([png.subarray(0, 8), chunk('IHDR', header), png.subarray(33)]);
}

describe('a logo that is let in', () => {
  test('200: keeps its transparency, is no larger than it is shown, and appears on every page', async () => {
    expect((await upload(await mark(1600, 640).png().toBuffer())).status).toBe(200);

    const { type, bytes } = await keptLogo();
    const { format, width, height, hasAlpha } = await sharp(bytes).metadata();
    expect({ type, format, width, height, hasAlpha }).toEqual({
      ...{ type: 'png', format: 'png', width: 800, height: 320, hasAlpha: true },
    });
  });

  test('200: loses its location and all other metadata, and is turned upright', async () => {
    const original = await photo(300, 120)
      .withExif({ IFD0: { Copyright: 'Ana, 55 1234 5678', Orientation: '6' }, IFD3: { GPSLatitude: '19/1 25/1 0/1' } })
      .jpeg()
      .toBuffer();
    expect(original.includes('Ana, 55 1234 5678')).toBe(true);
    expect((await upload(original, 'jpeg')).status).toBe(200);

    const { bytes } = await keptLogo();
    const { exif, icc, xmp, orientation, format, width } = await sharp(bytes).metadata();
    expect({ exif, icc, xmp, orientation, format }).toEqual({ format: 'jpeg' });
    expect(width).toBeLessThanOrEqual(300);
    expect(bytes.includes('Ana')).toBe(false);
  });

  test('200: is stored in at most 200 KB, even if it is a scanned page full of grain', async () => {
    expect((await upload(await noise(400, 400).jpeg({ quality: 95 }).toBuffer(), 'jpeg')).status).toBe(200);
    expect((await keptLogo()).bytes.length).toBeLessThanOrEqual(200 * 1024);
  });

  test('200: stays the same byte for byte when it is sent back as it was returned', async () => {
    await upload(await photo(300, 120).jpeg().toBuffer(), 'jpeg');
    const first = await keptLogo();
    expect((await upload(first.bytes, 'jpeg')).status).toBe(200);
    expect((await keptLogo()).bytes.equals(first.bytes)).toBe(true);
  });
});

describe('a logo that is refused at its field', () => {
  const webp = () => photo(30, 20).webp().toBuffer();
  const png = () => mark(300, 120).png().toBuffer();
  const jpeg = () => photo(300, 120).jpeg().toBuffer();
  test.each<[string, string, () => Promise<Uint8Array>, string]>([
    ['of 600 KB', 'png', () => noise(450, 450).png().toBuffer(), 'logo-too-large'],
    ['of 2,001 × 2,000 pixels', 'png', () => photo(2001, 2000).png().toBuffer(), 'logo-too-many-pixels'],
    ['of 2,001 × 2,000 pixels', 'jpeg', () => photo(2001, 2000).jpeg().toBuffer(), 'logo-too-many-pixels'],
    ['that would unpack to 3.6 gigapixels', 'png', () => sayingSize(60_000, 60_000), 'logo-too-many-pixels'],
    ['that is a JPEG', 'png', jpeg, 'logo-not-what-it-says'],
    ['that is a PNG', 'jpeg', png, 'logo-not-what-it-says'],
    ['that is a WebP', 'png', webp, 'logo-not-what-it-says'],
    ['that is an SVG', 'png', async () => Buffer.from('<svg onload="alert(1)"/>'), 'logo-not-what-it-says'],
    ['that is a page', 'jpeg', async () => Buffer.from('<html><script>alert(1)</script>'), 'logo-not-what-it-says'],
    [
      'with an archive behind it',
      'png',
      async () => Buffer.concat([await png(), Buffer.from('PK\x03\x04evil')]),
      'logo-not-what-it-says',
    ],
    [
      'with a page behind it',
      'jpeg',
      async () => Buffer.concat([await jpeg(), Buffer.from('<script>alert(1)</script>')]),
      'logo-not-what-it-says',
    ],
    ['that moves', 'png', async () => withChunks(await png(), chunk('acTL', Buffer.alloc(8))), 'logo-animated'],
    ['that was cut off', 'png', async () => (await png()).subarray(0, -200), 'logo-damaged'],
    ['that was cut off', 'jpeg', async () => (await jpeg()).subarray(0, -200), 'logo-damaged'],
    [
      'whose middle is missing',
      'png',
      async () => {
        const whole = await png();
        return Buffer.concat([whole.subarray(0, 41), Buffer.alloc(40), whole.subarray(81)]);
      },
      'logo-damaged',
    ],
  ])('422: one %s, sent as a %s', async (_, type, make, code) => {
    const before = await keptLogo();
    const bytes = await make();
    const spanish = await readProblem(await upload(bytes, type), 422);
    const english = await readProblem(await upload(bytes, type, 'en'), 422);

    expect(spanish.errors).toMatchObject([{ pointer: '/theme/logo', code }]);
    expect(english.errors).toMatchObject([{ pointer: '/theme/logo', code }]);
    expect(spanish.errors[0]?.detail).toMatch(/logo/);
    expect(english.errors[0]?.detail).toMatch(/logo/);
    expect(spanish.errors[0]?.detail).not.toBe(english.errors[0]?.detail);
    expect(await keptLogo()).toEqual(before);
  });
});
