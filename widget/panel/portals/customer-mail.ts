/** The mail that brings an invoice: the merchant's words in it, a preview, and a test that is sent to the merchant. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { notice } from '../../ui/notice.ts';
import { createForm, type Form, type Values } from '../form.ts';
import type { Panel } from '../page.ts';
import type { Locale, PortalSettings } from '../wire.ts';
import { createMailFrame } from './mail-frame.ts';

type Shown = { readonly from: string; readonly subject: string; readonly html: string };
type Sent = { readonly status: 'sent' | 'no-carrier' | 'refused' | 'unavailable'; readonly reason?: string };
type Texts = { readonly subject?: string; readonly message?: string };

/** The preview is refreshed this long after the last key press. */
const TYPING_MS = 400;

/** Creates the editor of the mail that customers get, with its preview. */
export function createCustomerMail(panel: Panel, slug: string, settings: PortalSettings) {
  let locale: Locale = 'es-MX';
  let [isPhone, isSaved] = [false, false];
  let shown: Shown | undefined;
  let drawn = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = createMailFrame();
  const form = createForm(panel, {
    ...{ name: `mail ${slug}`, values: valuesOf(settings) },
    tidy: (_, value) => value,
    async send(values) {
      await panel.call('PATCH', `portals/${slug}/settings`, { body: { mail: mailOf(values) } });
      isSaved = true;
      panel.say(savedWords());
    },
  });
  const trial = trialForm(panel, slug, () => draftOf(form.values(), locale));

  const draw = async (): Promise<void> => {
    const draft = draftOf(form.values(), locale);
    try {
      shown = await panel.call<Shown>('POST', `portals/${slug}/mail/preview`, { body: draft, signal: panel.signal });
      frame.show(shown.html);
      panel.redraw();
    } catch {
      // The previous preview stays; saving shows what is wrong.
    }
  };
  const redraw = (): void => {
    const next = JSON.stringify(draftOf(form.values(), locale));
    if (next === drawn) return;
    clearTimeout(timer);
    timer = setTimeout(draw, drawn === '' ? 0 : TYPING_MS);
    drawn = next;
  };
  panel.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  const toggle = createToggle(panel);

  return {
    render() {
      redraw();
      return html`<section aria-labelledby="customer-mail">
        <h2 id="customer-mail">${msg('El correo con la factura', { id: 'mail-title' })}</h2>
        ${isSaved ? notice('good', savedWords()) : nothing}
        ${
          settings.english
            ? languageTabs(toggle, locale, (one) => {
                locale = one;
              })
            : nothing
        }
        <div class="beside">
          <div>${form.render(fields(form, locale), msg('Guardar el correo', { id: 'mail-save' }))} ${trial.render()}</div>
          <aside class="preview ${isPhone ? 'phone' : ''}" aria-label=${msg('Vista previa', { id: 'preview' })}>
            <div class="tabs wide-only" role="group" aria-label=${msg('Ancho', { id: 'mail-width' })}>
              ${toggle(msg('Computadora', { id: 'preview-desktop' }), !isPhone, () => {
                isPhone = false;
              })}
              ${toggle(msg('Celular', { id: 'preview-phone' }), isPhone, () => {
                isPhone = true;
              })}
            </div>
            ${shown ? html`<p class="hint">${shown.from}</p><p><strong>${shown.subject}</strong></p>` : nothing}
            ${frame.render(msg('Así llega el correo a tu cliente', { id: 'mail-frame' }))}
          </aside>
        </div>
      </section>`;
    },
  };
}

type Toggle = (text: string, isOn: boolean, press: () => void) => TemplateResult;

function createToggle(panel: Panel): Toggle {
  return (text, isOn, press) =>
    html`<button type="button" aria-pressed=${isOn} @click=${() => {
      press();
      panel.redraw();
    }}>${text}</button>`;
}

/** The language of the preview, among the portal's languages. */
function languageTabs(toggle: Toggle, now: Locale, choose: (locale: Locale) => void): TemplateResult {
  return html`<div class="tabs" role="group" aria-label=${msg('Idioma del correo', { id: 'mail-language' })}>
    ${(['es-MX', 'en'] as const).map((one) =>
      toggle(
        one === 'en' ? msg('En inglés', { id: 'mail-en' }) : msg('En español', { id: 'mail-es' }),
        now === one,
        () => choose(one),
      ),
    )}
  </div>`;
}

function savedWords(): string {
  return msg('El correo quedó guardado.', { id: 'mail-saved' });
}

function valuesOf({ mail }: PortalSettings): Values {
  return {
    ...{ 'mail/subject': mail?.subject ?? '', 'mail/message': mail?.message ?? '' },
    ...{ 'mail/english/subject': mail?.english?.subject ?? '', 'mail/english/message': mail?.english?.message ?? '' },
  };
}

function textsAt(values: Values, place: string): Texts {
  const [subject, message] = [values[`${place}/subject`]?.trim(), values[`${place}/message`]?.trim()];
  return { ...(subject && { subject }), ...(message && { message }) };
}

function mailOf(values: Values) {
  const english = textsAt(values, 'mail/english');
  return { ...textsAt(values, 'mail'), ...(Object.keys(english).length > 0 && { english }) };
}

/** An empty text means the default one. */
function draftOf(values: Values, language: Locale) {
  return { language, subject: '', message: '', ...textsAt(values, placeOf(language)) };
}

const placeOf = (locale: Locale): string => (locale === 'en' ? 'mail/english' : 'mail');

function fields(form: Form, locale: Locale) {
  const place = placeOf(locale);
  const name = `${place}/message`;
  const fault = form.faultAt(name);
  return html`${form.field(`${place}/subject`, {
    label: msg('Asunto (opcional)', { id: 'mail-subject' }),
    maxlength: 150,
    optional: true,
  })}
    <div class="field">
      <label for=${name}>${msg('Mensaje (opcional)', { id: 'mail-message' })}</label>
      <p class="hint" id="${name}-hint">${msg('Puedes usar {comercio}, {serieFolio}, {total} y {nombre}: se llenan con lo de cada factura. Vacío, va el texto de siempre.', { id: 'mail-variables' })}</p>
      <textarea id=${name} name=${name} rows="6" maxlength="2000" aria-describedby="${name}-hint" .value=${form.values()[name] ?? ''}></textarea>
      ${fault ? html`<p class="fault">${fault}</p>` : nothing}
      ${unfilled(form.values(), place)}
    </div>`;
}

const FILLED: readonly string[] = ['comercio', 'serieFolio', 'total', 'nombre'];

/** A name that is none of the variables is sent as it was typed, and most often it is a misspelt one. */
function unfilled(values: Values, place: string): unknown {
  const { subject = '', message = '' } = textsAt(values, place);
  const [, odd] =
    [...`${subject} ${message}`.matchAll(/\{(\w+)\}/g)].find(([, name = '']) => !FILLED.includes(name)) ?? [];
  if (!odd) return nothing;
  return html`<p class="notice warn" role="status">${msg(str`{${odd}} no se llena con nada: tu cliente lo lee así. ¿Quisiste escribir otra?`, { id: 'mail-unfilled' })}</p>`;
}

function trialForm(panel: Panel, slug: string, draft: () => object) {
  let outcome: Sent | undefined;
  const form = createForm(panel, {
    ...{ name: `mail-trial ${slug}`, values: { to: panel.session.user.email } },
    required: () => ['to'],
    async send({ to = '' }) {
      outcome = await panel.call<Sent>('POST', `portals/${slug}/mail/test`, { body: { ...draft(), to } });
      panel.say(sentWords(outcome));
    },
  });
  return {
    render: () => html`<details>
      <summary class="hint">${msg('Mándame uno de prueba', { id: 'mail-trial' })}</summary>
      ${outcome ? sentNotice(outcome) : nothing}
      ${form.render(
        form.field('to', { label: msg('A este correo', { id: 'mail-trial-to' }), type: 'email', inputmode: 'email' }),
        msg('Enviar prueba', { id: 'send-test' }),
      )}
    </details>`,
  };
}

/** The carrier's own words in small print, such as that a domain is not verified. */
function sentNotice(sent: Sent) {
  const tone = sent.status === 'sent' ? 'good' : 'warn';
  return notice(
    tone,
    html`<p>${sentWords(sent)}</p>${sent.reason ? html`<p><small>${sent.reason}</small></p>` : nothing}`,
  );
}

function sentWords({ status }: Sent): string {
  return {
    sent: () => msg('Enviado. Revisa tu bandeja, y el correo no deseado por si acaso.', { id: 'mail-sent' }),
    'no-carrier': () => msg('Todavía nadie envía tus correos: conecta tu cuenta más abajo.', { id: 'mail-no-carrier' }),
    refused: () =>
      msg('El servicio de correo no aceptó esa dirección. Revisa que esté bien escrita.', { id: 'mail-refused' }),
    unavailable: () =>
      msg('El servicio de correo no lo envió. Revisa abajo la conexión, o inténtalo en unos minutos.', {
        id: 'mail-unavailable',
      }),
  }[status]();
}
