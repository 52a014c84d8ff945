/** «El elenco»: sales to try, receptores to fill in, refusals to bring about, and the demo's clock. */
import { fetchCast, fieldDay, longDay, money } from './cast-data.js';
import { REFUSALS } from './refusals.js';
import { beginVisit, giveReceptor } from './visit.js';

const SHOP = 'cafe-jacaranda';
const REFUSED_FOLIO = 'CJ-1058';
const DAY_MS = 86_400_000;
const TRADES = {
  'el-yunque': 'Ferretería El Yunque',
  'la-milpa': 'La Milpa',
  'ingrid-xodar': 'Ingrid Xodar, diseño',
  'huerta-watember': 'Huerta Watember',
};
const FIELDS = {
  rfc: 'RFC',
  nombre: 'nombre',
  codigoPostal: 'código postal',
  regimenFiscal: 'régimen',
  usoCfdi: 'uso',
};

const find = (selector, root = document) => root.querySelector(selector);

const cast = await fetchCast().catch(() => undefined);
if (cast) show(cast);
else say('El servidor de la demo no responde. Vuelve a cargar la página.');

function show({ now, sales, receptores }) {
  runClock(now);
  find('[data-receptores]').append(...receptores.map((receptor) => receptorCard(receptor, sales)));
  find('[data-sales=shop]').append(...sales.filter(({ portal }) => portal === SHOP).map(saleRow));
  find('[data-sales=others]').append(...sales.filter(({ portal }) => portal !== SHOP).map(saleRow));
  const refused = sales.find(({ folio }) => folio === REFUSED_FOLIO);
  if (refused) find('[data-refusals]').append(...REFUSALS.map((refusal) => refusalCard(refusal, refused)));
}

function saleRow(sale) {
  const { portal, folio, total, email, date, shows } = sale;
  const row = copyOf('sale');
  find('[data-shows]', row).textContent = TRADES[portal] ? `${TRADES[portal]}. ${shows}` : shows;
  find('[data-key]', row).append(chip('folio', folio), chip('total', total));
  if (email) find('[data-rest]', row).append(chip('correo', email));
  if (portal !== SHOP) find('[data-rest]', row).append(chip('fecha', fieldDay(date)));
  leadTo(find('[data-try]', row), sale, `Probar ${folio}, ${money(total)}`);
  return row;
}

function receptorCard(receptor, sales) {
  const card = copyOf('receptor');
  find('[data-note]', card).textContent = receptor.note;
  const given = Object.entries(FIELDS).filter(([field]) => receptor[field]);
  find('[data-chips]', card).append(...given.map(([field, label]) => chip(label, receptor[field])));
  const fill = find('[data-fill]', card);
  fill.setAttribute('aria-label', `Llenar con ${receptor.nombre}`);
  fill.addEventListener('click', () => {
    for (const portal of new Set(sales.map((sale) => sale.portal))) giveReceptor(portal, receptor);
    for (const other of document.querySelectorAll('[data-fill]')) other.setAttribute('aria-pressed', other === fill);
    say(`Listo: la próxima factura será para ${receptor.nombre}. Elige una venta.`);
  });
  return card;
}

function refusalCard({ title, code, why, receptor }, sale) {
  const card = copyOf('refusal');
  find('[data-title]', card).textContent = title;
  find('[data-why]', card).textContent = why;
  find('[data-code]', card).textContent = code;
  leadTo(find('[data-try]', card), sale, `Probar: ${title}`, receptor);
  return card;
}

// The link works by itself; a tap also types what is known of the sale, and the receptor when one is given.
function leadTo(link, { portal, folio, total, date }, label, receptor) {
  link.href = portal === SHOP ? `/demo/?folio=${encodeURIComponent(folio)}#factura` : `/${portal}`;
  link.setAttribute('aria-label', label);
  link.addEventListener('click', () => {
    beginVisit(portal, { folio, total, ...(portal !== SHOP && { date: fieldDay(date) }) });
    if (receptor) giveReceptor(portal, receptor);
  });
}

function chip(label, value) {
  const button = Object.assign(document.createElement('button'), {
    type: 'button',
    className: 'chip',
    textContent: value,
  });
  button.setAttribute('aria-label', `Copiar ${label}: ${value}`);
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(value);
      say(`Copiado: ${value}`);
    } catch {
      getSelection().selectAllChildren(button);
      say('Quedó seleccionado; cópialo con el menú de tu navegador.');
    }
  });
  return button;
}

function runClock(now) {
  const form = find('[data-clock]');
  const days = find('#days');
  const tell = () => {
    find('[data-now]').textContent = longDay(new Date(Date.now() + Number(days.value) * DAY_MS));
    days.setAttribute('aria-valuetext', `${days.value} días adelante, ${find('[data-now]').textContent}`);
  };
  const move = async () => {
    tell();
    const body = JSON.stringify({ days: Number(days.value) });
    const response = await fetch('/demo/clock', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    say(
      response.ok ? `En la demo ya es ${find('[data-now]').textContent}.` : 'El reloj no se movió. Inténtalo otra vez.',
    );
  };
  days.value = Math.round((Date.parse(now) - Date.now()) / DAY_MS);
  tell();
  days.addEventListener('input', tell);
  days.addEventListener('change', move);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', (event) => {
    event.preventDefault();
    days.value = 0;
    move();
  });
}

function copyOf(id) {
  return find(`#${id}`).content.cloneNode(true).firstElementChild;
}

let fade;

function say(text) {
  find('[data-said]').textContent = text;
  clearTimeout(fade);
  fade = setTimeout(() => find('[data-said]').replaceChildren(), 8000);
}
