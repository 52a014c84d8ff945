/** The frame that shows the real portal with the unsaved values of the form. */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import { createRef, ref } from 'lit/directives/ref.js';
import { fieldsOf, shownWays } from '../../../server/portals/ways.ts';
import type { Panel } from '../page.ts';
import type { Locale, PortalSettings } from '../wire.ts';
import { deadlines, deadlineValue } from './portal-words.ts';
import type { PreviewMessage, PreviewStep } from './preview-message.ts';

const STEPS: readonly PreviewStep[] = ['lookup', 'receptor', 'review', 'issued', 'late'];

/** Creates the preview of a portal, in a frame that shows unsaved settings. */
export function createPreview(panel: Pick<Panel, 'redraw' | 'world' | 'signal'>) {
  const frame = createRef<HTMLIFrameElement>();
  let [step, isPhone, isDark, isEnglish]: [PreviewStep, boolean, boolean, boolean] = ['lookup', true, false, false];
  let shown = '';
  let message: PreviewMessage | undefined;

  const send = (): void => {
    if (message) frame.value?.contentWindow?.postMessage(message, location.origin);
  };
  // The frame reports when it is ready for messages.
  const hear = ({ origin, source, data }: MessageEvent): void => {
    if (origin === location.origin && source === frame.value?.contentWindow && data === 'ready') send();
  };
  addEventListener('message', hear, { signal: panel.signal });

  const post = (settings: PortalSettings, tradeName: string): void => {
    const locale = isEnglish && settings.english ? 'en' : 'es-MX';
    const next = { settings: publicSettings(settings, tradeName, panel.world, locale), step, isDark, locale } as const;
    const text = JSON.stringify(next);
    if (text === shown) return;
    [shown, message] = [text, next];
    send();
  };
  const toggle = (text: string, isOn: boolean, change: () => void) =>
    html`<button type="button" aria-pressed=${isOn} @click=${() => {
      change();
      panel.redraw();
    }}>${text}</button>`;

  return {
    render(settings: PortalSettings, tradeName: string) {
      post(settings, tradeName);
      return html`<aside class="preview ${isPhone ? 'phone' : 'desktop'}" aria-label=${msg('Vista previa', { id: 'preview' })}>
        <div class="tabs" role="group" aria-label=${msg('Paso', { id: 'preview-step' })}>
          ${STEPS.map((one) =>
            toggle(stepWords(one), one === step, () => {
              step = one;
            }),
          )}
        </div>
        <div class="tabs" role="group" aria-label=${msg('Pantalla', { id: 'preview-screen' })}>
          ${toggle(msg('Celular', { id: 'preview-phone' }), isPhone, () => {
            isPhone = true;
          })}
          ${toggle(msg('Computadora', { id: 'preview-desktop' }), !isPhone, () => {
            isPhone = false;
          })}
          ${toggle(msg('Oscuro', { id: 'preview-dark' }), isDark, () => {
            isDark = !isDark;
          })}
          ${
            settings.english
              ? toggle(msg('En inglés', { id: 'preview-english' }), isEnglish, () => {
                  isEnglish = !isEnglish;
                })
              : nothing
          }
        </div>
        <div class="screen"><iframe ${ref(frame)} src="/panel/vista-previa" title=${msg('Tu portal, con lo que llevas escrito', { id: 'preview-title' })}></iframe></div>
      </aside>`;
    },
  };
}

function stepWords(step: PreviewStep): string {
  return {
    lookup: () => msg('Buscar', { id: 'preview-lookup' }),
    receptor: () => msg('Datos', { id: 'preview-receptor' }),
    review: () => msg('Revisar', { id: 'preview-review' }),
    issued: () => msg('Lista', { id: 'preview-issued' }),
    late: () => msg('Fuera de plazo', { id: 'preview-late' }),
  }[step]();
}

/** The settings as the portal's API would return them. */
function publicSettings(
  settings: PortalSettings,
  tradeName: string,
  world: 'test' | 'live',
  locale: Locale,
): PreviewMessage['settings'] {
  const { theme, contact, privacyUrl, noun, allowNoRfc, allowForeign = allowNoRfc, usos, folioPicture } = settings;
  const { title, subtitle, submitText, hints } = (locale === 'en' && settings.english) || settings;
  const own = deadlineValue(settings.deadline);
  const [, deadline = ''] = deadlines(own).find(([value]) => value === own) ?? [];
  const isTest = world === 'test';
  return {
    ...{ slug: 'vista-previa', world, merchant: { name: tradeName } },
    ...{ title, subtitle, noun, submitText, theme, contact },
    lookup: {
      ...{ ...shownWays(settings), fields: fieldsOf(settings), hints },
      ...(folioPicture && { picture: { url: folioPicture.image, alt: folioPicture.alt } }),
    },
    deadline: { text: deadline },
    ...(privacyUrl && { privacyUrl }),
    ...(usos && { usos }),
    ...{ locales: settings.english ? ['es-MX', 'en'] : ['es-MX'] },
    ...{ noRfc: isTest || allowNoRfc, foreigners: isTest || allowForeign, itemizeIeps: false, enabled: true },
    ...{ sendsMail: true, hostedUrl: location.origin },
  };
}
