/** The current problems, and what to do about them. */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import { action } from '../../ui/button.ts';
import { longDay } from '../dates.ts';
import { leads, type OpenPage } from '../page.ts';
import { remote } from '../remote.ts';
import { createAttempt } from '../team/attempt.ts';
import type { Notice } from '../wire.ts';
import { empty } from './pages-of.ts';

/** Opens the list of notices that need attention. */
export const noticesPage: OpenPage = (panel) => {
  const list = remote(panel, () => panel.call<{ notices: readonly Notice[] }>('GET', 'notices'));
  const dismissing = createAttempt(panel);
  const dismiss = ({ kind, subject }: Notice): Promise<void> =>
    dismissing.run(async () => {
      await panel.call('POST', 'notices/dismiss', { body: { kind, subject } });
      await list.reload();
      panel.say(msg('El aviso ya no está en la lista.', { id: 'notice-dismissed' }));
    });
  const line = (notice: Notice): unknown => html`<li class="notice warn">
    <p>${notice.detail}</p>
    <p><small>${msg('Desde el', { id: 'since' })} ${longDay(notice.since)}</small>
      ${notice.link ? html` · <a href=${new URL(notice.link, location.href).pathname} target="_blank">${msg('Ver detalle', { id: 'see-detail' })}</a>` : nothing}</p>
    ${notice.informs && leads(panel.merchant) ? action(html`${msg('Ya lo vi', { id: 'notice-dismiss' })}<span class="sr">: ${notice.detail}</span>`, () => dismiss(notice)) : nothing}
  </li>`;
  return {
    title: () => msg('Avisos', { id: 'notices' }),
    lead: () =>
      leads(panel.merchant)
        ? msg('Lo que necesita tu atención. Un aviso se va solo cuando se arregla; el que solo informa lo quitas tú.', {
            id: 'notices-lead-own',
          })
        : msg('Lo que necesita tu atención. Un aviso se va solo cuando se arregla.', { id: 'notices-lead' }),
    render: () => [
      dismissing.shown(),
      list.show(({ notices }) =>
        notices.length
          ? html`<ul class="lines">${notices.map(line)}</ul>`
          : empty(
              msg('Todo va bien', { id: 'no-notices' }),
              msg('No hay nada que necesite tu atención.', { id: 'no-notices-why' }),
            ),
      ),
    ],
  };
};
