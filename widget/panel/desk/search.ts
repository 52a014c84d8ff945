/** A search whose criteria are in the page's address, so that Back, a reload or a shared link finds the same. */
import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { field as plainField } from '../../ui/field.ts';
import type { FieldLook } from '../form.ts';
import type { Panel } from '../page.ts';

/** A field of a list's search. */
export type Criterion = FieldLook & { readonly name: string };

/** The criteria in the address, by name. */
export function criteriaOf(panel: Panel, names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(
    names.flatMap((name) => (panel.query.get(name) ? [[name, panel.query.get(name) ?? '']] : [])),
  );
}

/** A row of fields with one button; `kept` has the other parameters that stay in the address. */
export function searchForm(
  panel: Panel,
  path: string,
  fields: readonly Criterion[],
  kept: Readonly<Record<string, string>> = {},
): TemplateResult {
  const search = (event: SubmitEvent): void => {
    event.preventDefault();
    const typed = [...new FormData(event.currentTarget as HTMLFormElement)].flatMap(([name, value]) => {
      const text = String(value).trim();
      return text ? [[name, text]] : [];
    });
    const query = new URLSearchParams([...Object.entries(kept), ...typed]);
    panel.go(`${path}${query.size ? `?${query}` : ''}`);
  };
  const isNarrowed = fields.some(({ name }) => panel.query.has(name));
  const rest = new URLSearchParams(kept);
  return html`<form class="search" role="search" novalidate @submit=${search}>
    ${fields.map((field) => plainField({ ...field, value: panel.query.get(field.name) ?? '', optional: true }))}
    <button class="big" type="submit">${msg('Buscar', { id: 'search' })}</button>
    ${isNarrowed ? html`<a href="${path}${rest.size ? `?${rest}` : ''}">${msg('Ver todas', { id: 'see-all' })}</a>` : nothing}
  </form>`;
}

/** Converts a day in the address to its span of time in the reader's zone. */
export function daySpan(
  from: string | undefined,
  to: string | undefined,
): Readonly<Record<string, string | undefined>> {
  return { from: midnight(from, 0), to: midnight(to, 1) };
}

function midnight(day: string | undefined, daysLater: number): string | undefined {
  const date = new Date(`${day ?? ''}T00:00`);
  if (Number.isNaN(date.getTime())) return undefined;
  date.setDate(date.getDate() + daysLater);
  return date.toISOString();
}
