/** What is sent automatically: the customer's mail, reminders, and the team's notifications; and who sends the mail. */
import { msg } from '@lit/localize';
import { html, nothing } from 'lit';
import type { OpenPage, Panel } from '../page.ts';
import { remote } from '../remote.ts';
import type { MailCarrier, PortalRef, PortalSettings } from '../wire.ts';
import { createCustomerMail } from './customer-mail.ts';
import { createMailCarrier } from './mail-carrier.ts';
import { createReminders } from './reminders.ts';
import { createTeamAlerts } from './team-alerts.ts';

/** Opens the page about the mail to customers and the team's notifications. */
export const notificationsPage: OpenPage = (panel) => {
  const found = remote(panel, () => read(panel));
  const alerts = createTeamAlerts(panel);
  return {
    title: () => msg('Notificaciones', { id: 'notifications' }),
    lead: () => msg('Lo que reciben tus clientes y lo que se le avisa a tu equipo.', { id: 'notifications-lead' }),
    width: 'full',
    // The alerts come with the rest: drawn before it, they would be pushed away by it.
    render:
      () => html`${found.show(({ all, wanted, mail, reminders, carrier }) => html`${all.length > 1 ? choices(all, wanted?.slug) : nothing}${mail?.render()}${reminders?.render()}${carrier.render()}`)}
      ${found.value() ? alerts.render() : nothing}`,
  };
};

async function read(panel: Panel) {
  const [{ portals: all }, sender] = await Promise.all([
    panel.call<{ portals: readonly PortalRef[] }>('GET', 'portals'),
    panel.call<MailCarrier>('GET', 'mail-carrier'),
  ]);
  const carrier = createMailCarrier(panel, sender);
  const wanted = all.find(({ slug }) => slug === panel.query.get('portal')) ?? all[0];
  if (!wanted) return { all, carrier };
  const settings = await panel.call<PortalSettings>('GET', `portals/${wanted.slug}/settings`);
  const mail = createCustomerMail(panel, wanted.slug, settings);
  return { all, carrier, wanted, mail, reminders: createReminders(panel, wanted.slug, settings) };
}

function choices(all: readonly PortalRef[], chosen: string | undefined) {
  return html`<nav class="tabs" aria-label=${msg('Portal', { id: 'portal' })}>
    ${all.map(({ slug, title }) => html`<a href="/panel/notificaciones?portal=${slug}" aria-current=${slug === chosen ? 'page' : nothing}>${title}</a>`)}
  </nav>`;
}
