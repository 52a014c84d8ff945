/** One sale: its state, what can be done about it, what was sold, and everything that has happened to it. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { notice } from '../../ui/notice.ts';
import { money } from '../dates.ts';
import { totalOf } from '../lists/decimals.ts';
import { formasPago } from '../lists/sold-words.ts';
import type { OpenPage } from '../page.ts';
import { remote } from '../remote.ts';
import type { Refund, WholeSale } from './desk-wire.ts';
import { facts } from './facts.ts';
import { mailsList } from './mails.ts';
import { type Places, placesOf } from './places.ts';
import { timeline } from './timeline.ts';
import { saleState } from './words.ts';

/** Opens the page of a sale: its lines, its history and what can be done with it. */
export const salePage: OpenPage = (panel, { id = '' }) => {
  const sale = remote(panel, () => panel.call<WholeSale>('GET', `sales/${encodeURIComponent(id)}`));
  const { timeOf, nameOf } = placesOf(panel);
  return {
    title: () => sale.value()?.folio ?? msg('Venta', { id: 'sale' }),
    lead: () => {
      const value = sale.value();
      return value ? html`${money(value.total, value.moneda)} · ${timeOf(value)} · ${saleState(value)}` : nothing;
    },
    width: 'wide',
    render: () =>
      sale.show(
        (
          value,
        ) => html`${stance(value)} ${actions(value)} ${(value.refunds ?? []).filter(isWaiting).map((refund) => waiting(value.id, refund))}
          <div class="beside even">
            <section><h2>${msg('Qué ha pasado', { id: 'story' })}</h2>${timeline(value)}</section>
            <section>${sold(value, nameOf)} ${mailsList(value.mails)}</section>
          </div>`,
      ),
  };
};

/** What can be done with it now, as a text, unless that is obvious. */
function stance({ standing, deadlines = [] }: WholeSale): unknown {
  const words: Readonly<Record<string, () => string>> = {
    late: () =>
      msg('El plazo para que tu cliente la facture solo ya terminó. Tú todavía puedes facturársela.', {
        id: 'sale-late',
      }),
    unpaid: () => msg('No está pagada: se puede facturar cuando llegue el pago.', { id: 'sale-unpaid-why' }),
    closed: () => msg('Está cancelada o devuelta por completo: ya no se factura.', { id: 'sale-closed' }),
    'in-global': () =>
      msg(
        'Está en una factura global. Tu cliente puede pedir la suya: si te toca responder, llega a tus solicitudes.',
        { id: 'sale-in-global' },
      ),
    'in-progress': () => msg('Su factura se está haciendo en este momento.', { id: 'sale-in-progress' }),
    'needs-merchant': () => msg('Es un anticipo: necesita otro tipo de factura.', { id: 'sale-needs' }),
  };
  const text = words[standing ?? '']?.();
  if (text) return notice('warn', html`<p>${text}</p>`);
  const [first] = deadlines;
  return standing === 'open' && first
    ? html`<p>${msg(str`Tu cliente la puede facturar hasta el ${first.text}.`, { id: 'sale-until' })}</p>`
    : nothing;
}

function actions({ id, standing, estado, invoices }: WholeSale): unknown {
  if (!invoices) return nothing;
  const isOpen = standing === 'open' || standing === 'late';
  return html`<div class="bar-of-actions start">
    ${isOpen ? html`<a class="button" href="/panel/ventas/${id}/facturar">${msg('Facturar a un cliente', { id: 'invoice-for' })}</a>` : nothing}
    ${estado === 'pagada' ? html`<a class="button quiet" href="/panel/ventas/${id}/devolucion">${msg('Registrar una devolución', { id: 'refund-add' })}</a>` : nothing}
  </div>`;
}

function sold(sale: WholeSale, nameOf: Places['nameOf']): TemplateResult {
  const paid = formasPago().find(([clave]) => clave === sale.formaPago)?.[1] ?? sale.formaPago;
  const less = totalOf(discounts(sale));
  return html`<h2>${msg('Qué se vendió', { id: 'sold-lines' })}</h2>
    <ul class="lines">
      ${sale.conceptos.map(
        ({ descripcion, cantidad, valorUnitario }) =>
          html`<li class="sum"><span>${cantidad} × ${descripcion}</span><span>${money(totalOf([{ cantidad, valorUnitario }]) ?? valorUnitario, sale.moneda)}</span></li>`,
      )}
      ${less && less !== '0.00' ? html`<li class="sum"><span>${msg('Descuentos y devoluciones', { id: 'sold-less' })}</span><span>−${money(less, sale.moneda)}</span></li>` : nothing}
      <li class="sum total"><span>${sale.pricesIncludeTax ? msg('Total', { id: 'total' }) : msg('Total con impuestos', { id: 'total-taxed' })}</span><span>${money(sale.total, sale.moneda)}</span></li>
    </ul>
    ${facts([
      paid ? [msg('Cómo pagó', { id: 'paid-how' }), paid] : undefined,
      sale.branch ? [msg('Sucursal', { id: 'branch' }), nameOf(sale.branch)] : undefined,
      sale.email ? [msg('Correo', { id: 'mail' }), sale.email] : undefined,
      sale.propina ? [msg('Propina, no se factura', { id: 'tip' }), money(sale.propina, sale.moneda)] : undefined,
    ])}`;
}

/** What the lines and the whole sale were reduced by; a refund of money alone before the invoice is a discount too. */
function discounts({ descuento = '0', conceptos }: WholeSale) {
  const all = [descuento, ...conceptos.map((line) => line.descuento ?? '0')];
  return all.map((valorUnitario) => ({ cantidad: '1', valorUnitario }));
}

function isWaiting({ status }: Refund): boolean {
  return status === 'awaiting-approval';
}

/** A refund that waits for the merchant's decision leads to the page that says why. */
function waiting(sale: string, { id, total }: Refund): TemplateResult {
  return notice(
    'warn',
    html`<p>${msg(str`Una devolución de ${money(total)} espera que la apruebes para emitir su nota de crédito.`, { id: 'refund-waits' })}</p>
      <p><a href="/panel/ventas/${sale}/devoluciones/${id}">${msg('Ver por qué espera y decidir', { id: 'refund-see' })}</a></p>`,
  );
}
