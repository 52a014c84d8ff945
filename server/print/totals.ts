/** The totals on the right, and the total in words on the left. */
import type { Content } from 'pdfmake/interfaces.js';
import { impuesto } from '../catalogs/impuesto.ts';
import type { Comprobante, Impuestos, Traslado } from '../cfdi/comprobante.ts';
import { amountInWords } from './amount-in-words.ts';
import { money, quantity, taxName } from './figures.ts';
import { GREY } from './paper.ts';

/** Kept on one page, so that a total is never far from its words. */
export function totals(c: Comprobante): Content {
  const words = amountInWords(c.total, c.moneda);
  return {
    unbreakable: true,
    columns: [
      {
        width: '*',
        stack: words
          ? [
              { text: 'Importe con letra', style: 'label' },
              { text: words, margin: [0, 2, 0, 0] },
            ]
          : [],
      },
      { width: 230, table: { widths: ['*', 'auto'], body: sums(c) }, layout: LAYOUT },
    ],
    columnGap: 20,
  };
}

function sums(c: Comprobante): Content[][] {
  const row = (label: string, figure: string): Content[] => [
    { text: label, color: GREY },
    { text: figure, alignment: 'right', noWrap: true },
  ];
  return [
    row('Subtotal', money(c.subTotal)),
    ...(c.descuento ? [row('Descuento', `-${money(c.descuento)}`)] : []),
    ...taxRows(c.impuestos).map(([label, figure]) => row(label, figure)),
    [
      { text: 'Total', style: 'total', margin: [0, 2, 0, 0] },
      { text: `${money(c.total)} ${c.moneda}`, style: 'total', alignment: 'right', noWrap: true, margin: [0, 2, 0, 0] },
    ],
  ];
}

function taxRows(impuestos: Impuestos | undefined): readonly (readonly [label: string, figure: string])[] {
  if (!impuestos) return [];
  return [
    ...impuestos.traslados.map((t) => [trasladoLabel(t), t.importe ? money(t.importe) : money('0')] as const),
    ...impuestos.retenciones.map((r) => [`Retención de ${taxText(r.impuesto)}`, `-${money(r.importe)}`] as const),
  ];
}

function trasladoLabel(t: Traslado): string {
  const base = t.tipoFactor === 'Cuota' ? quantity(t.base) : money(t.base);
  return `${taxName(taxText(t.impuesto), t)} (base ${base})`;
}

function taxText(clave: string): string {
  return impuesto(clave)?.texto ?? clave;
}

const LAYOUT = {
  hLineWidth: (row: number, { table }: { table: { body: unknown[] } }) => (row === table.body.length - 1 ? 0.8 : 0),
  vLineWidth: () => 0,
  paddingLeft: () => 0,
  paddingRight: () => 0,
  paddingTop: () => 1.5,
  paddingBottom: () => 1.5,
};
