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
const HAVE_IT = 'Descárgala aquí. Si te los pide, escribe el RFC y el código postal con los que la hiciste.';
const ASK = 'Déjanos tus datos fiscales y te contestamos en esta misma página.';
/** What the shop says of an order by its status: only one that can be invoiced is offered an invoice. */
const STANDINGS = {
  open: { offer: 'Hacer mi factura' },
  'in-progress': { paid: 'Pagado. Tu factura está en camino.', offer: 'Ver mi factura', title: 'Tu factura' },
  invoiced: { paid: 'Pagado y facturado.', offer: 'Ver mi factura', title: 'Tu factura', lead: HAVE_IT },
  late: {
    paid: 'Pagado. El plazo para facturar en línea ya terminó.',
    offer: 'Pedir mi factura',
    title: 'Pide tu factura',
    lead: ASK,
  },
  'needs-merchant': {
    paid: 'Pagado. La factura de este pedido la hacemos nosotros.',
    offer: 'Pedir mi factura',
    title: 'Pide tu factura',
    lead: ASK,
  },
  unpaid: {
    paid: 'Tu pago aún no se confirma. En cuanto llegue podrás hacer tu factura aquí.',
    title: 'Factura de este pedido',
  },
  closed: { paid: 'Cancelado o reembolsado: no hay nada que facturar.', title: 'Factura de este pedido' },
};

const find = (selector) => document.querySelector(selector);
const portal = find('autofactura-portal');
const folio = portal.getAttribute('folio');
const token = portal.getAttribute('token');

// Before the element's script runs, so that it starts once and on the right order.
continueVisit(SLUG, folio);
stand(find('#pedido').dataset.status);
write('folio', folio);

document.addEventListener('autofactura-step', ({ detail }) => {
  for (const hint of document.querySelectorAll('[data-step]')) hint.hidden = hint.dataset.step !== detail.step;
});
document.addEventListener('autofactura-issued', () => stand('invoiced'));
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

/** Words and the way to the invoice, as the order stands; what a standing does not say stays as the page has it. */
function stand(status) {
  const { paid, offer, title, lead } = STANDINGS[status] ?? STANDINGS.open;
  const link = find('[data-offer]');
  link.hidden = offer === undefined;
  if (offer) link.textContent = offer;
  if (paid) write('paid', paid);
  if (!title) return;
  find('[data-invoice=title]').textContent = title;
  find('[data-invoice=lead]').textContent = lead ?? '';
}

async function showOther(sale) {
  const found = await openSale();
  find('[data-title]').textContent = 'Gracias por tu compra';
  find('[data-lead]').textContent = sale.shows;
  write('amount', sale.total);
  write('total', money(sale.total));
  if (found?.status === 'open') write('paid', 'Pagado');
  const [label, extra] = find('.sums div').children;
  label.parentElement.hidden = !found?.propina;
  label.textContent = 'Propina, aparte del total';
  extra.textContent = money(found?.propina ?? '0');
  if (found?.moneda === 'USD') find('.sums .total dd').lastChild.textContent = ' USD';
  find('[data-lines]').replaceChildren(...(found?.conceptos ?? []).map(lineOf));
}

// A real shop knows its own orders; this one asks the API what its customer may see.
async function openSale() {
  const response = await fetch(`/v1/portals/${SLUG}/sales/${encodeURIComponent(token)}`);
  return response.ok ? response.json() : undefined;
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
