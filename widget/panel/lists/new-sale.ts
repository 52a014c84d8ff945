/** A sale typed by hand: what a ticket says, line by line; its total is computed. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { field } from '../../ui/field.ts';
import { notice } from '../../ui/notice.ts';
import { LATEST, money } from '../dates.ts';
import { createForm, type Form, type Values } from '../form.ts';
import { news, nextStep } from '../next-step.ts';
import { type OpenPage, type Panel, readsSettings } from '../page.ts';
import { remote } from '../remote.ts';
import type { Branch, Fault, ListedSale } from '../wire.ts';
import { plainAmount, totalOf } from './decimals.ts';
import { amountFaults, emptyLine, lineNames, lines, linesOf } from './sale-lines.ts';
import { clavesOf, formasPago, impuestosOf, soldChoice, usualSold } from './sold-words.ts';

type StoredSale = ListedSale & { readonly warnings?: readonly Fault[] };

/** Opens the page that adds a sale by hand. */
export const newSalePage: OpenPage = (panel) => {
  let stored: StoredSale | undefined;
  const branches = remote(panel, () => panel.call<{ branches: readonly Branch[] }>('GET', 'branches'));
  const form = createForm(panel, {
    ...{ name: 'sale', values: emptySale(usualSold(panel.merchant)) },
    required: (values) => ['folio', 'date', ...lineNames(values)],
    check: amountFaults,
    tidy: (name, value) => (/valorUnitario|cantidad/.test(name) ? plainAmount(value) : value.trim()),
    again: () => {
      stored = undefined;
    },
    async send(values) {
      const body = saleOf(values, branches.value()?.branches);
      // A program that sends a sale again corrects it; a person who types its folio again has another ticket in hand.
      stored = await panel.call<StoredSale>('POST', 'sales?existing=refuse', { body });
      form.set({
        ...emptySale(values.sold ?? ''),
        formaPago: values.formaPago ?? '',
        branch: values.branch ?? '',
      });
      await panel.changed();
      panel.say(storedWords(stored));
    },
  });
  return {
    title: () => msg('Agregar una venta', { id: 'add-sale' }),
    lead: () =>
      msg(
        'Escríbela como está en el ticket, con el IVA dentro del precio. En cuanto la guardes, tu cliente la puede facturar.',
        { id: 'new-sale-lead' },
      ),
    render: () => html`
      ${stored ? storedNews(panel, stored) : nothing}
      ${form.render(
        html`<div class="two">
            ${folioField(form)}
            ${form.field('date', { label: msg('Fecha y hora', { id: 'sale-date' }), type: 'datetime-local', max: LATEST })}
          </div>
          ${soldChoice(form)} ${lines(panel, form)}
          <div class="two">
            ${form.choice('formaPago', { label: msg('¿Cómo pagó?', { id: 'sale-paid' }) }, formasPago())}
            ${form.field('email', { label: msg('Correo del cliente (opcional)', { id: 'sale-email' }), type: 'email', inputmode: 'email', optional: true })}
          </div>
          ${branchChoice(form, branches.value()?.branches ?? [])}
          <p class="sum total"><span>${msg('Total del ticket', { id: 'sale-total' })}</span><span>${totalWords(form.values())}</span></p>`,
        msg('Guardar la venta', { id: 'sale-save' }),
      )}
      ${
        readsSettings(panel.merchant)
          ? html`<p><a href="/panel/ventas/archivo">${msg('¿Tienes muchas? Sube el archivo de tu caja', { id: 'sale-many' })}</a></p>
              <p><a href="/panel/conexiones">${msg('¿Vendes en línea? Conecta tu tienda y llegan solas', { id: 'sales-connect' })}</a></p>`
          : nothing
      }`,
  };
};

/** The folio, with a link to the sale that has it already. */
function folioField(form: Form) {
  const { folio = '' } = form.values();
  const isTaken = form.faults().some(({ code }) => code === 'folio-taken');
  const link = html`<a href="/panel/ventas?folio=${encodeURIComponent(folio)}">${msg(str`Ver la venta ${folio}`, { id: 'sale-see' })}</a>`;
  const fault = form.faultAt('folio');
  return field({
    ...{ name: 'folio', value: folio, label: msg('Folio del ticket', { id: 'sale-folio' }), example: 'A-1001' },
    fault: isTaken ? html`${fault} ${link}` : fault,
  });
}

/** Saved, and what is next; a sale past its deadline is saved too, but only the merchant can invoice it. */
function storedNews(panel: Panel, stored: StoredSale): unknown {
  if (!lateWords(stored)) return nextStep(panel, storedWords(stored));
  const link = html`<a href="/panel/ventas/${stored.id}">${msg(str`Ver la venta ${stored.folio}`, { id: 'sale-see' })}</a>`;
  return news(notice('warn', html`<p>${storedWords(stored)}</p><p>${link}</p>`));
}

function lateWords({ warnings = [] }: StoredSale): string | undefined {
  return warnings.find(({ code }) => code === 'deadline-over')?.detail;
}

function storedWords(stored: StoredSale): string {
  const { folio, total, moneda } = stored;
  const late = lateWords(stored);
  if (late)
    return `${msg(str`La venta ${folio} de ${money(total, moneda)} quedó guardada.`, { id: 'sale-kept' })} ${late}`;
  return msg(str`La venta ${folio} de ${money(total, moneda)} ya se puede facturar.`, { id: 'sale-stored' });
}

function emptySale(sold: string): Values {
  const now = new Date();
  const local = new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
  return {
    folio: '',
    date: local,
    sold,
    formaPago: '01',
    email: '',
    branch: '',
    count: '1',
    ...emptyLine(0),
  };
}

function saleOf(values: Values, [first]: readonly Branch[] = []): object {
  const { folio, date = '', formaPago, sold = '', email } = values;
  // Sent even if there is no choice: a person limited to branches may not sell at the merchant's first one.
  const branch = values.branch || first?.code;
  const conceptos = linesOf(values).map(({ iva, ...line }) => ({
    ...clavesOf(sold),
    ...line,
    impuestos: impuestosOf(iva),
  }));
  return {
    ...{ folio, date: new Date(date).toISOString(), formaPago, total: totalOf(linesOf(values)), conceptos },
    ...(email && { email }),
    ...(branch && { branch }),
  };
}

function totalWords(values: Values): string {
  const total = totalOf(linesOf(values));
  return total === undefined ? '—' : money(total);
}

function branchChoice(form: Form, branches: readonly Branch[]) {
  if (branches.length < 2) return nothing;
  const options = branches.map(({ code, name }) => [code, name] as const);
  return form.choice('branch', { label: msg('Sucursal', { id: 'branch' }) }, options);
}
