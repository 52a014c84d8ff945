/** The current problems, and what to do about them. */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import { longDay } from '../dates.ts';
import type { OpenPage } from '../page.ts';
import { remote } from '../remote.ts';
import type { Notice } from '../wire.ts';
import { empty } from './pages-of.ts';

/** Opens the list of notices that need attention. */
export const noticesPage: OpenPage = (panel) => {
  const list = remote(panel, () => panel.call<{ notices: readonly Notice[] }>('GET', 'notices'));
  return {
    title: () => msg('Avisos', { id: 'notices' }),
    lead: () => msg('Lo que necesita tu atención. Un aviso se va solo cuando se arregla.', { id: 'notices-lead' }),
    render: () =>
      list.show(({ notices }) =>
        notices.length
          ? html`<ul class="lines">
              ${notices.map(
                ({ detail, since, link }) => html`<li class="notice warn">
                  <p>${detail}</p>
                  <p><small>${msg('Desde el', { id: 'since' })} ${longDay(since)}</small>
                    ${link ? html` · <a href=${new URL(link, location.href).pathname} target="_blank">${msg('Ver detalle', { id: 'see-detail' })}</a>` : nothing}</p>
                </li>`,
              )}
            </ul>`
          : empty(
              msg('Todo va bien', { id: 'no-notices' }),
              msg('No hay nada que necesite tu atención.', { id: 'no-notices-why' }),
            ),
      ),
  };
};
