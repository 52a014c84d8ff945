/** Moves the focus to what has just appeared on a page. */
import type { Panel } from './page.ts';

/** Focuses the element with this id once the page shows it. */
export async function focusOn(panel: Pick<Panel, 'redraw'>, id: string): Promise<void> {
  await panel.redraw();
  document.querySelector('autofactura-panel')?.shadowRoot?.getElementById(id)?.focus();
}
