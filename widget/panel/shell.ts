/** The frame around every page: whose panel it is, which world, the navigation, and the page itself. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { leads, type Page, readsSettings } from './page.ts';
import type { Place } from './place.ts';
import { ROOT } from './router.ts';
import { language } from './texts.ts';
import type { ChecklistStep, Locale, MerchantRef, Session, World } from './wire.ts';

/** What surrounds a page: who is signed in, where they work and what is announced. */
export type Shell = {
  readonly session: Session | undefined;
  readonly merchant: MerchantRef | undefined;
  readonly world: World;
  readonly steps: readonly ChecklistStep[] | undefined;
  /** How many requests wait for an answer. */
  readonly requests: number;
  readonly path: string;
  readonly page: Page | undefined;
  readonly content: unknown;
  readonly dialog: unknown;
  readonly spoken: string;
  readonly isMenuOpen: boolean;
  readonly toggleMenu: () => void;
  readonly moveTo: (place: Partial<Place>) => void;
  readonly leave: () => void;
  readonly speak: (locale: Locale) => void;
  /** Skips to the page's heading, past everything before it. */
  readonly skip: () => void;
};

/** Renders the panel around a page; only the page if nobody is signed in. */
export function shell(s: Shell): TemplateResult {
  return html`<div class=${s.session ? 'shell' : 'alone'} lang=${language()}>
    ${s.session ? inside(s, s.session) : html`<main>${s.content}</main>`} ${s.dialog}
    <p class="sr" role="status" data-live>${s.spoken}</p>
  </div>`;
}

function inside(s: Shell, session: Session): TemplateResult {
  return html`<button class="skip" type="button" @click=${s.skip}>${msg('Ir al contenido', { id: 'skip' })}</button>
    ${s.merchant && s.world === 'test' ? testBand() : nothing}
    <header class="side ${s.isMenuOpen ? 'open' : ''}" @keydown=${(event: KeyboardEvent) => closesMenu(event, s)}>
      <div class="top">
        <a class="mark" href=${ROOT}>${s.merchant?.tradeName ?? 'Autofactura'}</a>
        ${s.merchant ? worldChip(s.world) : nothing}
        <button class="menu-button" type="button" aria-expanded=${s.isMenuOpen} aria-controls="menu" @click=${s.toggleMenu}>
          ${s.isMenuOpen ? msg('Cerrar', { id: 'close' }) : msg('Menú', { id: 'menu' })}
        </button>
      </div>
      <div class="menu" id="menu">
        ${s.merchant ? html`${switches(s, session, s.merchant)} ${navigation(s)}` : nothing} ${person(s, session)}
      </div>
    </header>
    <main class=${s.page?.width ?? ''}>
      ${
        s.page
          ? html`<div class="head">
              <h1 tabindex="-1">${s.page.title()}</h1>
              ${s.page.lead ? html`<p class="lead">${s.page.lead()}</p>` : nothing}
            </div>`
          : html`<h1 tabindex="-1" class="sr">${msg('Un momento…', { id: 'moment' })}</h1>`
      }
      ${s.content}
    </main>`;
}

function closesMenu({ key, currentTarget }: KeyboardEvent, { isMenuOpen, toggleMenu }: Shell): void {
  if (key !== 'Escape' || !isMenuOpen) return;
  toggleMenu();
  // Its links are no longer shown.
  (currentTarget as HTMLElement).querySelector<HTMLElement>('.menu-button')?.focus();
}

function testBand(): TemplateResult {
  return html`<section class="band" aria-label=${msg('Modo', { id: 'world' })}>
    <strong>${msg('Modo de prueba.', { id: 'test-mode' })}</strong> ${msg('Nada de lo que hagas aquí tiene validez fiscal.', { id: 'test-mode-why' })}
  </section>`;
}

function worldChip(world: World): TemplateResult {
  return html`<span class="chip is-${world}">${worldName(world)}</span>`;
}

function worldName(world: World): string {
  return world === 'test' ? msg('Prueba', { id: 'world-test' }) : msg('En vivo', { id: 'world-live' });
}

function switches({ world, moveTo }: Shell, { merchants }: Session, merchant: MerchantRef): TemplateResult {
  const choose = (event: Event): void => {
    const select = event.currentTarget as HTMLSelectElement;
    moveTo({ merchant: select.value });
  };
  return html`<div class="switches">
    ${
      merchants.length > 1
        ? html`<label class="sr" for="merchant">${msg('Negocio', { id: 'merchant' })}</label>
            <select id="merchant" @change=${choose}>
              ${merchants.map(({ id, tradeName }) => html`<option value=${id} ?selected=${id === merchant.id}>${tradeName}</option>`)}
            </select>`
        : nothing
    }
    <div class="worlds" role="group" aria-label=${msg('Modo', { id: 'world' })}>
      ${(['test', 'live'] as const).map(
        (one) =>
          html`<button type="button" class="is-${one}" aria-pressed=${one === world} @click=${() => one !== world && moveTo({ world: one })}>${worldName(one)}</button>`,
      )}
    </div>
  </div>`;
}

function navigation({ path, steps, requests, merchant }: Shell): TemplateResult {
  const isLead = leads(merchant);
  const link = (to: string, text: string, waiting = 0) =>
    html`<li><a href="${ROOT}${to}" aria-current=${isAt(to, path) ? 'page' : nothing}>${text}${waiting ? badge(waiting) : nothing}</a></li>`;
  return html`<nav aria-label=${msg('Panel', { id: 'nav' })}>
    ${startLink(path, steps)}
    <p class="group" id="day">${msg('Tu día', { id: 'nav-day' })}</p>
    <ul aria-labelledby="day">
      ${link('/ventas', msg('Ventas', { id: 'sales' }))}
      ${link('/facturas', msg('Facturas', { id: 'invoices' }))}
      ${link('/solicitudes', msg('Solicitudes', { id: 'requests' }), requests)}
      ${isLead || merchant?.role === 'accountant' ? html`${link('/global', msg('Factura global', { id: 'global' }))} ${link('/cuadre', msg('Cuadre', { id: 'cuadre' }))}` : nothing}
      ${readsSettings(merchant) ? link('/avisos', msg('Avisos', { id: 'notices' })) : nothing}
    </ul>
    ${readsSettings(merchant) ? business(link, isLead, merchant) : nothing}
  </nav>`;
}

type Link = (to: string, text: string) => TemplateResult;

function business(link: Link, isLead: boolean, merchant: MerchantRef | undefined): TemplateResult {
  return html`<p class="group" id="own">${msg('Tu negocio', { id: 'nav-own' })}</p>
    <ul aria-labelledby="own">
      ${link('/portales', msg('Portal', { id: 'portal' }))}
      ${link('/dominio', msg('Dominio', { id: 'domain' }))}
      ${link('/notificaciones', msg('Notificaciones', { id: 'notifications' }))}
      ${link('/difundir', msg('Difusión', { id: 'promote' }))}
      ${link('/conexiones', msg('Conexiones', { id: 'nav-sources' }))}
      ${link('/productos', msg('Productos', { id: 'products' }))}
      ${link('/formas-de-pago', msg('Formas de pago', { id: 'payments' }))}
      ${link('/sucursales', msg('Sucursales', { id: 'branches' }))}
      ${link('/datos-fiscales', msg('Datos fiscales', { id: 'issuer' }))}
      ${link('/sello', msg('Sello digital', { id: 'csd' }))}
      ${link('/pac', msg('PAC', { id: 'pac' }))}
      ${isLead ? link('/equipo', msg('Equipo', { id: 'nav-team' })) : nothing}
      ${isLead ? link('/llaves', msg('Llaves de API', { id: 'keys-title' })) : nothing}
      ${isLead || merchant?.role === 'accountant' ? link('/registro', msg('Registro', { id: 'audit' })) : nothing}
    </ul>`;
}

function badge(waiting: number): TemplateResult {
  return html`<span class="badge" aria-hidden="true">${waiting > 99 ? '99+' : waiting}</span><span class="sr">
    ${waiting === 1 ? msg('1 espera tu respuesta', { id: 'waiting-1' }) : msg(str`${waiting} esperan tu respuesta`, { id: 'waiting-many' })}</span>`;
}

function isAt(to: string, path: string): boolean {
  return path === to || path.startsWith(`${to}/`);
}

// The setup stays visible until the merchant issues valid invoices.
function startLink(path: string, steps: Shell['steps']): TemplateResult {
  const done = steps?.filter((step) => step.done).length ?? 0;
  const total = steps?.length ?? 0;
  // A merchant that issues valid invoices starts with the daily work, which also mentions what is left of the setup.
  const isOver = steps?.some(({ step, done: isDone }) => step === 'live' && isDone) ?? false;
  return html`<a class="start" href=${ROOT} aria-current=${path === '' ? 'page' : nothing}>
    <span>${isOver || !total ? msg('Inicio', { id: 'start' }) : msg('Puesta en marcha', { id: 'setup-steps' })}</span>
    ${
      isOver || !total
        ? nothing
        : html`<small>${msg(str`${done} de ${total} pasos`, { id: 'steps-done' })}</small>
            <progress max=${total} value=${done} aria-hidden="true"></progress>`
    }
  </a>`;
}

/** Somebody who only works for another owner's business cannot create one. */
function mayFound({ merchants }: Session): boolean {
  return merchants.length === 0 || merchants.some(({ role }) => role === 'owner' || role === 'admin');
}

function person({ leave, speak }: Shell, session: Session): TemplateResult {
  const { user } = session;
  const other = language() === 'en' ? 'es-MX' : 'en';
  return html`<div class="person">
    <p>${user.name}<br /><small>${user.email}</small></p>
    <a href="${ROOT}/cuenta">${msg('Tu cuenta', { id: 'account' })}</a>
    <a href="/ayuda" target="_blank" rel="noopener">${msg('Ayuda', { id: 'guide' })}</a>
    ${mayFound(session) ? html`<a href="${ROOT}/negocios/nuevo">${msg('Agregar otro negocio', { id: 'add-merchant' })}</a>` : nothing}
    <button class="link" type="button" lang=${other} @click=${() => speak(other)}>${other === 'en' ? 'English' : 'Español'}</button>
    <button class="link" type="button" @click=${leave}>${msg('Salir', { id: 'sign-out' })}</button>
  </div>`;
}
