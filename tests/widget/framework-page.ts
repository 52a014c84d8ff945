/** What the pages of React, of Vue and of no framework have in common. The element is not defined until `define` is called. */
import type { AutofacturaPortal } from '../../widget/portal/portal.ts';
import { until } from './visitor-waits.ts';

/** Defines the element, as the script of the portal does when it arrives late. */
export async function define(): Promise<void> {
  await import('../../widget/portal/portal.ts');
}

/** The place on the page for a framework to render into, empty. */
export function place(): HTMLElement {
  const main = document.createElement('main');
  document.body.replaceChildren(main);
  sessionStorage.clear();
  localStorage.clear();
  return main;
}

/** The portal on the page. */
export function portalOnPage(): AutofacturaPortal {
  const portal = document.querySelector('autofactura-portal');
  if (!portal) throw new Error('no portal on the page');
  return portal;
}

/** Resolves when the portal shows `words`. */
export async function reads(words: string): Promise<void> {
  const text = () => portalOnPage().shadowRoot?.textContent ?? '';
  await until(() => text().includes(words), text);
}

/** What the folio's field holds. */
export function folioTyped(): string | undefined {
  return portalOnPage().shadowRoot?.querySelector<HTMLInputElement>('[name=folio]')?.value;
}
