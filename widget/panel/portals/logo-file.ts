/** A logo as it was dropped: made a PNG or JPEG that the portal takes, with advice where it will not look its best. */

export type LogoRead =
  | { readonly kind: 'logo'; readonly dataUrl: string; readonly isSmall: boolean; readonly isOpaque: boolean }
  | { readonly kind: 'unreadable' };

const SMALLEST = 200;
/** A logo is shown at most so large, twice for fine screens. */
const LARGEST = 640;

/** Reads a PNG, JPEG or WebP. It is drawn anew, so nothing else that the file carried goes on. */
export async function readLogoFile(file: File): Promise<LogoRead> {
  const image = await createImageBitmap(file).catch(() => undefined);
  if (!image) return { kind: 'unreadable' };
  const scale = Math.min(1, LARGEST / Math.max(image.width, image.height));
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [
    Math.max(1, Math.round(image.width * scale)),
    Math.max(1, Math.round(image.height * scale)),
  ];
  const context = canvas.getContext('2d');
  if (!context) return { kind: 'unreadable' };
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
  const isOpaque = data.every((value, at) => at % 4 !== 3 || value === 255);
  const isSmall = image.width < SMALLEST || image.height < SMALLEST;
  return { kind: 'logo', dataUrl: canvas.toDataURL(isOpaque ? 'image/jpeg' : 'image/png', 0.9), isSmall, isOpaque };
}
