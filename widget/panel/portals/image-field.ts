/** A field for one of the merchant's images: chosen or dropped, read on the device, with faults and advice next to it. */
import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import type { Form } from '../form.ts';
import { type ImageRead, readImageFile } from './logo-file.ts';

type Readable = Extract<ImageRead, { readonly kind: 'image' }>;

/** How the field of an image looks, and what its upload returns. */
export type ImageField = {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
  /** The text of the action that removes the image. */
  readonly drop: string;
  /** The maximum of its longer side, in pixels. */
  readonly largest: number;
  readonly preview?: TemplateResult;
  adviceOf?(read: Readable): string;
};

/** The field for the form's value `name`, a data URL or empty. */
export function imageField(form: Form, name: string, field: ImageField): TemplateResult {
  const { id, label, hint, drop, largest, preview, adviceOf } = field;
  const adviceName = `${name}/advice`;
  const { [name]: image, [adviceName]: advice } = form.values();
  const fault = form.faultAt(name);
  const choose = ({ currentTarget }: Event): void => {
    const input = currentTarget as HTMLInputElement;
    take(input.files?.[0]);
    // Otherwise the browser reports no change if the same file is chosen again, edited meanwhile or after it was removed.
    input.value = '';
  };
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const read = await readImageFile(file, largest);
    const unreadable = msg('No pudimos leer esa imagen. Usa un archivo PNG, JPG o WebP.', { id: 'logo-unreadable' });
    if (read.kind === 'unreadable') form.set({ [adviceName]: unreadable });
    else form.set({ [name]: read.dataUrl, [adviceName]: adviceOf?.(read) ?? '' });
  };
  return html`<div
    class="field"
    @dragover=${(event: DragEvent) => event.preventDefault()}
    @drop=${(event: DragEvent) => {
      event.preventDefault();
      take(event.dataTransfer?.files[0]);
    }}
  >
    <label for=${id}>${label}</label>
    <p class="hint" id="${id}-hint">${hint}</p>
    ${image ? preview : nothing}
    <input id=${id} type="file" accept="image/png,image/jpeg,image/webp" aria-invalid=${fault ? 'true' : nothing} aria-describedby="${id}-hint ${id}-fault" @change=${choose} />
    ${fault ? html`<p class="fault" id="${id}-fault">${fault}</p>` : nothing}
    ${advice ? html`<p class="hint" role="status">${advice}</p>` : nothing}
    ${image ? action(drop, () => form.set({ [name]: '', [adviceName]: '' })) : nothing}
  </div>`;
}
