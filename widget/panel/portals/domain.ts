/** A portal's own domain: claimed, the two records to copy, and its state. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { action } from '../../ui/button.ts';
import { notice } from '../../ui/notice.ts';
import { type Clipboard, copyableText, createClipboard } from '../clipboard.ts';
import { shortTime } from '../dates.ts';
import { createForm, type Form } from '../form.ts';
import { empty } from '../lists/pages-of.ts';
import type { OpenPage, Panel } from '../page.ts';
import { type Remote, remote } from '../remote.ts';
import type { Domain, PortalRef } from '../wire.ts';
import {
  isReachable,
  noAddress,
  type Provider,
  pointsWords,
  proofWords,
  providerHint,
  providerNames,
  shortName,
  stateSentence,
  stateWords,
} from './domain-words.ts';

/** How often an open page polls while something is pending. */
const EVERY_MS = 5_000;

type Found = { readonly domains: readonly Domain[]; readonly portals: readonly PortalRef[] };
type Desk = {
  readonly panel: Panel;
  readonly found: Remote<Found>;
  readonly clipboard: Clipboard;
  readonly provider: () => Provider;
  readonly choose: (provider: Provider) => void;
};

/** Opens the page of a portal's own domain. */
export const domainPage: OpenPage = (panel) => {
  let provider: Provider = 'other';
  const found = remote(panel, () => read(panel));
  const desk: Desk = {
    ...{ panel, found, clipboard: createClipboard(panel), provider: () => provider },
    choose(chosen) {
      provider = chosen;
      panel.redraw();
    },
  };
  watch(panel, found);
  let form: Form | undefined;
  return {
    title: () => msg('Tu dominio', { id: 'domain-title' }),
    lead: () =>
      msg('Que tu portal viva en una dirección tuya, como factura.tuempresa.com. Es opcional.', { id: 'domain-lead' }),
    render: () =>
      found.show(({ domains, portals }) => {
        const free = portals.filter(({ slug }) => !domains.some(({ portal }) => portal === slug));
        if (portals.length === 0) return noPortal();
        form ??= domainForm(desk, free[0]?.slug ?? '');
        return html`${domains.map((domain) => domainSection(desk, domain))}
          ${free.length > 0 ? addition(form, free, domains.length > 0) : nothing}`;
      }),
  };
};

async function read(panel: Panel): Promise<Found> {
  const [{ domains }, { portals }] = await Promise.all([
    panel.call<{ domains: readonly Domain[] }>('GET', 'domains'),
    panel.call<{ portals: readonly PortalRef[] }>('GET', 'portals'),
  ]);
  return { domains, portals };
}

/** Rereads a pending domain for as long as the page is open. */
function watch({ signal }: Panel, found: Remote<Found>): void {
  const timer = setInterval(() => {
    if (document.visibilityState === 'visible' && found.value()?.domains.some(({ state }) => state !== 'active'))
      found.reload();
  }, EVERY_MS);
  signal.addEventListener('abort', () => clearInterval(timer), { once: true });
}

function noPortal() {
  return empty(
    msg('Primero crea tu portal.', { id: 'try-no-portal' }),
    msg('Cuando tengas uno, aquí le pones tu dominio.', { id: 'domain-no-portal' }),
    html`<a class="button" href="/panel/portales">${msg('Crear mi portal', { id: 'portal-create' })}</a>`,
  );
}

function domainForm({ panel, found }: Desk, slug: string): Form {
  const form = createForm(panel, {
    ...{ name: 'domain', values: { host: '', portal: slug } },
    required: () => ['host'],
    tidy: (name, value) => (name === 'host' ? bareHost(value) : value),
    async send({ host = '', portal = '' }) {
      await panel.call('POST', 'domains', { body: { host: bareHost(host), portal } });
      await found.reload();
      form.set({ host: '' });
      panel.say(msg('Agregamos tu dominio. Faltan dos registros.', { id: 'domain-added' }));
    },
  });
  return form;
}

/** Converts an address copied from the browser's address bar to a host name. */
function bareHost(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/\/.*$/, '');
}

function addition(form: Form, free: readonly PortalRef[], isAnother: boolean) {
  return html`<section aria-labelledby="domain-add">
    <h2 id="domain-add">${isAnother ? msg('Otro dominio', { id: 'domain-another' }) : msg('Usar mi dominio', { id: 'domain-add' })}</h2>
    ${form.render(
      html`${form.field('host', {
        label: msg('Dirección que quieres', { id: 'domain-host' }),
        hint: msg('Un nombre que hoy no uses. Tu página y tus correos no cambian.', { id: 'domain-host-hint' }),
        example: 'factura.tuempresa.com',
      })}
      ${
        free.length > 1
          ? form.choice(
              'portal',
              { label: msg('Portal', { id: 'portal' }) },
              free.map(({ slug, title }) => [slug, title] as const),
            )
          : nothing
      }`,
      msg('Agregar dominio', { id: 'domain-go' }),
    )}
  </section>`;
}

function domainSection(desk: Desk, domain: Domain) {
  const { id, host, state, url, checkedAt } = domain;
  const tone = state === 'active' ? 'good' : 'warn';
  return html`<section aria-labelledby=${id}>
    <h2 id=${id}>${host}</h2>
    ${notice(tone, html`<p><strong>${stateWords(state)}.</strong> ${stateSentence(domain)}</p>`)}
    ${state === 'active' ? html`<p><a href=${url} target="_blank" rel="noopener">${msg('Abrir mi portal', { id: 'domain-open' })}</a></p>` : records(desk, domain)}
    <p class="hint">${checkedAt === undefined ? msg('Aún no lo revisamos.', { id: 'domain-unchecked' }) : msg(str`Última revisión: ${shortTime(checkedAt)}`, { id: 'domain-checked' })}</p>
    <div class="actions">
      ${state === 'active' ? nothing : action(msg('Revisar ahora', { id: 'domain-check' }), () => check(desk, domain), 'big')}
      ${removal(desk, domain)}
    </div>
  </section>`;
}

function records(desk: Desk, { records: all, checks }: Domain) {
  return html`<div class="field">
      <label for="provider">${msg('¿Dónde administras tu dominio?', { id: 'domain-provider' })}</label>
      <select id="provider" @change=${(event: Event) => desk.choose((event.currentTarget as HTMLSelectElement).value as Provider)}>
        ${providerNames().map(([value, name]) => html`<option value=${value} ?selected=${value === desk.provider()}>${name}</option>`)}
      </select>
    </div>
    <p class="hint" role="status">${providerHint(desk.provider())}</p>
    ${all.map(({ type, name, value }) => {
      if (!isReachable(value)) return notice('warn', html`<p>${noAddress()}</p>`);
      const trouble = checks && (type === 'TXT' ? proofWords(checks.txt) : pointsWords(checks));
      return html`<div class="record">
        <h3>${type === 'TXT' ? msg('Prueba de que es tuyo (TXT)', { id: 'record-txt' }) : msg('Hacia dónde lleva (CNAME)', { id: 'record-cname' })}</h3>
        <dl>
          ${copyable(desk, msg('Nombre', { id: 'record-name' }), shortName(name), `${type}-name`)}
          ${copyable(desk, msg('Valor', { id: 'record-value' }), value, `${type}-value`)}
        </dl>
        ${checks ? html`<p class="hint">${trouble ?? msg('Ya está.', { id: 'record-fine' })}</p>` : nothing}
      </div>`;
    })}`;
}

function copyable({ clipboard }: Desk, label: string, text: string, id: string) {
  return html`<div><dt>${label}</dt><dd>${copyableText(clipboard, text, id)}</dd></div>`;
}

async function check({ panel, found }: Desk, { id }: Domain): Promise<void> {
  await panel.call('POST', `domains/${id}/check`);
  await found.reload();
  panel.say(msg('Lo estamos revisando.', { id: 'domain-checking' }));
}

function removal({ panel, found }: Desk, { id, host, state }: Domain) {
  const remove = async (): Promise<void> => {
    await panel.call('DELETE', `domains/${id}`);
    await found.reload();
    panel.say(msg(str`Quitamos ${host}.`, { id: 'domain-removed' }));
  };
  return html`<details>
    <summary class="hint">${msg('Quitar este dominio', { id: 'domain-remove' })}</summary>
    <p>${
      state === 'active' || state === 'failing'
        ? msg('Los carteles y enlaces que llevan este dominio dejarán de abrir. Nadie más podrá usarlo aquí.', {
            id: 'domain-remove-why',
          })
        : msg('Puedes agregarlo otra vez cuando quieras.', { id: 'domain-remove-soft' })
    }</p>
    ${action(msg('Sí, quitar', { id: 'domain-remove-go' }), remove, 'big')}
  </details>`;
}
