/** Where the sales come from: the connected sources with their state, and everything else that can be connected. */
import { msg } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { empty } from '../lists/pages-of.ts';
import { leads, type OpenPage, type Panel } from '../page.ts';
import { remote } from '../remote.ts';
import { CONNECTABLE, providerName, providerWhy } from './providers.ts';
import { lastWords, stateOf } from './source-state.ts';
import { type ListedSource, type SourceQueue, waitingIn } from './source-wire.ts';

type Found = readonly { readonly source: ListedSource; readonly waiting: number }[];

/** Opens the page of the sources. */
export const sourcesPage: OpenPage = (panel) => {
  const found = remote(panel, () => read(panel));
  return {
    title: () => msg('De dónde llegan tus ventas', { id: 'sources-title' }),
    lead: () =>
      msg('Conecta tu tienda o tu cobro, y cada venta aparece sola para que tu cliente la facture.', {
        id: 'sources-lead',
      }),
    width: 'wide',
    render: () =>
      found.show(
        (all) =>
          html`${all.length ? table(all) : none()} ${leads(panel.merchant) ? html`${connectable()} ${byHand()}` : nothing}`,
      ),
  };
};

async function read(panel: Panel): Promise<Found> {
  const { sources } = await panel.call<{ sources: readonly ListedSource[] }>('GET', 'sources');
  return Promise.all(
    sources.map(async (source) => {
      const queue = await panel.call<SourceQueue>('GET', `sources/${source.id}/queue`);
      return { source, waiting: waitingIn(queue) };
    }),
  );
}

function none(): TemplateResult {
  return empty(
    msg('Aún no hay nada conectado', { id: 'no-sources' }),
    msg('Mientras tanto puedes agregar tus ventas a mano, o subir el archivo de tu caja.', { id: 'no-sources-why' }),
  );
}

function table(all: Found): TemplateResult {
  return html`<div class="table"><table>
    <thead>
      <tr>
        <th scope="col">${msg('Conexión', { id: 'source' })}</th>
        <th scope="col" class="wide-only">${msg('Último aviso', { id: 'source-last' })}</th>
        <th scope="col">${msg('Estado', { id: 'state' })}</th>
      </tr>
    </thead>
    <tbody>
      ${all.map(
        ({ source, waiting }) => html`<tr>
          <th scope="row"><a href="/panel/conexiones/${source.id}">${source.name}</a><span class="below">${providerName(source.type)}</span></th>
          <td class="wide-only">${lastWords(source)}</td>
          <td>${stateOf(source, waiting)}</td>
        </tr>`,
      )}
    </tbody>
  </table></div>`;
}

function connectable(): TemplateResult {
  return html`<section aria-labelledby="connect">
    <h2 id="connect">${msg('Conecta tu tienda o tu cobro', { id: 'sources-connect' })}</h2>
    <ul class="rows">
      ${CONNECTABLE.map((type) => row(`/panel/conexiones/nueva/${type}`, providerName(type), providerWhy(type)))}
    </ul>
  </section>`;
}

/** What needs no connection, or makes its own. */
function byHand(): TemplateResult {
  return html`<section aria-labelledby="by-hand">
    <h2 id="by-hand">${msg('Sin conectar nada', { id: 'sources-by-hand' })}</h2>
    <ul class="rows">
      ${row('/panel/ventas/archivo', msg('El archivo de tu caja', { id: 'source-csv' }), msg('Sube el CSV que exporta tu punto de venta, cuantas veces quieras.', { id: 'source-csv-why' }))}
      ${row('/panel/ventas/nueva', msg('A mano', { id: 'source-hand' }), msg('Una venta a la vez, con lo que dice el ticket.', { id: 'source-hand-why' }))}
      ${row('/panel/llaves', msg('Desde tu programa, por la API', { id: 'source-own' }), msg('Crea una llave y manda cada venta con ella.', { id: 'source-own-why' }))}
    </ul>
    <p class="hint"><a href="/docs" target="_blank" rel="noopener">${msg('Documentación de la API (en inglés)', { id: 'keys-docs' })}</a></p>
  </section>`;
}

function row(path: string, name: string, why: string): TemplateResult {
  return html`<li><a class="row-link" href=${path}><span class="row-main"><strong>${name}</strong><span class="below">${why}</span></span></a></li>`;
}
