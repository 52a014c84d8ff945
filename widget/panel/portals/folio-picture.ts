/** The picture of where the folio is printed, which the portal shows under «¿Dónde lo encuentro?». */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import { action } from '../../ui/button.ts';
import type { Form, Values } from '../form.ts';
import type { PortalSettings } from '../wire.ts';
import { readImageFile } from './logo-file.ts';

/** Legible on a phone; a photograph of a whole ticket is scaled down to it. */
const LARGEST = 1200;
const IMAGE = 'folioPicture/image';

type Pictured = Pick<PortalSettings, 'folioPicture'>;

export function pictureValues({ folioPicture }: Pictured): Values {
  const { image = '', alt = '', english } = folioPicture ?? {};
  return { [IMAGE]: image, 'folioPicture/alt': alt, 'folioPicture/english/alt': english?.alt ?? '' };
}

export function pictureOf(values: Values): Pictured {
  const [image, alt = '', english] = [IMAGE, 'folioPicture/alt', 'folioPicture/english/alt'].map(
    (name) => values[name],
  );
  return { folioPicture: image ? { image, alt, ...(english && { english: { alt: english } }) } : null };
}

export function pictureFields(form: Form, isBilingual: boolean) {
  const { [IMAGE]: image, 'picture/advice': advice } = form.values();
  const fault = form.faultAt(IMAGE);
  const take = async (file: File | undefined): Promise<void> => {
    if (!file) return;
    const read = await readImageFile(file, LARGEST);
    const unreadable = msg('No pudimos leer esa imagen. Usa un archivo PNG, JPG o WebP.', { id: 'logo-unreadable' });
    form.set(
      read.kind === 'image' ? { [IMAGE]: read.dataUrl, 'picture/advice': '' } : { 'picture/advice': unreadable },
    );
  };
  return html`<div
      class="field"
      @dragover=${(event: DragEvent) => event.preventDefault()}
      @drop=${(event: DragEvent) => {
        event.preventDefault();
        take(event.dataTransfer?.files[0]);
      }}
    >
      <label for="folio-picture">${msg('Foto de dónde está el folio (opcional)', { id: 'picture' })}</label>
      <p class="hint">${msg('Toma una foto de un ticket tuyo y recórtala. Tu cliente la ve si toca «¿Dónde lo encuentro?».', { id: 'picture-hint' })}</p>
      ${image ? html`<img class="ticket" src=${image} alt=${form.values()['folioPicture/alt'] ?? ''} />` : nothing}
      <input id="folio-picture" type="file" accept="image/png,image/jpeg,image/webp" @change=${(event: Event) => take((event.currentTarget as HTMLInputElement).files?.[0])} />
      ${fault ? html`<p class="fault">${fault}</p>` : nothing} ${advice ? html`<p class="hint" role="status">${advice}</p>` : nothing}
      ${image ? action(msg('Quitar la foto', { id: 'picture-drop' }), () => form.set({ [IMAGE]: '', 'picture/advice': '' })) : nothing}
    </div>
    ${
      image
        ? html`${form.field('folioPicture/alt', {
            label: msg('Dilo también con palabras', { id: 'picture-alt' }),
            hint: msg('Para quien no ve la foto: «El número de arriba, junto a la palabra Ticket».', {
              id: 'picture-alt-hint',
            }),
            maxlength: 200,
          })}
          ${isBilingual ? form.field('folioPicture/english/alt', { label: msg('Lo mismo en inglés (opcional)', { id: 'picture-alt-en' }), maxlength: 200, optional: true }) : nothing}`
        : nothing
    }`;
}
