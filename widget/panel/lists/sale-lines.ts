/** The lines of a sale that is typed by hand: what was bought, how many and at which price. */
import { msg, str } from '@lit/localize';
import { html, nothing } from 'lit';
import { action } from '../../ui/button.ts';
import { focusOn } from '../focus.ts';
import type { Form, Values } from '../form.ts';
import type { Panel } from '../page.ts';
import type { Fault } from '../wire.ts';
import { plainAmount, toMicro, totalOf } from './decimals.ts';
import { ivas } from './sold-words.ts';

const LINE = ['descripcion', 'cantidad', 'valorUnitario', 'iva'] as const;
const MOST_LINES = 20;

/** The values of a new line: one unit, at IVA of 16 %. */
export function emptyLine(index: number): Values {
  return Object.fromEntries(
    LINE.map((name) => [at(index, name), name === 'cantidad' ? '1' : name === 'iva' ? '0.160000' : '']),
  );
}

const at = (index: number, name: (typeof LINE)[number]): string => `conceptos/${index}/${name}`;

const indexes = ({ count = '1' }: Values): readonly number[] =>
  Array.from({ length: Number(count) }, (_, index) => index);

/** The names of the fields of every line. */
export function lineNames(values: Values): readonly string[] {
  return indexes(values).flatMap((index) => LINE.map((name) => at(index, name)));
}

/** The lines as they are typed, their amounts without signs and commas. */
export function linesOf(values: Values) {
  return indexes(values).map((index) => {
    const [descripcion = '', cantidad = '', valorUnitario = '', iva = ''] = LINE.map((name) => values[at(index, name)]);
    return { descripcion, cantidad: plainAmount(cantidad), valorUnitario: plainAmount(valorUnitario), iva };
  });
}

/** The faults of quantities and prices that no sale can have. */
export function amountFaults(values: Values): readonly Fault[] {
  const faults = indexes(values).flatMap((index) =>
    (['cantidad', 'valorUnitario'] as const).flatMap((name) => {
      const detail = amountFault(values[at(index, name)] ?? '', name === 'cantidad');
      return detail === undefined ? [] : [faultAt(index, name, detail)];
    }),
  );
  if (faults.length || totalOf(linesOf(values)) !== '0.00') return faults;
  // One line may be a gift, but not all of them.
  return [faultAt(0, 'valorUnitario', positiveWords())];
}

function faultAt(index: number, name: (typeof LINE)[number], detail: string): Fault {
  return { pointer: `/${at(index, name)}`, code: 'client', detail };
}

function amountFault(text: string, isPositive: boolean): string | undefined {
  const amount = toMicro(text.replace(/^\s*[-−]/, ''));
  if (amount === undefined) return msg('Escribe un número, como 348.00.', { id: 'amount-form' });
  const isNegative = /^\s*[-−]/.test(text);
  return isNegative || (isPositive && amount === 0n) ? positiveWords() : undefined;
}

function positiveWords(): string {
  return msg('Debe ser mayor que cero.', { id: 'amount-positive' });
}

/** Renders the lines, and the buttons that add and remove one. */
export function lines(panel: Panel, form: Form) {
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
      ${all.length < MOST_LINES ? action(msg('Agregar otro producto', { id: 'sale-add-line' }), () => addLine(panel, form)) : nothing}
      ${all.length > 1 ? action(msg('Quitar el último', { id: 'sale-drop-line' }), () => form.set({ count: String(all.length - 1) })) : nothing}
    </div>
  </div>`;
}

function addLine(panel: Panel, form: Form): void {
  const count = indexes(form.values()).length;
  form.set({ count: String(count + 1), ...emptyLine(count) });
  void focusOn(panel, at(count, 'descripcion'));
}
