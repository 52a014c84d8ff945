/** The two images of a portal: the merchant's logo, and the picture of where the folio is printed. */
import type { Fault } from '../problems/problem.ts';
import type { FolioPicture, Theme } from './portal.ts';
import { type ImageOutcome, type Keeping, readImage } from './uploaded-image.ts';

/** Paper shows a logo at 200 × 56 points, screens and mails smaller: this size is sharp on all of them. Mails and PDFs need PNG or JPEG. */
const LOGO: Keeping = {
  sizes: [
    { width: 800, height: 320 },
    { width: 400, height: 160 },
  ],
  // It is part of every page, mail and PDF.
  mostKept: 200 * 1024,
  encode: (image, { format, hasAlpha }) =>
    format === 'png' || (format === 'webp' && hasAlpha)
      ? image.png({ compressionLevel: 9 })
      : image.jpeg({ quality: 88 }),
};

/** Shown on a phone to customers who ask for it: the print on a ticket has to be legible. */
const PICTURE: Keeping = {
  sizes: [
    { width: 900, height: 900 },
    { width: 600, height: 600 },
  ],
  mostKept: 60 * 1024,
  encode: (image) => image.webp({ quality: 72 }),
};

/** Reads the theme with a new logo, or returns the fault to report to the merchant. */
export async function readTheme(theme: Theme, kept: Theme): Promise<Theme | Fault> {
  if (theme.logo === undefined || theme.logo === kept.logo) return theme;
  const read = await readImage(theme.logo, LOGO);
  return read.kind === 'image' ? { ...theme, logo: read.dataUrl } : faultOf('logo', read, '/theme/logo');
}

/** Reads a new picture of where the folio is printed, or returns the fault to report. */
export async function readFolioPicture(
  picture: FolioPicture,
  kept: FolioPicture | null | undefined,
): Promise<FolioPicture | Fault> {
  if (picture.image === kept?.image) return picture;
  const read = await readImage(picture.image, PICTURE);
  return read.kind === 'image' ? { ...picture, image: read.dataUrl } : faultOf('image', read, '/folioPicture/image');
}

function faultOf(
  what: 'logo' | 'image',
  { fault, params }: Extract<ImageOutcome, { kind: 'refused' }>,
  pointer: string,
): Fault {
  return { code: `${what}-${fault}`, pointer, ...(params && { params }) };
}
