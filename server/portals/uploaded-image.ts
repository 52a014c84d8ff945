/** An image that a merchant uploads: checked before it is decoded, and kept only re-encoded, so that nothing can be hidden in it. */
import type { Sharp } from 'sharp';

/** The size limit of the uploaded file. */
const MOST_BYTES = 512 * 1024;
const MOST_PIXELS = 4_000_000;
const PATIENCE_S = 5;

/** The length of the largest file in Base64, with the start of its `data:` URL. */
export const MOST_IMAGE_CHARACTERS = Math.ceil(MOST_BYTES / 3) * 4 + 'data:image/jpeg;base64,'.length;

/** How an image is stored: within the largest of `sizes`, or a smaller one if it would exceed `mostKept` bytes. */
export type Keeping = {
  readonly sizes: readonly { readonly width: number; readonly height: number }[];
  readonly mostKept: number;
  readonly encode: (image: Sharp, source: { readonly format: Format; readonly hasAlpha: boolean }) => Sharp;
};

/** The image as a data URL that is safe to serve, or what is wrong with it. */
export type ImageOutcome =
  | { readonly kind: 'image'; readonly dataUrl: string }
  | { readonly kind: 'refused'; readonly fault: ImageFault; readonly params?: Readonly<Record<string, string>> };

/** Why an uploaded image is refused. */
export type ImageFault = 'too-large' | 'too-many-pixels' | 'animated' | 'not-what-it-says' | 'damaged';

type Format = 'png' | 'jpeg' | 'webp';

/**
 * Reads a `data:` URL of a PNG, JPEG or WebP: turned upright, in sRGB, without metadata. Refuses images that are too large, animated, damaged or
 * of another format than declared. Decodes off the event loop.
 */
export async function readImage(dataUrl: string, { sizes, mostKept, encode }: Keeping): Promise<ImageOutcome> {
  const [, declared = '', base64 = ''] = /^data:image\/(png|jpeg|webp);base64,(.*)$/.exec(dataUrl) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length > MOST_BYTES) return refused('too-large', { most: '512 KB' });
  const format = declared as Format;
  const fault = STRUCTURE[format]?.(bytes);
  if (fault) return refused(fault);
  // Load libvips only when an image is uploaded, not at every start.
  const { default: sharp } = await import('sharp');
  try {
    const image = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', pages: 1 });
    const { width, height, format: found, hasAlpha } = await image.metadata();
    if (found !== format) return refused('not-what-it-says');
    if (width * height > MOST_PIXELS) return refused('too-many-pixels', { width: `${width}`, height: `${height}` });
    for (const size of sizes) {
      const upright = image.clone().timeout({ seconds: PATIENCE_S }).autoOrient().toColourspace('srgb');
      const sized = upright.resize({ ...size, fit: 'inside', withoutEnlargement: true });
      const made = await encode(sized, { format, hasAlpha }).toBuffer({ resolveWithObject: true });
      if (made.data.length <= mostKept || size === sizes.at(-1))
        return { kind: 'image', dataUrl: `data:image/${made.info.format};base64,${made.data.toString('base64')}` };
    }
  } catch (error) {
    // The header is checked first, so this limit only applies if its size is beyond any image's.
    if (/pixel limit/i.test(String(error))) return refused('too-many-pixels', { width: '', height: '' });
  }
  return refused('damaged');
}

function refused(fault: ImageFault, params?: Readonly<Record<string, string>>): ImageOutcome {
  return { kind: 'refused', fault, ...(params && { params }) };
}

/** What is known of a file before it is decoded. */
const STRUCTURE: Readonly<Record<Format, (bytes: Buffer) => ImageFault | undefined>> = {
  png: pngFault,
  jpeg: jpegFault,
  webp: webpFault,
};

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Walks the chunks: nothing may follow the last one (such as an archive or a page hidden behind an image), and `acTL` marks an animation (APNG). */
function pngFault(bytes: Buffer): ImageFault | undefined {
  if (!bytes.subarray(0, 8).equals(PNG_SIGNATURE)) return 'not-what-it-says';
  for (let at = 8; at + 12 <= bytes.length; ) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    at += 12 + bytes.readUInt32BE(at);
    if (type === 'acTL') return 'animated';
    if (type === 'IEND') return at === bytes.length ? undefined : 'not-what-it-says';
  }
  return 'damaged';
}

/** Begins as a JPEG and ends as one; some cameras pad with zeros. */
function jpegFault(bytes: Buffer): ImageFault | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8 || bytes[2] !== 0xff) return 'not-what-it-says';
  let end = bytes.length;
  while (bytes[end - 1] === 0) end -= 1;
  if (bytes[end - 2] === 0xff && bytes[end - 1] === 0xd9) return undefined;
  return bytes.lastIndexOf(Buffer.from([0xff, 0xd9])) > 0 ? 'not-what-it-says' : 'damaged';
}

/** Its length is in its header, so nothing can follow; `ANIM` marks an animation. */
function webpFault(bytes: Buffer): ImageFault | undefined {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WEBP')
    return 'not-what-it-says';
  if (bytes.readUInt32LE(4) + 8 > bytes.length) return 'damaged';
  if (bytes.readUInt32LE(4) + 8 < bytes.length) return 'not-what-it-says';
  return bytes.toString('latin1', 12, 16) === 'VP8X' && (bytes.readUInt8(20) & 2) > 0 ? 'animated' : undefined;
}
