/** A list that the server returns page by page: each page has its own address, so Back and a reload return to it. */
import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { Panel } from '../page.ts';
import { ROOT } from '../router.ts';

/** How many rows a list shows at once. */
export const PAGE_SIZE = 25;

/** The query for a page: its size, and where it begins (`cursor` or `before`, as the route calls it). */
export function pageQuery(
  panel: Panel,
  cursorName: string,
  more: Readonly<Record<string, string | undefined>> = {},
): string {
  const cursor = panel.query.get('desde');
  const given = Object.entries({ limit: String(PAGE_SIZE), [cursorName]: cursor ?? undefined, ...more });
  return new URLSearchParams(given.flatMap(([name, value]) => (value ? [[name, value]] : []))).toString();
}

/** The links to the newest page and to the next one. */
export function pager(panel: Panel, path: string, next: string | undefined): TemplateResult | typeof nothing {
  const isLater = panel.query.has('desde');
  if (!isLater && !next) return nothing;
  const at = (cursor: string | undefined): string => {
    const query = new URLSearchParams(panel.query);
    query.delete('desde');
    if (cursor) query.set('desde', cursor);
    return `${ROOT}${path}${query.size ? `?${query}` : ''}`;
  };
  return html`<nav class="bar-of-actions" aria-label=${msg('Páginas de la lista', { id: 'pages' })}>
    ${isLater ? html`<a href=${at(undefined)}>${msg('Las más recientes', { id: 'newest' })}</a>` : nothing}
    ${next ? html`<a href=${at(next)}>${msg('Anteriores', { id: 'older' })}</a>` : nothing}
  </nav>`;
}

/** What is shown if there is nothing to list: why, and what to do about it. */
export function empty(title: string, why: unknown, todo: unknown = nothing): TemplateResult {
  return html`<div class="empty"><h2>${title}</h2><p>${why}</p>${todo}</div>`;
}
