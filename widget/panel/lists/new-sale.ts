/** A sale typed by hand: what a ticket says, line by line; its total is computed. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { action } from '../../ui/button.ts';
import { field } from '../../ui/field.ts';
import { LATEST, money } from '../dates.ts';
import { createForm, type Form, type Values } from '../form.ts';
import { afterwards } from '../next-step.ts';
import { type OpenPage, readsSettings } from '../page.ts';
import { remote } from '../remote.ts';
import type { Branch, Fault, ListedSale } from '../wire.ts';
import { plainAmount, toMicro, totalOf } from './decimals.ts';
import { clavesOf, formasPago, impuestosOf, ivas, soldChoice, usualSold } from './sold-words.ts';

const LINE = ['descripcion', 'cantidad', 'valorUnitario', 'iva'] as const;
const MOST_LINES = 20;

/** Opens the page that adds a sale by hand. */
export const newSalePage: OpenPage = (panel) => {
  let stored: ListedSale | undefined;
  const branches = remote(panel, () => panel.call<{ branches: readonly Branch[] }>('GET', 'branches'));
  const form = createForm(panel, {
    ...{ name: 'sale', values: emptySale(usualSold(panel.merchant)) },
    required: (values) => ['folio', 'date', ...lineNames(values)],
    check: amountFaults,
    tidy: (name, value) => (/valorUnitario|cantidad/.test(name) ? plainAmount(value) : value.trim()),
    async send(values) {
      stored = undefined;
      const body = saleOf(values, branches.value()?.branches);
      // A program that sends a sale again corrects it; a person who types its folio again has another ticket in hand.
      stored = await panel.call<ListedSale>('POST', 'sales?existing=refuse', { body });
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
      ${afterwards(panel, stored && storedWords(stored))}
      ${form.render(
        html`<div class="two">
            ${folioField(form)}
            ${form.field('date', { label: msg('Fecha y hora', { id: 'sale-date' }), type: 'datetime-local', max: LATEST })}
          </div>
          ${soldChoice(form)} ${lines(form)}
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
  const link = html`<a href="/panel/ventas?folio=${encodeURIComponent(folio)}">${msg(str`Ver la venta ${folio}`, { id: 'sale-taken' })}</a>`;
  const fault = form.faultAt('folio');
  return field({
    ...{ name: 'folio', value: folio, label: msg('Folio del ticket', { id: 'sale-folio' }), example: 'A-1001' },
    fault: isTaken ? html`${fault} ${link}` : fault,
  });
}

function storedWords({ folio, total, moneda }: ListedSale): string {
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

function emptyLine(index: number): Values {
  return Object.fromEntries(
    LINE.map((name) => [at(index, name), name === 'cantidad' ? '1' : name === 'iva' ? '0.160000' : '']),
  );
}

const at = (index: number, name: (typeof LINE)[number]): string => `conceptos/${index}/${name}`;

const indexes = ({ count = '1' }: Values): readonly number[] =>
  Array.from({ length: Number(count) }, (_, index) => index);

function lineNames(values: Values): readonly string[] {
  return indexes(values).flatMap((index) => LINE.map((name) => at(index, name)));
}

function linesOf(values: Values) {
  return indexes(values).map((index) => {
    const [descripcion = '', cantidad = '', valorUnitario = '', iva = ''] = LINE.map((name) => values[at(index, name)]);
    return { descripcion, cantidad: plainAmount(cantidad), valorUnitario: plainAmount(valorUnitario), iva };
  });
}

function amountFaults(values: Values): readonly Fault[] {
  return indexes(values).flatMap((index) =>
    (['cantidad', 'valorUnitario'] as const)
      .filter((name) => toMicro(values[at(index, name)] ?? '') === undefined)
      .map((name) => ({
        pointer: `/${at(index, name)}`,
        code: 'client',
        detail: msg('Escribe un número, como 348.00.', { id: 'amount-form' }),
      })),
  );
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

function lines(form: Form) {
  const all = indexes(form.values());
  return html`<div class="lines">
    ${all.map(
      (index) => html`<fieldset>
        <legend>${all.length === 1 ? msg('Lo que compró', { id: 'sale-line' }) : msg(str`Producto ${index + 1}`, { id: 'sale-line-of' })}</legend>
        ${form.field(at(index, 'descripcion'), { label: msg('Descripción', { id: 'sale-what' }), example: msg('Ej. Desayuno completo', { id: 'sale-what-example' }) })}
        <div class="two">
          ${form.field(at(index, 'cantidad'), { label: msg('Cantidad', { id: 'sale-quantity' }), inputmode: 'decimal' })}
          ${form.field(at(index, 'valorUnitario'), { label: msg('Precio, con IVA', { id: 'sale-price' }), inputmode: 'decimal', example: '348.00' })}
          ${form.choice(at(index, 'iva'), { label: 'IVA' }, ivas())}
        </div>
      </fieldset>`,
    )}
    <div>
      ${all.length < MOST_LINES ? action(msg('Agregar otro producto', { id: 'sale-add-line' }), () => addLine(form)) : nothing}
      ${all.length > 1 ? action(msg('Quitar el último', { id: 'sale-drop-line' }), () => form.set({ count: String(all.length - 1) })) : nothing}
    </div>
  </div>`;
}

function addLine(form: Form): void {
  const count = indexes(form.values()).length;
  form.set({ count: String(count + 1), ...emptyLine(count) });
}

function branchChoice(form: Form, branches: readonly Branch[]) {
  if (branches.length < 2) return nothing;
  const options = branches.map(({ code, name }) => [code, name] as const);
  return form.choice('branch', { label: msg('Sucursal', { id: 'branch' }) }, options);
}
