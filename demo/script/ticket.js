/** A till's paper with the server's own sale on it. What stands in the HTML is the same ticket, for when nothing answers. */
import { dayAndTime, money } from './cast-data.js';
import { drawBars } from './code-39.js';

const find = (selector) => document.querySelector(selector);

find('[data-host]').textContent = location.host;
find('[data-print]').hidden = false;
find('[data-print]').addEventListener('click', () => print());
drawBars(find('[data-bars]'), find('[data-folio]').textContent);

const response = await fetch('/demo/ticket.json');
if (response.ok) show(await response.json());

function show({ url, folio, date, total, lines, propina }) {
  find('[data-folio]').textContent = folio;
  find('[data-date]').textContent = dayAndTime(date);
  find('[data-total]').textContent = money(total);
  find('[data-lines]').replaceChildren(...lines.map(lineOf));
  find('[data-tip]').hidden = !propina;
  if (propina) find('[data-tip] :last-child').textContent = money(propina).slice(1);
  for (const link of document.querySelectorAll('[data-open]')) link.href = url;
  drawBars(find('[data-bars]'), folio);
}

function lineOf({ descripcion, cantidad, importe }) {
  const line = document.createElement('li');
  line.append(...[cantidad, descripcion, money(importe).slice(1)].map(cell));
  return line;
}

function cell(text) {
  return Object.assign(document.createElement('span'), { textContent: text });
}
