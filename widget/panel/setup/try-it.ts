/** Trying the portal as a customer would: which purchase to look for, what to answer, and where. */
import { msg, str } from '@lit/localize';
import { html } from 'lit';
import { money } from '../dates.ts';
import type { OpenPage } from '../page.ts';
import { remote } from '../remote.ts';
import type { ListedSale, PortalRef } from '../wire.ts';
import { afterwards } from './next-step.ts';

export const tryItPage: OpenPage = (panel) => {
  const world = 'test';
  const portals = remote(panel, () => panel.call<{ portals: readonly PortalRef[] }>('GET', 'portals', { world }));
  const sales = remote(panel, () => panel.call<{ sales: readonly ListedSale[] }>('GET', 'sales?limit=20', { world }));
  // Whoever comes back from the other window sees what came of it.
  const look = (): void => {
    if (document.visibilityState === 'visible') panel.changed();
  };
  document.addEventListener('visibilitychange', look, { signal: panel.signal });
  panel.changed();
  return {
    title: () => msg('Pruébalo como cliente', { id: 'step-test' }),
    lead: () =>
      msg('Factura una venta de prueba en tu portal y mira lo que verán tus clientes.', { id: 'step-test-why' }),
    render: () => {
      const isDone = panel.steps()?.some(({ step, done }) => step === 'test' && done);
      return html`${afterwards(panel, isDone ? msg('Ya hiciste una factura de prueba.', { id: 'try-done' }) : undefined)}
      ${portals.show(({ portals: [portal] }) =>
        sales.show(({ sales: all }) => {
          const sale = all.find(({ status, estado }) => status === 'open' && estado === 'pagada');
          if (!portal) return missing('/panel/portales', msg('Primero crea tu portal.', { id: 'try-no-portal' }));
          if (!sale)
            return missing('/panel/ventas/nueva', msg('Primero agrega una venta de prueba.', { id: 'try-no-sale' }));
          return instructions(portal, sale);
        }),
      )}`;
    },
  };
};

function missing(path: string, text: string) {
  return html`<p><a class="button" href=${path}>${text}</a></p>`;
}

function instructions({ slug }: PortalRef, { folio, total, moneda }: ListedSale) {
  return html`<ol class="prose how">
      <li>${msg('Abre tu portal en otra ventana.', { id: 'try-1' })}</li>
      <li>${msg(str`Busca la compra ${folio}, de ${money(total, moneda)}.`, { id: 'try-2' })}</li>
      <li>${msg('Elige «No tengo RFC» y escribe un nombre.', { id: 'try-3' })}</li>
      <li>${msg('Genera la factura y mira el PDF: dice que no tiene validez fiscal.', { id: 'try-4' })}</li>
    </ol>
    <p><a class="button" href="/${slug}?folio=${encodeURIComponent(folio)}" target="_blank" rel="noopener">${msg('Abrir mi portal', { id: 'try-open' })}</a></p>`;
}
