/** Navigation within a long page: its sections by name, each with its own address. */
import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { ref } from 'lit/directives/ref.js';
import type { Panel } from '../page.ts';

/** The query parameter that names a section. */
const SECTION = 'seccion';

/** The sections of a portal's page, by the id of their headings, in their order. */
function sectionsOf(): readonly (readonly [string, string])[] {
  return [
    ['words', msg('Palabras', { id: 'portal-words' })],
    ['look', msg('Logo y colores', { id: 'portal-look' })],
    ['search', msg('Búsqueda', { id: 'section-search' })],
    ['deadline-title', msg('Plazo', { id: 'section-deadline' })],
    ['fiscal', msg('Datos fiscales', { id: 'issuer' })],
    ['help', msg('Ayuda', { id: 'guide' })],
    ['address', msg('Dirección', { id: 'address' })],
  ];
}

/** Creates the navigation. An address with a section scrolls to it, once. */
export function createSections(panel: Pick<Panel, 'query' | 'note' | 'redraw'>) {
  let here = panel.query.get(SECTION) ?? '';
  let hasArrived = here === '';
  const reach = (nav: Element, id: string): void => {
    const heading = (nav.getRootNode() as ShadowRoot).getElementById(id);
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    heading.scrollIntoView({ block: 'start', behavior: 'instant' });
  };
  const go = (id: string) => (event: Event) => {
    if (event instanceof MouseEvent && (event.ctrlKey || event.metaKey || event.shiftKey)) return;
    // The page stays as it is, with what was typed: only the scroll position changes.
    event.preventDefault();
    event.stopPropagation();
    here = id;
    panel.note({ [SECTION]: id });
    reach((event.currentTarget as Element).closest('nav') as Element, id);
    void panel.redraw();
  };
  const arrive = (nav: Element | undefined): void => {
    if (!nav || hasArrived) return;
    hasArrived = true;
    requestAnimationFrame(() => reach(nav, here));
  };
  return {
    render:
      (): TemplateResult => html`<nav ${ref(arrive)} class="sections" aria-label=${msg('Secciones de tu portal', { id: 'sections' })}>
      <ul>
        ${sectionsOf().map(
          ([id, words]) =>
            html`<li><a href="?${SECTION}=${id}" aria-current=${id === here ? 'true' : nothing} @click=${go(id)}>${words}</a></li>`,
        )}
      </ul>
    </nav>`,
  };
}
