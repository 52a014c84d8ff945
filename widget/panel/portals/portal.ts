/** One portal: its texts, colours and rules, with the real portal next to the form. */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import { notice } from '../../ui/notice.ts';
import { createForm, type Form, type Values } from '../form.ts';
import { afterwards } from '../next-step.ts';
import type { OpenPage, Panel } from '../page.ts';
import { remote } from '../remote.ts';
import type { Branch, PortalSettings } from '../wire.ts';
import { createAddressForm } from './address-form.ts';
import { borderFields, hasBorderIva } from './border-iva.ts';
import { createDeadlineView, type DeadlineView } from './deadline-view.ts';
import { englishFields, englishRequired } from './english-fields.ts';
import { fiscalFields } from './fiscal-fields.ts';
import { pictureFields } from './folio-picture.ts';
import { hintFields } from './hint-fields.ts';
import { lookFields } from './look-fields.ts';
import { askedOf, lookupFaults, lookupFields, waysOf } from './lookup-fields.ts';
import { deadlines, deadlineValue, nouns } from './portal-words.ts';
import { createPreview } from './preview-frame.ts';
import { createSearchCheck, type SearchCheck } from './search-check.ts';
import { createSections } from './sections.ts';
import { patchOf, valuesOf } from './settings-values.ts';

/** The part of the form that is sent to the server or drawn. */
type Helpers = {
  readonly check: SearchCheck;
  readonly deadline: DeadlineView;
  readonly panel: Pick<Panel, 'redraw' | 'world'>;
  /** Whether a branch is in the border region. */
  readonly isAtBorder: () => boolean;
};

/** Opens the editor of a portal, with its preview. */
export const portalPage: OpenPage = (panel, { slug = '' }) => {
  let form: Form | undefined;
  let before: PortalSettings | undefined;
  let isSaved = false;
  const path = `portals/${slug}/settings`;
  const settings = remote(panel, () => panel.call<PortalSettings>('GET', path));
  const preview = createPreview(panel);
  const address = createAddressForm(panel, slug);
  const sections = createSections(panel);
  const branches = remote(panel, () => panel.call<{ branches: readonly Branch[] }>('GET', 'branches'));
  const isAtBorder = () => branches.value()?.branches.some(({ frontera = 'none' }) => frontera !== 'none') ?? false;
  const helpers: Helpers = {
    ...{
      check: createSearchCheck(panel, slug),
      deadline: createDeadlineView(panel, slug),
      panel,
      isAtBorder,
    },
  };
  const formFor = (now: PortalSettings): Form =>
    createForm(panel, {
      ...{ name: `portal ${slug}`, values: valuesOf(now), tidy },
      required: (values) => [
        ...['title', 'submitText', ...englishRequired(values)],
        ...(values['folioPicture/image'] ? ['folioPicture/alt'] : []),
      ],
      check: lookupFaults,
      again: () => {
        isSaved = false;
      },
      async send(values) {
        const { noun } = before ?? now;
        before = await panel.call<PortalSettings>('PATCH', path, { body: patchOf(values, before ?? now) });
        // The server rewrites the default texts with the words of the new trade.
        if (before.noun !== noun) form?.set(valuesOf(before));
        await panel.changed();
        isSaved = true;
        panel.say(savedWords());
      },
    });
  return {
    title: () => msg('Tu portal', { id: 'step-portal' }),
    lead: () =>
      html`${msg('Así lo verán tus clientes en', { id: 'portal-at' })} <a href="/${slug}" target="_blank" rel="noopener">${location.host}/${slug}</a>`,
    width: 'full',
    render: () =>
      settings.show((now) => {
        form ??= formFor(now);
        helpers.check.look(waysOf(form.values()));
        return html`${afterwards(panel, isSaved ? savedWords() : undefined)}
          <div class="beside">
            <div class="settings">
              ${sections.render()}
              ${form.render(fields(form, now, helpers), msg('Guardar mi portal', { id: 'portal-save' }))}
              ${address.render()}
            </div>
            ${preview.render({ ...now, ...patchOf(form.values(), now) }, panel.merchant?.tradeName ?? '')}
          </div>`;
      }),
  };
};

/** People type an address as they say it. */
function tidy(name: string, value: string): string {
  const text = value.trim();
  return name === 'privacyUrl' && text && !/^[a-z]+:/i.test(text) ? `https://${text}` : text;
}

function savedWords(): string {
  return msg('Tu portal quedó guardado.', { id: 'portal-saved' });
}

function fields(form: Form, now: PortalSettings, { check, deadline, panel, isAtBorder }: Helpers) {
  const values = form.values();
  const asked = askedOf(values);
  return html`${wordFields(form)} ${englishFields(form, asked)} ${lookFields(form)}
    <section aria-labelledby="search">
      <h2 id="search">${msg('Cómo encuentran su compra', { id: 'portal-search' })}</h2>
      ${lookupFields(panel, form, check)} ${hintFields(form, asked, 'hints')}
      ${asked.includes('folio') ? pictureFields(form, Boolean(values['english/speaks'])) : nothing}
    </section>
    ${deadlineFields(form, now, deadline)} ${fiscalFields(form, panel.world)} ${isAtBorder() || hasBorderIva(values) ? borderFields(form) : nothing} ${helpFields(form)} ${onField(values)}`;
}

function wordFields(form: Form) {
  return html`<section aria-labelledby="words">
    <h2 id="words">${msg('Palabras', { id: 'portal-words' })}</h2>
    ${form.field('title', { label: msg('Título', { id: 'portal-title' }), maxlength: 80 })}
    ${form.field('subtitle', { label: msg('Una frase debajo (opcional)', { id: 'portal-subtitle' }), maxlength: 200, optional: true })}
    <div class="two">
      ${form.choice('noun', { label: msg('¿Qué vendes?', { id: 'sold' }) }, nouns())}
      ${form.field('submitText', { label: msg('Texto del botón final', { id: 'portal-button' }), maxlength: 40 })}
    </div>
  </section>`;
}

function deadlineFields(form: Form, now: PortalSettings, deadline: DeadlineView) {
  const look = {
    label: msg('Hasta cuándo pueden facturar', { id: 'portal-deadline' }),
    hint: msg('Es tu regla, no una ley: después de esa fecha te llega una solicitud y tú decides.', {
      id: 'portal-deadline-hint',
    }),
  };
  return html`<section aria-labelledby="deadline-title">
    <h2 id="deadline-title">${msg('El plazo', { id: 'portal-deadline-title' })}</h2>
    ${form.choice('deadline', look, deadlines(deadlineValue(now.deadline)))}
    ${deadline.render(form.values().deadline ?? '')}
  </section>`;
}

function helpFields(form: Form) {
  return html`<section aria-labelledby="help">
    <h2 id="help">${msg('Si necesitan ayuda', { id: 'portal-help' })}</h2>
    <div class="two">
      ${form.field('contact/email', { label: msg('Correo de atención', { id: 'portal-email' }), type: 'email', inputmode: 'email', optional: true })}
      ${form.field('contact/phone', { label: msg('Teléfono o WhatsApp', { id: 'portal-phone' }), optional: true })}
    </div>
    ${form.field('privacyUrl', { label: msg('Tu aviso de privacidad (opcional)', { id: 'portal-privacy' }), type: 'url', example: 'https://', optional: true })}
  </section>`;
}

function onField({ enabled }: Values) {
  return html`<label class="check"><input type="checkbox" name="enabled" .checked=${enabled === 'yes'} />${msg('El portal está encendido', { id: 'portal-on' })}</label>
    ${enabled === 'yes' ? nothing : notice('warn', msg('Apagado, tus clientes solo pueden dejarte su solicitud.', { id: 'portal-off-why' }))}`;
}
