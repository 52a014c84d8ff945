/** A merchant at the panel: opens an address, reads, presses, chooses. */
import '../../../widget/panel/panel.ts';
import { until } from '../visitor-waits.ts';

export type Visit = ReturnType<typeof visit>;

const home = location.pathname + location.search;

/** Opens the panel at an address, as a page that the browser loads. */
export function visit(path: string) {
  history.replaceState(null, '', path);
  const panel = document.createElement('autofactura-panel');
  // The panel brings the main landmark of its page.
  document.querySelector('main')?.remove();
  document.body.append(panel);
  const root = panel.shadowRoot;
  if (!root) throw new Error('the element did not upgrade');
  const all$ = <E extends HTMLElement>(selector: string) => [...root.querySelectorAll<E>(selector)];
  const text = () =>
    all$('.entrance, main, .band, dialog')
      .map((part) => part.textContent)
      .join(' ')
      .replace(/\s+/g, ' ');
  const reads = (words: string) =>
    until(
      () => text().includes(words),
      () => `«${words}» in «${text()}»`,
    );
  const press = (words: string) => {
    const target = all$('button, a, summary').find(
      (one) => one.textContent?.trim().includes(words) && one.checkVisibility(),
    );
    if (!target) throw new Error(`nothing to press says «${words}»: ${text()}`);
    target.click();
  };
  const input = (id: string) => {
    const found = root.getElementById(id);
    if (!(found instanceof HTMLInputElement || found instanceof HTMLSelectElement)) throw new Error(`no field ${id}`);
    return found;
  };
  const choose = (id: string, value: string) => {
    const field = input(id);
    field.value = value;
    field.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  };
  return { panel, root, all$, text, reads, press, input, choose };
}

/** An empty page and empty storage, as a new tab of a new device has them. */
export function clearPage(): void {
  for (const panel of document.querySelectorAll('autofactura-panel')) panel.remove();
  sessionStorage.clear();
  localStorage.clear();
  history.replaceState(null, '', home);
}
