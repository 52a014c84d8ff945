/** The picture of where the folio is printed, which the portal shows under «¿Dónde lo encuentro?». */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import type { Form, Values } from '../form.ts';
import type { PortalSettings } from '../wire.ts';
import { imageField } from './image-field.ts';

/** Legible on a phone; a photograph of a whole ticket is scaled down to this. */
const LARGEST = 1200;
const IMAGE = 'folioPicture/image';

type Pictured = Pick<PortalSettings, 'folioPicture'>;

/** Returns the form's values of the folio's picture. */
export function pictureValues({ folioPicture }: Pictured): Values {
  const { image = '', alt = '', english } = folioPicture ?? {};
  return { [IMAGE]: image, 'folioPicture/alt': alt, 'folioPicture/english/alt': english?.alt ?? '' };
}

/** Reads the folio's picture from a form's values; null if there is none. */
export function pictureOf(values: Values): Pictured {
  const [image, alt = '', english] = [IMAGE, 'folioPicture/alt', 'folioPicture/english/alt'].map(
    (name) => values[name],
  );
  return { folioPicture: image ? { image, alt, ...(english && { english: { alt: english } }) } : null };
}

/** Renders the picture's upload and its descriptions. */
export function pictureFields(form: Form, isBilingual: boolean) {
  const { [IMAGE]: image, 'folioPicture/alt': alt = '' } = form.values();
  const hint = msg('Toma una foto de un ticket tuyo y recórtala. Tu cliente la ve si toca «¿Dónde lo encuentro?».', {
    id: 'picture-hint',
  });
  return html`${imageField(form, IMAGE, {
    id: 'folio-picture',
    label: msg('Foto de dónde está el folio (opcional)', { id: 'picture' }),
    hint,
    drop: msg('Quitar la foto', { id: 'picture-drop' }),
    largest: LARGEST,
    preview: html`<img class="ticket" src=${image ?? ''} alt=${alt} />`,
  })}
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
