/** A dropped image, redrawn as a PNG or JPEG that the portal accepts, with advice about it. */

/** The result of reading an image file. */
export type ImageRead =
  | { readonly kind: 'image'; readonly dataUrl: string; readonly isSmall: boolean; readonly isOpaque: boolean }
  | { readonly kind: 'unreadable' };

/** Below this size a logo is blurred on high-resolution screens. */
const SMALLEST = 200;

/** Reads a PNG, JPEG or WebP, scaled down to `largest` pixels. It is redrawn, so nothing else in the file is sent. */
export async function readImageFile(file: File, largest: number): Promise<ImageRead> {
  const image = await createImageBitmap(file).catch(() => undefined);
  if (!image) return { kind: 'unreadable' };
  const scale = Math.min(1, largest / Math.max(image.width, image.height));
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
  return { kind: 'image', dataUrl: canvas.toDataURL(isOpaque ? 'image/jpeg' : 'image/png', 0.85), isSmall, isOpaque };
}
