/** One portal: its words, colours and rules, with the real portal beside the form. */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import { notice } from '../../ui/notice.ts';
import { createForm, type Form, type Values } from '../form.ts';
import type { OpenPage } from '../page.ts';
import { remote } from '../remote.ts';
import { afterwards } from '../setup/next-step.ts';
import type { LookupField, PortalSettings } from '../wire.ts';
import { lookFields } from './look-fields.ts';
import { lookupFields, lookupOf, lookupValues } from './lookup-fields.ts';
import { deadlineOf, deadlines, deadlineValue, nouns } from './portal-words.ts';
import { createPreview } from './preview-frame.ts';

export const portalPage: OpenPage = (panel, { slug = '' }) => {
  let form: Form | undefined;
  let before: PortalSettings | undefined;
  let isSaved = false;
  const path = `portals/${slug}/settings`;
  const settings = remote(panel, () => panel.call<PortalSettings>('GET', path));
  const preview = createPreview(panel);
  const formFor = (now: PortalSettings): Form =>
    createForm(panel, {
      ...{ name: `portal ${slug}`, values: valuesOf(now) },
      required: () => ['title', 'submitText'],
      async send(values) {
        isSaved = false;
        before = await panel.call<PortalSettings>('PATCH', path, { body: patchOf(values, before ?? now) });
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
        return html`${afterwards(panel, isSaved ? savedWords() : undefined)}
          <div class="beside">
            <div>${form.render(fields(form, now), msg('Guardar mi portal', { id: 'portal-save' }))}</div>
            ${preview.render({ ...now, ...patchOf(form.values(), now) }, panel.merchant?.tradeName ?? '')}
          </div>`;
      }),
  };
};

function savedWords(): string {
  return msg('Tu portal quedó guardado.', { id: 'portal-saved' });
}

function valuesOf({
  title,
  subtitle,
  noun,
  submitText,
  theme,
  contact,
  privacyUrl = '',
  deadline,
  enabled,
  hints,
  ...rest
}: PortalSettings): Values {
  return {
    ...{
      title,
      subtitle,
      noun,
      submitText,
      privacyUrl,
      deadline: deadlineValue(deadline),
      enabled: enabled ? 'yes' : '',
    },
    ...{ 'theme/primary': theme.primary, 'theme/accent': theme.accent, 'theme/logo': theme.logo ?? '' },
    ...{ 'contact/email': contact.email ?? '', 'contact/phone': contact.phone ?? '' },
    ...Object.fromEntries((['folio', 'total'] as const).map((field) => [`hints/${field}`, hints[field] ?? ''])),
    ...lookupValues(rest),
  };
}

/** What the form says, over what the portal has and the form does not show. */
function patchOf(values: Values, now: PortalSettings): Partial<PortalSettings> {
  const text = (name: string): string => values[name] ?? '';
  const logo = text('theme/logo');
  const hints: Partial<Record<LookupField, string>> = {
    ...now.hints,
    folio: text('hints/folio'),
    total: text('hints/total'),
  };
  return {
    ...{ title: text('title'), subtitle: text('subtitle'), submitText: text('submitText') },
    noun: text('noun') as PortalSettings['noun'],
    hints,
    theme: { primary: text('theme/primary'), accent: text('theme/accent'), ...(logo && { logo }) },
    deadline: deadlineOf(text('deadline')),
    contact: {
      ...(text('contact/email') && { email: text('contact/email') }),
      ...(text('contact/phone') && { phone: text('contact/phone') }),
    },
    ...(text('privacyUrl') && { privacyUrl: text('privacyUrl') }),
    enabled: text('enabled') === 'yes',
    ...lookupOf(values, now),
  };
}

function fields(form: Form, now: PortalSettings) {
  return html`<section aria-labelledby="words">
      <h2 id="words">${msg('Palabras', { id: 'portal-words' })}</h2>
      ${form.field('title', { label: msg('Título', { id: 'portal-title' }), maxlength: 80 })}
      ${form.field('subtitle', { label: msg('Una frase debajo (opcional)', { id: 'portal-subtitle' }), maxlength: 200, optional: true })}
      <div class="two">
        ${form.choice('noun', { label: msg('¿Qué vendes?', { id: 'sold' }) }, nouns())}
        ${form.field('submitText', { label: msg('Texto del botón final', { id: 'portal-button' }), maxlength: 40 })}
      </div>
    </section>
    ${lookFields(form)}
    <section aria-labelledby="search">
      <h2 id="search">${msg('Cómo encuentran su compra', { id: 'portal-search' })}</h2>
      ${lookupFields(form, now)}
      <div class="two">
        ${form.field('hints/folio', { label: msg('¿Dónde está el folio?', { id: 'portal-hint-folio' }), maxlength: 160, optional: true })}
        ${form.field('hints/total', { label: msg('¿Y el total?', { id: 'portal-hint-total' }), maxlength: 160, optional: true })}
      </div>
      ${form.choice(
        'deadline',
        {
          label: msg('Hasta cuándo pueden facturar', { id: 'portal-deadline' }),
          hint: msg('Es tu regla, no una ley: después de esa fecha te llega una solicitud y tú decides.', {
            id: 'portal-deadline-hint',
          }),
        },
        deadlines(deadlineValue(now.deadline)),
      )}
    </section>
    <section aria-labelledby="help">
      <h2 id="help">${msg('Si necesitan ayuda', { id: 'portal-help' })}</h2>
      <div class="two">
        ${form.field('contact/email', { label: msg('Correo de atención', { id: 'portal-email' }), type: 'email', inputmode: 'email', optional: true })}
        ${form.field('contact/phone', { label: msg('Teléfono o WhatsApp', { id: 'portal-phone' }), optional: true })}
      </div>
      ${form.field('privacyUrl', { label: msg('Tu aviso de privacidad (opcional)', { id: 'portal-privacy' }), type: 'url', example: 'https://', optional: true })}
    </section>
    <label class="check"><input type="checkbox" name="enabled" ?checked=${form.values().enabled === 'yes'} />${msg('El portal está encendido', { id: 'portal-on' })}</label>
    ${form.values().enabled === 'yes' ? nothing : notice('warn', msg('Apagado, tus clientes solo pueden dejarte su solicitud.', { id: 'portal-off-why' }))}`;
}
