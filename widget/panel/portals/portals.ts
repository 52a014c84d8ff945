/** The portals of this world: the list, and a new one. */
import { msg, str } from '@lit/localize';
import { html } from 'lit';
import { createForm } from '../form.ts';
import { keepSold } from '../lists/sold-words.ts';
import type { OpenPage } from '../page.ts';
import { remote } from '../remote.ts';
import type { PortalRef, PortalSettings } from '../wire.ts';
import { presetOf, trades } from './presets.ts';
import { slugOf } from './slug.ts';

/** Opens the list of portals, with the form for a new one. */
export const portalsPage: OpenPage = (panel) => {
  const portals = remote(panel, () => panel.call<{ portals: readonly PortalRef[] }>('GET', 'portals'));
  const form = createForm(panel, {
    ...{ name: 'new-portal', values: { trade: 'retail', slug: '' } },
    tidy: (name, value) => (name === 'slug' ? slugOf(value) : value),
    async send({ trade = '', slug = '' }) {
      const isFirst = portals.value()?.portals.length === 0;
      const { slug: made } = await panel.call<PortalRef>('POST', 'portals', { body: slug ? { slug } : {} });
      const { english } = await panel.call<PortalSettings>('GET', `portals/${made}/settings`);
      const { english: englishTitle, sold, poster: _, ...preset } = presetOf(trade);
      // The first portal decides: a second one for another trade does not change what the shop's own sales are.
      if (isFirst) keepSold(panel.merchant, sold);
      const body = { ...preset, ...(english && { english: { ...english, title: englishTitle } }) };
      await panel.call('PATCH', `portals/${made}/settings`, { body });
      await panel.changed();
      panel.go(`/panel/portales/${made}`);
    },
  });
  const creation = () =>
    form.render(
      html`${form.choice('trade', { label: msg('¿Qué tipo de negocio es?', { id: 'portal-trade' }), hint: msg('Decide las palabras de tu portal y con qué datos se busca una compra.', { id: 'portal-trade-hint' }) }, trades())}
      ${form.field('slug', {
        label: msg('Dirección del portal (opcional)', { id: 'portal-slug' }),
        hint: msg(str`Lo que va después de ${location.host}/. Si la dejas vacía, usamos el nombre de tu negocio.`, {
          id: 'portal-slug-hint',
        }),
        example: slugOf(panel.merchant?.tradeName ?? ''),
        optional: true,
      })}`,
      msg('Crear mi portal', { id: 'portal-create' }),
      msg('Creando…', { id: 'portal-creating' }),
    );
  return {
    title: () => msg('Tu portal', { id: 'step-portal' }),
    lead: () =>
      msg('La página donde tus clientes encuentran su compra y hacen su factura solos.', { id: 'portals-lead' }),
    render: () =>
      portals.show(({ portals: all }) =>
        all.length
          ? html`${list(all)}
              <details><summary class="hint">${msg('Crear otro portal', { id: 'portal-another' })}</summary>${creation()}</details>`
          : creation(),
      ),
  };
};

function list(portals: readonly PortalRef[]) {
  return html`<div class="table"><table>
    <thead><tr><th scope="col">${msg('Portal', { id: 'portal' })}</th><th scope="col">${msg('Dirección', { id: 'address' })}</th></tr></thead>
    <tbody>
      ${portals.map(
        ({ slug, title }) => html`<tr>
          <th scope="row"><a href="/panel/portales/${slug}">${title}</a></th>
          <td><a href="/${slug}" target="_blank" rel="noopener">${location.host}/${slug}</a></td>
        </tr>`,
      )}
    </tbody>
  </table></div>`;
}
