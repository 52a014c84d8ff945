/** Converts a portal's settings to the fields of its form, and back. */
import type { Values } from '../form.ts';
import type { PortalSettings } from '../wire.ts';
import { borderOf, borderValues } from './border-iva.ts';
import { englishOf, englishValues } from './english-fields.ts';
import { fiscalOf, fiscalValues } from './fiscal-fields.ts';
import { pictureOf, pictureValues } from './folio-picture.ts';
import { ALL_FIELDS } from './hint-fields.ts';
import { lookupOf, lookupValues } from './lookup-fields.ts';
import { deadlineOf, deadlineValue } from './portal-words.ts';

/** Returns the form's values of a portal's settings. */
export function valuesOf(settings: PortalSettings): Values {
  const { title, subtitle, noun, submitText, theme, contact, privacyUrl = '', deadline, enabled, hints } = settings;
  return {
    ...{ title, subtitle, noun, submitText, privacyUrl, enabled: enabled ? 'yes' : '' },
    deadline: deadlineValue(deadline),
    ...{ 'theme/primary': theme.primary, 'theme/accent': theme.accent, 'theme/logo': theme.logo ?? '' },
    ...{ 'contact/email': contact.email ?? '', 'contact/phone': contact.phone ?? '' },
    ...Object.fromEntries(ALL_FIELDS.map((field) => [`hints/${field}`, hints[field] ?? ''])),
    ...{ ...lookupValues(settings), ...pictureValues(settings) },
    ...{ ...englishValues(settings), ...fiscalValues(settings), ...borderValues(settings) },
  };
}

/** The values of the form, over the settings that the form does not show. */
export function patchOf(values: Values, now: PortalSettings): Partial<PortalSettings> {
  const text = (name: string): string => values[name] ?? '';
  const logo = text('theme/logo');
  return {
    ...{ title: text('title'), subtitle: text('subtitle'), submitText: text('submitText') },
    noun: text('noun') as PortalSettings['noun'],
    hints: Object.fromEntries(ALL_FIELDS.map((field) => [field, text(`hints/${field}`)])),
    theme: { primary: text('theme/primary'), accent: text('theme/accent'), ...(logo && { logo }) },
    deadline: deadlineOf(text('deadline')),
    contact: {
      ...(text('contact/email') && { email: text('contact/email') }),
      ...(text('contact/phone') && { phone: text('contact/phone') }),
    },
    ...(text('privacyUrl') && { privacyUrl: text('privacyUrl') }),
    enabled: text('enabled') === 'yes',
    ...{
      ...lookupOf(values, now),
      ...pictureOf(values),
      ...englishOf(values),
      ...fiscalOf(values),
      ...borderOf(values, now),
    },
  };
}
