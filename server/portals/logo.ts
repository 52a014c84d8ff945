/** A merchant's logo: checked before it is decoded, and stored only re-encoded, so that nothing can be hidden in it. */
import type { Fault } from '../problems/problem.ts';

/** Of the file as it is uploaded. */
const MOST_BYTES = 512 * 1024;
const MOST_PIXELS = 4_000_000;
/** Paper shows a logo at 200 × 56 points, screens and mails at less: this is sharp on all of them. */
const SIZES = [
  { width: 800, height: 320 },
  { width: 400, height: 160 },
] as const;
/** It travels with every page, mail and PDF. */
const MOST_KEPT_BYTES = 200 * 1024;
const PATIENCE_S = 5;

/** Base64 of the largest file, with the start of its `data:` URL. */
export const MOST_LOGO_CHARACTERS = Math.ceil(MOST_BYTES / 3) * 4 + 'data:image/jpeg;base64,'.length;

/** The logo as a data URL that is safe to serve, or the fault to report to the merchant. */
export type LogoOutcome =
  | { readonly kind: 'logo'; readonly logo: string }
  | { readonly kind: 'refused'; readonly fault: Pick<Fault, 'code' | 'params'> };

/**
 * Makes a logo out of a `data:` URL of a PNG or JPEG: turned upright, in sRGB, at most 800 × 320 pixels, without metadata. Refuses images
 * that are too large, animated, damaged or of another format than declared. Decodes off the event loop.
 */
export async function readLogo(dataUrl: string): Promise<LogoOutcome> {
  const [, said = '', base64 = ''] = /^data:image\/(png|jpeg);base64,(.*)$/.exec(dataUrl) ?? [];
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length > MOST_BYTES) return refused('logo-too-large', { most: '512 KB' });
  const fault = said === 'png' ? pngFault(bytes) : jpegFault(bytes);
  if (fault) return refused(fault);
  // Load libvips only when a logo is uploaded, not at every start.
  const { default: sharp } = await import('sharp');
  try {
    const image = sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: 'error', pages: 1 });
    const { width, height, format } = await image.metadata();
    if (format !== said) return refused('logo-not-what-it-says');
    if (width * height > MOST_PIXELS)
      return refused('logo-too-many-pixels', { width: `${width}`, height: `${height}` });
    for (const size of SIZES) {
      const upright = image.clone().timeout({ seconds: PATIENCE_S }).autoOrient().toColourspace('srgb');
      const sized = upright.resize({ ...size, fit: 'inside', withoutEnlargement: true });
      const made = await (said === 'png' ? sized.png({ compressionLevel: 9 }) : sized.jpeg({ quality: 88 })).toBuffer();
      if (made.length <= MOST_KEPT_BYTES || size === SIZES.at(-1))
        return { kind: 'logo', logo: `data:image/${said};base64,${made.toString('base64')}` };
    }
  } catch (error) {
    // The header is looked at first, so the limit is met here only where its size is beyond any image's.
    if (/pixel limit/i.test(String(error))) return refused('logo-too-many-pixels', { width: '', height: '' });
  }
  return refused('logo-damaged');
}

type LogoFault = 'logo-too-large' | 'logo-too-many-pixels' | 'logo-animated' | 'logo-not-what-it-says' | 'logo-damaged';

function refused(code: LogoFault, params?: Readonly<Record<string, string>>): LogoOutcome {
  return { kind: 'refused', fault: { code, ...(params && { params }) } };
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Walks the chunks: nothing may follow the last one (an archive or a page behind an image), and an `acTL` moves (APNG). */
function pngFault(bytes: Buffer): LogoFault | undefined {
  if (!bytes.subarray(0, 8).equals(PNG_SIGNATURE)) return 'logo-not-what-it-says';
  for (let at = 8; at + 12 <= bytes.length; ) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    at += 12 + bytes.readUInt32BE(at);
    if (type === 'acTL') return 'logo-animated';
    if (type === 'IEND') return at === bytes.length ? undefined : 'logo-not-what-it-says';
  }
  return 'logo-damaged';
}

/** Begins as a JPEG and ends as one; some cameras pad with zeros. */
function jpegFault(bytes: Buffer): LogoFault | undefined {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8 || bytes[2] !== 0xff) return 'logo-not-what-it-says';
  let end = bytes.length;
  while (bytes[end - 1] === 0) end -= 1;
  if (bytes[end - 2] === 0xff && bytes[end - 1] === 0xd9) return undefined;
  return bytes.lastIndexOf(Buffer.from([0xff, 0xd9])) > 0 ? 'logo-not-what-it-says' : 'logo-damaged';
}
