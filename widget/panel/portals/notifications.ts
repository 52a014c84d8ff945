/** What is sent automatically: the customer's mail, and the team's notifications. */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import type { OpenPage } from '../page.ts';
import { remote } from '../remote.ts';
import type { PortalRef, PortalSettings } from '../wire.ts';
import { createCustomerMail } from './customer-mail.ts';
import { createTeamAlerts } from './team-alerts.ts';

/** Opens the page about the mail to customers and the team's notifications. */
export const notificationsPage: OpenPage = (panel) => {
  const portals = remote(panel, async () => {
    const { portals: all } = await panel.call<{ portals: readonly PortalRef[] }>('GET', 'portals');
    const wanted = all.find(({ slug }) => slug === panel.query.get('portal')) ?? all[0];
    if (!wanted) return { all, mail: undefined };
    const settings = await panel.call<PortalSettings>('GET', `portals/${wanted.slug}/settings`);
    return { all, wanted, mail: createCustomerMail(panel, wanted.slug, settings) };
  });
  const alerts = createTeamAlerts(panel);
  return {
    title: () => msg('Notificaciones', { id: 'notifications' }),
    lead: () => msg('Lo que reciben tus clientes y lo que se le avisa a tu equipo.', { id: 'notifications-lead' }),
    width: 'full',
    render:
      () => html`${portals.show(({ all, wanted, mail }) => html`${all.length > 1 ? choices(all, wanted?.slug) : nothing}${mail?.render() ?? nothing}`)}
      ${portals.value() ? alerts.render() : nothing}`,
  };
};

function choices(all: readonly PortalRef[], chosen: string | undefined) {
  return html`<nav class="tabs" aria-label=${msg('Portal', { id: 'portal' })}>
    ${all.map(({ slug, title }) => html`<a href="/panel/notificaciones?portal=${slug}" aria-current=${slug === chosen ? 'page' : nothing}>${title}</a>`)}
  </nav>`;
}
