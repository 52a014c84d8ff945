/** How a till or a shop calls each payment, and which FormaPago goes on the invoice. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { empty } from '../lists/pages-of.ts';
import { leads, type OpenPage, type Panel } from '../page.ts';
import { remote } from '../remote.ts';
import type { ListedSource } from '../sources/source-wire.ts';
import { createPaymentForm } from './payment-form.ts';
import type { PaymentTable } from './payment-wire.ts';
import { paymentWords, wayWords } from './payment-words.ts';

type Found = {
  readonly sources: readonly ListedSource[];
  readonly source?: ListedSource | undefined;
  readonly table?: PaymentTable | undefined;
};

/** Opens the page of forms of payment; the source is in the address as `de`. */
export const paymentsPage: OpenPage = (panel) => {
  const found = remote(panel, () => read(panel, panel.query.get('de')));
  let form: ReturnType<typeof createPaymentForm> | undefined;
  return {
    title: () => msg('Formas de pago', { id: 'payments' }),
    lead: () => msg('Cómo le dice tu caja o tu tienda a cada pago, y cuál va en la factura.', { id: 'payments-lead' }),
    render: () =>
      found.show(({ sources, source, table }) => {
        if (!source || !table) return noSources();
        form ??= createPaymentForm(panel, source, async () => {
          await Promise.all([found.reload(), panel.changed()]);
        });
        return html`${sources.length > 1 ? tabs(sources, source) : nothing}
          ${leads(panel.merchant) ? form.render(table) : ownRows(table)} ${knownRows(table)}`;
      }),
  };
};

/** The source in the address, or the first one whose sales wait for a word. */
async function read(panel: Panel, id: string | null): Promise<Found> {
  const { sources } = await panel.call<{ sources: readonly ListedSource[] }>('GET', 'sources');
  const tables = await Promise.all(
    sources
      .filter((source) => id === null || source.id === id)
      .map(async (source) => ({
        source,
        table: await panel.call<PaymentTable>('GET', `sources/${source.id}/payments`),
      })),
  );
  return { sources, ...(tables.find(({ table }) => table.unknown.length > 0) ?? tables[0]) };
}

function noSources(): TemplateResult {
  return empty(
    msg('Aún no hay nada conectado', { id: 'no-sources' }),
    msg('Cuando tus ventas lleguen de tu caja o de tu tienda, aquí dices qué es cada forma de pago.', {
      id: 'payments-none-why',
    }),
    html`<a class="button quiet" href="/panel/conexiones">${msg('Ver las conexiones', { id: 'source-all' })}</a>`,
  );
}

function tabs(sources: readonly ListedSource[], { id: chosen }: ListedSource): TemplateResult {
  return html`<nav class="tabs" aria-label=${msg('Conexión', { id: 'source' })}>
    ${sources.map(({ id, name }) => html`<a href="/panel/formas-de-pago?de=${id}" aria-current=${id === chosen ? 'page' : nothing}>${name}</a>`)}
  </nav>`;
}

/** The merchant's rows, for those who may not change them. */
function ownRows({ own }: PaymentTable): TemplateResult | typeof nothing {
  const rows = Object.entries(own);
  return rows.length ? table(msg('Lo que dijiste', { id: 'paid-own' }), rows) : nothing;
}

/** What needs nothing from the merchant. */
function knownRows({ own, defaults }: PaymentTable): TemplateResult {
  const rows = defaults
    .filter(({ key, assumed }) => !assumed && own[key] === undefined)
    .map(({ key, formaPago }) => [key, formaPago] as const);
  return html`<details>
    <summary class="hint">${msg(str`Las ${rows.length} que ya conocemos`, { id: 'paid-known' })}</summary>
    ${table(msg('Ya las conocemos', { id: 'paid-known-title' }), rows)}
  </details>`;
}

function table(title: string, rows: readonly (readonly [string, string])[]): TemplateResult {
  return html`<div class="table"><table>
    <caption class="sr">${title}</caption>
    <thead>
      <tr>
        <th scope="col">${msg('Tu caja o tu tienda dice', { id: 'paid-word' })}</th>
        <th scope="col">${msg('En la factura', { id: 'paid-way' })}</th>
      </tr>
    </thead>
    <tbody>
      ${rows.map(([key, clave]) => html`<tr><th scope="row">${paymentWords(key)}</th><td>${wayWords(clave)}</td></tr>`)}
    </tbody>
  </table></div>`;
}
