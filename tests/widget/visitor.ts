/** A customer at a portal: types, presses, reads. Waits for what is on the screen, never for time. */
import '../../widget/portal/portal.ts';
import type { AutofacturaPortal } from '../../widget/portal/portal.ts';
import { BASE, RECEPTOR } from './stand-in.ts';
import { until } from './visitor-waits.ts';

export { until };

export type Visitor = ReturnType<typeof visit>;

/** Puts a portal on the page. */
export function visit(attributes: Readonly<Record<string, string>> = {}) {
  const portal: AutofacturaPortal = document.createElement('autofactura-portal');
  const all = { portal: 'cafe-jacaranda', api: BASE, locale: 'es-MX', ...attributes };
  for (const [name, value] of Object.entries(all)) portal.setAttribute(name, value);
  portal.innerHTML = '<a href="https://facturas.example/cafe-jacaranda">Factura tu compra</a>';
  document.querySelector('main')?.append(portal);
  const root = portal.shadowRoot;
  if (!root) throw new Error('the element did not upgrade');
  const all$ = <E extends HTMLElement>(selector: string) => [...root.querySelectorAll<E>(selector)];
  const input = (name: string) => {
    const found = root.querySelector<HTMLInputElement | HTMLSelectElement>(`[name="${name}"]`);
    if (!found) throw new Error(`no field ${name}`);
    return found;
  };
  // Without the line for screen readers: it repeats the last heading.
  const shown = () => all$('[lang] > *').filter((part) => !part.hasAttribute('data-live'));
  const text = () =>
    shown()
      .map((part) => part.textContent)
      .join(' ')
      .replace(/\s+/g, ' ');
  const reads = (words: string) =>
    until(
      () => text().includes(words),
      () => `«${words}» in «${text()}»`,
    );
  const press = (words: string) => {
    const target = all$('button, a, summary').find((one) => one.textContent?.includes(words));
    if (!target) throw new Error(`nothing to press says «${words}»: ${text()}`);
    target.click();
  };
  const type = (name: string, value: string) => {
    const field = input(name);
    field.value = value;
    field.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
    field.dispatchEvent(new Event('change', { bubbles: true, composed: true }));
  };
  return { portal, root, input, all$, text, reads, press, type };
}

/** From the first screen to a found sale. */
export async function findSale(visitor: Visitor): Promise<void> {
  await visitor.reads('Buscar mi compra');
  visitor.type('folio', 'CJ-1042');
  visitor.type('total', '$527.00');
  visitor.press('Buscar mi compra');
}

/** The fiscal data that are typed; the use of the CFDI is proposed. */
export const { usoCfdi: _, ...RECEPTOR_FIELDS } = RECEPTOR;

/** The fiscal data, and the button that goes on with them. */
export async function giveReceptor(
  visitor: Visitor,
  receptor: Partial<typeof RECEPTOR> = {},
  button = 'Continuar',
): Promise<void> {
  await visitor.reads('Tus datos fiscales');
  const { rfc, nombre, codigoPostal, regimenFiscal } = { ...RECEPTOR, ...receptor };
  visitor.type('rfc', rfc);
  visitor.type('nombre', nombre);
  visitor.type('codigoPostal', codigoPostal);
  visitor.type('regimenFiscal', regimenFiscal);
  visitor.press(button);
}

/** Everything up to «Revisa y genera». */
export async function reachReview(visitor: Visitor): Promise<void> {
  await findSale(visitor);
  await giveReceptor(visitor);
  await visitor.reads('Revisa y genera');
}

/** An empty page and empty storage, as a new tab of a new device has them. */
export function clearPage(): void {
  document.querySelector('main')?.replaceChildren();
  sessionStorage.clear();
  localStorage.clear();
  history.replaceState(null, '', location.pathname + location.search);
}
