/** The portal's own texts in English, for merchants whose customers read it. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { SOLD_WORDS } from '../../../server/portals/trade-words.ts';
import type { Form, Values } from '../form.ts';
import type { LookupField, Noun, PortalSettings } from '../wire.ts';
import { hintFields } from './hint-fields.ts';

type Bilingual = Pick<PortalSettings, 'english'>;

const USUAL = {
  title: 'Invoice your purchase',
  subtitle: 'Have your receipt and your tax details at hand. It takes a minute.',
  submitText: 'Generate invoice',
} as const;

/** `speaks` is whether the portal is available in English at all. */
export function englishValues({ english }: Bilingual): Values {
  const { title, subtitle, submitText } = english ?? USUAL;
  return {
    'english/speaks': english ? 'yes' : '',
    ...{ 'english/title': title, 'english/subtitle': subtitle, 'english/submitText': submitText },
    ...Object.fromEntries(
      Object.entries(english?.hints ?? {}).map(([field, text]) => [`english/hints/${field}`, text]),
    ),
  };
}

/** Reads a portal's English texts from a form's values; null if it is in Spanish only. */
export function englishOf(values: Values): Bilingual {
  const text = (name: string): string => values[`english/${name}`] ?? '';
  if (!text('speaks')) return { english: null };
  const hints = Object.entries(values).flatMap(([name, hint]) =>
    name.startsWith('english/hints/') && hint ? [[name.slice('english/hints/'.length), hint]] : [],
  );
  const [title, subtitle, submitText] = [text('title'), text('subtitle'), text('submitText')];
  return { english: { title, subtitle, submitText, hints: Object.fromEntries(hints) } };
}

/** The fields that are required once a portal is available in English. */
export const englishRequired = (values: Values): readonly string[] =>
  values['english/speaks'] ? ['english/title', 'english/submitText'] : [];

/** Renders the switch for English, and its texts once it is on. */
export function englishFields(form: Form, asked: readonly LookupField[]) {
  const { 'english/speaks': speaks, noun } = form.values();
  const word = SOLD_WORDS[(noun ?? 'compra') as Noun].en;
  return html`<label class="check"><input type="checkbox" name="english/speaks" .checked=${Boolean(speaks)} />${msg('También en inglés, para quien lo prefiera', { id: 'english-speaks' })}</label>
    ${
      speaks
        ? html`<div class="nested" role="group" aria-label=${msg('Textos en inglés', { id: 'english-texts' })}>
            ${form.field('english/title', { label: msg('Título en inglés', { id: 'english-title' }), maxlength: 80 })}
            ${form.field('english/subtitle', { label: msg('Frase en inglés (opcional)', { id: 'english-subtitle' }), maxlength: 200, optional: true })}
            ${form.field('english/submitText', {
              label: msg('Botón final en inglés', { id: 'english-button' }),
              hint: msg(str`Lo demás ya está traducido; en inglés vendes «${word}».`, { id: 'english-noun' }),
              maxlength: 40,
            })}
            ${hintFields(form, asked, 'english/hints')}
          </div>`
        : nothing
    }`;
}
