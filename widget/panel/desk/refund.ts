/** Registering a refund: what was refunded, what will be issued for it, and then the confirmation. */
import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import { action } from '../../ui/button.ts';
import { Refusal } from '../api.ts';
import { LATEST, money } from '../dates.ts';
import { createForm, type Form, type Values } from '../form.ts';
import { plainAmount, toMicro } from '../lists/decimals.ts';
import { formasPago } from '../lists/sold-words.ts';
import type { OpenPage, Panel } from '../page.ts';
import { remote } from '../remote.ts';
import type { Fault } from '../wire.ts';
import { type Act, createAct } from './act.ts';
import type { RefundPreview, WholeSale } from './desk-wire.ts';
import { documentView } from './document-view.ts';
import { returnedOf } from './returned-goods.ts';
import { relationWords } from './words.ts';

type Reviewed = { readonly preview: RefundPreview; readonly body: object };

/** Opens the page that registers a refund: first the form, then what it would do. */
export const refundPage: OpenPage = (panel, { id = '' }) => {
  const path = `sales/${encodeURIComponent(id)}/refunds`;
  const sale = remote(panel, () => panel.call<WholeSale>('GET', `sales/${encodeURIComponent(id)}`));
  const act = createAct(panel);
  let form: Form | undefined;
  let reviewed: Reviewed | undefined;
  const review = (next: Reviewed | undefined): void => {
    reviewed = next;
    panel.redraw();
  };
  const register = () =>
    act.go(async () => {
      await panel.call('POST', path, { body: reviewed?.body });
      panel.changed();
      panel.go(`/panel/ventas/${id}`);
    });
  return {
    title: () => msg('Registrar una devolución', { id: 'refund-add' }),
    lead: () => {
      const value = sale.value();
      return value
        ? msg(
            str`De la venta ${value.folio}, de ${money(value.total, value.moneda)}. Antes de registrarla te decimos qué se emite.`,
            {
              id: 'refund-lead',
            },
          )
        : nothing;
    },
    render: () =>
      sale.show((value) => {
        if (reviewed) return reviewing(value, reviewed.preview, act, { back: () => review(undefined), go: register });
        form ??= refundForm(panel, value, path, review);
        return form.render(
          fields(form, value),
          msg('Ver qué se emite', { id: 'refund-review' }),
          msg('Revisando…', { id: 'reviewing' }),
        );
      }),
  };
};

/** The reference of a refund, by which a repeated request is the same refund. */
const newReference = (): string => `panel-${crypto.randomUUID()}`;

function refundForm(panel: Panel, sale: WholeSale, path: string, review: (next: Reviewed) => void): Form {
  const reference = newReference();
  return createForm(panel, {
    name: `refund ${sale.id}`,
    values: {
      ...{ what: 'money', total: '', formaPago: sale.formaPago ?? '', date: localNow() },
      ...Object.fromEntries(sale.conceptos.map((_, index) => [quantityAt(index), ''])),
    },
    required: ({ what }) => (what === 'goods' ? ['date', 'formaPago'] : ['total', 'date', 'formaPago']),
    check: (values) => amountFaults(values, sale),
    tidy: (name, value) => (name === 'total' || name.startsWith('cantidad') ? plainAmount(value) : value.trim()),
    async send(values) {
      const goods = values.what === 'goods' ? returnedOf(sale, quantitiesOf(values, sale)) : undefined;
      const total = plainAmount(values.total || goods?.total || '');
      const body = {
        ...{ reference, total, date: new Date(values.date ?? '').toISOString(), formaPago: values.formaPago },
        ...(goods && { conceptos: goods.conceptos }),
      };
      const preview = await panel.call<RefundPreview>('POST', `${path}/preview`, { body }).catch(atTheTotal);
      review({ preview, body });
      panel.say(msg('Revisa qué se emite antes de registrarla.', { id: 'refund-review-said' }));
    },
  });
}

/** Of a sale and what was refunded before, only the total that was typed can be changed. */
function atTheTotal(error: unknown): never {
  if (!(error instanceof Refusal) || error.problem.code !== 'refund-too-much') throw error;
  const { code, detail } = error.problem;
  throw new Refusal({ ...error.problem, errors: [{ pointer: '/total', code, detail }] });
}

const quantityAt = (index: number): string => `cantidad/${index}`;

function quantitiesOf(values: Values, { conceptos }: WholeSale): readonly string[] {
  return conceptos.map((_, index) => values[quantityAt(index)] ?? '');
}

function amountFaults(values: Values, sale: WholeSale): readonly Fault[] {
  const number = msg('Escribe un número, como 348.00.', { id: 'amount-form' });
  if (values.what !== 'goods')
    return toMicro(values.total ?? '') === undefined ? [{ pointer: '/total', code: 'client', detail: number }] : [];
  const typed = quantitiesOf(values, sale);
  const wrong = typed.flatMap((text, index) => {
    const count = text ? toMicro(text) : 0n;
    const sold = toMicro(sale.conceptos[index]?.cantidad ?? '') ?? 0n;
    if (count === undefined) return [{ pointer: `/${quantityAt(index)}`, code: 'client', detail: number }];
    if (count <= sold) return [];
    const detail = msg(str`Se vendieron ${sale.conceptos[index]?.cantidad ?? ''}.`, { id: 'refund-too-many' });
    return [{ pointer: `/${quantityAt(index)}`, code: 'client', detail }];
  });
  if (wrong.length || typed.some((text) => (toMicro(text) ?? 0n) > 0n)) return wrong;
  const detail = msg('Escribe cuántas piezas regresaron.', { id: 'refund-how-many' });
  return [{ pointer: `/${quantityAt(0)}`, code: 'client', detail }];
}

function fields(form: Form, sale: WholeSale): TemplateResult {
  const isGoods = form.values().what === 'goods';
  return html`${form.choice('what', { label: msg('¿Qué se devolvió?', { id: 'refund-what' }) }, [
    ['money', msg('Solo dinero: un descuento o un cobro de más', { id: 'refund-money' })],
    ['goods', msg('Productos que regresaron', { id: 'refund-goods' })],
  ])}
    ${
      isGoods
        ? html`<div class="lines">
            ${sale.conceptos.map((concepto, index) =>
              form.field(quantityAt(index), {
                label: concepto.descripcion,
                hint: msg(str`Se vendieron ${concepto.cantidad}. Deja vacío lo que no regresó.`, { id: 'refund-of' }),
                inputmode: 'decimal',
                optional: true,
              }),
            )}
          </div>`
        : form.field('total', {
            label: msg('Cuánto devolviste, con impuestos', { id: 'refund-total' }),
            hint: msg(str`La venta es de ${money(sale.total, sale.moneda)}.`, { id: 'refund-total-hint' }),
            inputmode: 'decimal',
            example: '100.00',
          })
    }
    <div class="two">
      ${form.choice('formaPago', { label: msg('¿Cómo lo devolviste?', { id: 'refund-paid' }) }, formasPago())}
      ${form.field('date', { label: msg('Fecha y hora', { id: 'sale-date' }), type: 'datetime-local', max: LATEST })}
    </div>`;
}

function localNow(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function reviewing(
  sale: WholeSale,
  { outcome, left, egreso, relation, invoice }: RefundPreview,
  act: Act,
  { back, go }: { readonly back: () => void; readonly go: () => void },
): TemplateResult {
  const words = {
    reduced: () =>
      msg(str`Nadie la ha facturado todavía: la venta queda en ${money(left ?? '0', sale.moneda)}. No se emite nada.`, {
        id: 'refund-reduced',
      }),
    closed: () =>
      msg('Nadie la ha facturado todavía: la venta se cierra y ya no se factura. No se emite nada.', {
        id: 'refund-closed',
      }),
    credited: () => msg('Se emite esta nota de crédito y se envía a tu cliente.', { id: 'refund-credited' }),
    'awaiting-approval': () =>
      msg('Queda en espera de que la apruebes. Entonces se emite esta nota de crédito.', { id: 'refund-approval' }),
    waiting: () =>
      msg('Su factura se está haciendo o cancelando. En cuanto termine, se hace lo que toque.', {
        id: 'refund-waiting',
      }),
  };
  return html`<section>
    ${act.trouble()}
    <h2>${msg('Qué va a pasar', { id: 'refund-what-happens' })}</h2>
    <p>${words[outcome]()}</p>
    ${egreso ? documentView(egreso) : nothing}
    ${relation && invoice ? html`<p>${relationWords(relation.tipoRelacion)} <a href="/panel/facturas/${invoice.id}">${invoice.serie}-${invoice.folio}</a> <small>(${relation.tipoRelacion})</small></p>` : nothing}
    <div class="bar-of-actions start">
      <button class="main" type="button" aria-disabled=${act.isBusy() ? 'true' : nothing} @click=${go}>${act.isBusy() ? msg('Registrando…', { id: 'refund-registering' }) : msg('Registrar la devolución', { id: 'refund-go' })}</button>
      ${action(msg('Cambiar', { id: 'change' }), back)}
    </div>
  </section>`;
}
