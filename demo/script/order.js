/** The order-confirmation page: CJ-1042 as it stands in the HTML, or another of the shop's orders with `?folio=`. */
import { fetchCast, longDay, money } from './cast-data.js';
import { continueVisit, giveReceptor, reread } from './visit.js';

const SLUG = 'cafe-jacaranda';
const OWN_FOLIO = 'CJ-1042';
const ALBA = {
  rfc: 'XAMA620210DQ5',
  nombre: 'ALBA XKARAJAM MENDEZ',
  codigoPostal: '01219',
  regimenFiscal: '612',
  usoCfdi: 'G03',
};
const PAID = {
  unpaid: 'Tu pago aún no se confirma',
  closed: 'Reembolsado',
  invoiced: 'Pagado y facturado',
};

const find = (selector) => document.querySelector(selector);
const folio = new URLSearchParams(location.search).get('folio') ?? OWN_FOLIO;

// Before the element's script runs, so that it starts once and on the right order.
continueVisit(SLUG, folio);
find('autofactura-portal').setAttribute('folio', folio);

document.addEventListener('autofactura-step', ({ detail }) => {
  for (const hint of document.querySelectorAll('[data-step]')) hint.hidden = hint.dataset.step !== detail.step;
});
find('[data-fill]').addEventListener('click', () => {
  giveReceptor(SLUG, ALBA);
  reread(find('autofactura-portal'));
  find('autofactura-portal').scrollIntoView({ block: 'nearest' });
});

const { sales } = await fetchCast();
const order = sales.find((sale) => sale.portal === SLUG && sale.folio === folio);
if (order) {
  write('date', longDay(order.date));
  if (folio !== OWN_FOLIO) await showOther(order);
}

async function showOther(sale) {
  const found = await search(sale);
  find('[data-title]').textContent = 'Gracias por tu compra';
  find('[data-lead]').textContent = sale.shows;
  write('folio', sale.folio);
  write('amount', sale.total);
  write('total', money(sale.total));
  write('paid', PAID[found?.status] ?? 'Pagado');
  const [label, extra] = find('.sums div').children;
  label.parentElement.hidden = !found?.propina;
  label.textContent = 'Propina, aparte del total';
  extra.textContent = money(found?.propina ?? '0');
  if (found?.moneda === 'USD') find('.sums .total dd').lastChild.textContent = ' USD';
  find('[data-lines]').replaceChildren(...(found?.conceptos ?? []).map(lineOf));
}

// A real shop knows its own orders; this one asks the API what its customer may see.
async function search({ folio, total }) {
  const response = await fetch(`/v1/portals/${SLUG}/sales/search`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ folio, total }),
  });
  return response.ok ? (await response.json()).sales[0] : undefined;
}

function lineOf({ descripcion, cantidad, importe }) {
  const line = document.createElement('li');
  const picture = Object.assign(new Image(72, 72), { src: pictureOf(descripcion), alt: '' });
  const text = document.createElement('p');
  text.append(tag('b', descripcion), tag('small', `Cantidad: ${cantidad}`));
  const price = tag('p', money(importe));
  price.className = 'money';
  line.append(picture, text, price);
  return line;
}

function pictureOf(descripcion) {
  if (descripcion.startsWith('Café')) return '/demo/art/bag.svg';
  return descripcion.startsWith('Taza') ? '/demo/art/mug.svg' : '/demo/art/bean.svg';
}

function tag(name, text) {
  return Object.assign(document.createElement(name), { textContent: text });
}

function write(name, text) {
  for (const place of document.querySelectorAll(`[data-order="${name}"]`)) place.textContent = text;
}
