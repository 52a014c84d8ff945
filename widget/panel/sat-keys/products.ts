/** What the merchant sells and its SAT keys: what was sold without its own, and what has them. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { notice } from '../../ui/notice.ts';
import { searchForm } from '../desk/search.ts';
import { empty, pageQuery, pager } from '../lists/pages-of.ts';
import { leads, type OpenPage, type Panel } from '../page.ts';
import { remote } from '../remote.ts';
import { createProductFile } from './product-file.ts';
import { isCategory, type MappedProduct, nameIn, pathOf, type UnmappedProduct } from './product-wire.ts';
import { productName, salesWords, taxWords, unitWords, waitingWords } from './product-words.ts';

type Found = {
  readonly unmapped: readonly UnmappedProduct[];
  readonly products: readonly MappedProduct[];
  readonly next?: string;
};

/** Opens the page of the products. */
export const productsPage: OpenPage = (panel) => {
  const search = panel.query.get('busca') ?? undefined;
  const saved = panel.query.get('listo');
  panel.note({ listo: undefined });
  const found = remote(panel, () => read(panel, search));
  const file = createProductFile(panel, found.reload);
  const isLead = leads(panel.merchant);
  return {
    title: () => msg('Productos', { id: 'products' }),
    lead: () => msg('Con qué clave del SAT y qué impuestos se factura cada cosa que vendes.', { id: 'products-lead' }),
    width: 'wide',
    render: () =>
      found.show(
        (now) => html`${saved ? notice('good', html`<p>${savedWords(saved)}</p>`) : nothing}
          ${now.unmapped.length ? unmappedSection(now.unmapped, isLead) : nothing} ${mappedSection(panel, now, search)}
          ${isLead ? file.render(now.products.length > 0 || search !== undefined) : nothing}`,
      ),
  };
};

async function read(panel: Panel, search: string | undefined): Promise<Found> {
  const [{ products: unmapped }, page] = await Promise.all([
    panel.call<{ products: readonly UnmappedProduct[] }>('GET', 'products/unmapped'),
    panel.call<Omit<Found, 'unmapped'>>('GET', `products/mapped?${pageQuery(panel, 'cursor', { search })}`),
  ]);
  return { unmapped, ...page };
}

function savedWords(key: string): string {
  return msg(str`Guardamos «${productName(key)}». Las ventas que aún no se facturan ya llevan el cambio.`, {
    id: 'prod-saved',
  });
}

function unmappedSection(unmapped: readonly UnmappedProduct[], isLead: boolean): TemplateResult {
  return html`<section aria-labelledby="unmapped">
    <h2 id="unmapped">${msg('Vendidos sin clave propia', { id: 'prod-unmapped' })}</h2>
    <p class="prose">${msg('Llevan la clave general de su conexión. Dale la suya a lo que más vendes; si una venta espera, empieza por ahí.', { id: 'prod-unmapped-why' })}</p>
    <div class="table"><table>
      <thead>
        <tr>
          <th scope="col">${msg('Producto', { id: 'prod' })}</th>
          <th scope="col" class="wide-only">${msg('Se factura como', { id: 'prod-now' })}</th>
          <th scope="col" class="wide-only">${msg('Ventas', { id: 'sales' })}</th>
          ${isLead ? html`<th scope="col"><span class="sr">${msg('Dar clave', { id: 'prod-give' })}</span></th>` : nothing}
        </tr>
      </thead>
      <tbody>
        ${unmapped.map((product) => unmappedRow(product, isLead))}
      </tbody>
    </table></div>
  </section>`;
}

function unmappedRow(product: UnmappedProduct, isLead: boolean): TemplateResult {
  const { key, sku, category, descripcion, sales, waiting, defaults, source } = product;
  const name = descripcion || productName(key);
  const sold = waiting ? html`<span class="state stop">${waitingWords(waiting)}</span>` : salesWords(sales);
  return html`<tr>
    <th scope="row">${name}<span class="below">${[sku, category].filter(Boolean).join(' · ')}</span><span class="below narrow-only">${sold}</span></th>
    <td class="wide-only">${defaults.claveProdServ}<span class="below">${source.name}</span></td>
    <td class="wide-only">${sold}</td>
    ${isLead ? html`<td class="row-actions"><a class="button quiet" href=${pathOf(key)}>${msg('Dar clave', { id: 'prod-give' })}<span class="sr"> ${name}</span></a></td>` : nothing}
  </tr>`;
}

function mappedSection(panel: Panel, { products, next }: Found, search: string | undefined): TemplateResult {
  const isLead = leads(panel.merchant);
  const add = isLead
    ? html`<a class="button ${products.length ? 'quiet' : ''}" href="/panel/productos/clave">${msg('Agregar un producto', { id: 'prod-add' })}</a>`
    : nothing;
  const hasAny = products.length > 0 || search !== undefined || panel.query.has('desde');
  return html`<section aria-labelledby="mapped">
    <h2 id="mapped">${msg('Con clave propia', { id: 'prod-mapped' })}</h2>
    ${
      hasAny
        ? html`<div class="bar-of-actions start">${add}</div>
            ${searchForm(panel, '/panel/productos', [{ name: 'busca', label: msg('SKU, categoría o clave', { id: 'prod-search' }) }])}
            ${products.length ? html`${mappedTable(products, isLead)} ${pager(panel, '/productos', next)}` : noneLike()}`
        : empty(
            msg('Todavía ninguno', { id: 'prod-none' }),
            msg('Si todo lo que vendes lleva la misma clave, no hace falta: basta la de tu conexión.', {
              id: 'prod-none-why',
            }),
            add,
          )
    }
  </section>`;
}

function noneLike(): TemplateResult {
  return empty(
    msg('Ninguno se llama así', { id: 'prod-none-like' }),
    msg('Prueba con menos letras, o con la clave.', { id: 'prod-none-like-why' }),
  );
}

function mappedTable(products: readonly MappedProduct[], isLead: boolean): TemplateResult {
  return html`<div class="table"><table>
    <thead>
      <tr>
        <th scope="col">${msg('Producto', { id: 'prod' })}</th>
        <th scope="col">${msg('Clave', { id: 'prod-clave' })}</th>
        <th scope="col" class="wide-only">${msg('Impuestos', { id: 'prod-taxes' })}</th>
      </tr>
    </thead>
    <tbody>
      ${products.map((product) => {
        const { key, claveProdServ, claveUnidad } = product;
        const kind = isCategory(key) ? msg('Categoría', { id: 'prod-category' }) : 'SKU';
        return html`<tr>
          <th scope="row">${isLead ? html`<a href=${pathOf(key)}>${nameIn(key)}</a>` : nameIn(key)}<span class="below">${kind}</span></th>
          <td>${claveProdServ}<span class="below">${unitWords(claveUnidad)}</span><span class="below narrow-only">${taxWords(product)}</span></td>
          <td class="wide-only">${taxWords(product)}</td>
        </tr>`;
      })}
    </tbody>
  </table></div>`;
}
