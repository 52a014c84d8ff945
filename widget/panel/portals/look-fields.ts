/** The logo and the two colours, with how the portal will use them. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import type { Form } from '../form.ts';
import { contrastOf } from './contrast.ts';
import { imageField } from './image-field.ts';

/** A colour that hardly differs from a white page (WCAG 2.2, 1.4.11 requires 3:1 for the boundary of a control). */
const FAINT = 3;
/** A logo is shown at most this large; twice that for high-resolution screens. */
const LARGEST = 640;

/** Renders the logo and the colours of a portal. */
export function lookFields(form: Form) {
  return html`<section aria-labelledby="look">
    <h2 id="look">${msg('Logo y colores', { id: 'portal-look' })}</h2>
    ${logoField(form)}
    <div class="two">
      ${colourField(form, 'theme/primary', msg('Color principal', { id: 'portal-primary' }), primaryWords(form.values()['theme/primary'] ?? ''))}
      ${colourField(form, 'theme/accent', msg('Color secundario', { id: 'portal-accent' }), accentWords(form.values()['theme/accent'] ?? ''))}
    </div>
  </section>`;
}

function primaryWords(colour: string): string {
  const contrast = contrastOf(colour);
  if (!contrast) return msg('Escríbelo como #0b5d4c.', { id: 'colour-form' });
  const ratio = contrast.ratio.toFixed(1);
  if (contrast.onPage < FAINT)
    return msg(
      str`Es muy claro: el botón llevará letras negras (contraste ${ratio}), pero se distingue poco de una página blanca.`,
      { id: 'colour-faint' },
    );
  return contrast.text === 'white'
    ? msg(str`Pinta el botón, con letras blancas. Contraste ${ratio}: se lee bien.`, { id: 'colour-white' })
    : msg(str`Pinta el botón, con letras negras. Contraste ${ratio}: se lee bien.`, { id: 'colour-black' });
}

function accentWords(colour: string): string {
  const contrast = contrastOf(colour);
  if (!contrast) return msg('Escríbelo como #0b5d4c.', { id: 'colour-form' });
  const ratio = contrast.onPage.toFixed(1);
  return contrast.onPage < FAINT
    ? msg(
        str`Pinta la franja de tu página y marca la compra elegida. Contraste ${ratio} con una página blanca: casi no se notará.`,
        {
          id: 'accent-faint',
        },
      )
    : msg(
        str`Pinta la franja de tu página y marca la compra elegida. Contraste ${ratio} con una página blanca: se distingue.`,
        {
          id: 'accent-clear',
        },
      );
}

function colourField(form: Form, name: string, label: string, hint: string) {
  const value = form.values()[name] ?? '';
  const fault = form.faultAt(name);
  return html`<div class="field">
    <label for=${name}>${label}</label>
    <p class="hint" id="${name}-hint">${hint}</p>
    <div class="swatch">
      <input type="color" name=${name} aria-label=${label} .value=${/^#[\da-f]{6}$/i.test(value) ? value : '#000000'} />
      <input id=${name} name=${name} autocomplete="off" spellcheck="false" maxlength="7" aria-invalid=${fault ? 'true' : nothing} aria-describedby="${name}-hint ${name}-fault" .value=${value} />
    </div>
    ${fault ? html`<p class="fault" id="${name}-fault">${fault}</p>` : nothing}
  </div>`;
}

function logoField(form: Form) {
  return imageField(form, 'theme/logo', {
    id: 'logo',
    label: msg('Logo (opcional)', { id: 'portal-logo' }),
    hint: msg('Arrástralo aquí o elígelo. PNG con fondo transparente, si tienes.', { id: 'portal-logo-hint' }),
    drop: msg('Quitar el logo', { id: 'portal-logo-drop' }),
    largest: LARGEST,
    adviceOf,
  });
}

function adviceOf({ isSmall, isOpaque }: { readonly isSmall: boolean; readonly isOpaque: boolean }): string {
  if (isSmall) return msg('Es pequeño: con 200 × 200 puntos o más se verá nítido.', { id: 'logo-small' });
  if (isOpaque)
    return msg('No tiene fondo transparente: en modo oscuro se verá como un cuadro.', { id: 'logo-opaque' });
  return msg('Se ve bien.', { id: 'logo-fine' });
}
