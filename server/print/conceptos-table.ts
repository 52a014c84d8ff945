/** The table of concepts: what was sold and, under each description, its taxes and whatever else the XML says about it. */
import type { Content, CustomTableLayout, TableCell } from 'pdfmake/interfaces.js';
import { claveUnidad } from '../catalogs/clave-unidad.ts';
import { impuesto } from '../catalogs/impuesto.ts';
import { objetoImp } from '../catalogs/objeto-imp.ts';
import type { Comprobante, Concepto, Parte, Traslado } from '../cfdi/comprobante.ts';
import { money, named, quantity, taxName } from './figures.ts';
import { GREY, RULE, WIDTH } from './paper.ts';
import { type ShownAmounts, shownAmounts } from './shown-decimals.ts';

const GUTTER = 8;

/** All of a document's concepts; the header is repeated on every page and a concept is never cut in two. */
export function conceptosTable(c: Comprobante): Content {
  const { conceptos } = c;
  const amounts = shownAmounts(c);
  const discounted = conceptos.some((c) => c.descuento !== undefined);
  const columns = COLUMNS.filter((column) => discounted || column.head !== 'Descuento');
  // Every width is a number: in a column of its own choice pdfmake never breaks a long word, it leaves the page.
  const fixed = columns.reduce((used, { width }) => used + width + GUTTER, -GUTTER);
  const head = columns.map(
    ({ head: text, align }): TableCell => ({ text, style: 'columnHead', alignment: align ?? 'left', noWrap: true }),
  );
  const rows = conceptos.map((one) => columns.map(({ cell, align }): TableCell => aligned(cell(one, amounts), align)));
  return {
    table: {
      headerRows: 1,
      keepWithHeaderRows: 1,
      dontBreakRows: true,
      widths: columns.map(({ width }) => width || WIDTH - fixed),
      body: [head, ...rows],
    },
    layout: LAYOUT,
    margin: [0, 6, 0, 8],
  };
}

type Lines = { readonly main: string; readonly small: readonly string[]; readonly noWrap?: boolean };

type Column = {
  readonly head: string;
  /** Points; 0 takes what the others leave. */
  readonly width: number;
  readonly align?: 'right';
  readonly cell: (concepto: Concepto, amounts: ShownAmounts) => Lines;
};

const COLUMNS: readonly Column[] = [
  { head: 'Clave', width: 52, cell: (c) => ({ main: c.claveProdServ, small: present(c.noIdentificacion) }) },
  { head: 'Cantidad', width: 40, align: 'right', cell: (c) => figure(quantity(c.cantidad)) },
  { head: 'Unidad', width: 58, cell: unidad },
  { head: 'Descripción', width: 0, cell: (c, shown) => ({ main: c.descripcion, small: details(c, shown) }) },
  { head: 'Valor unitario', width: 66, align: 'right', cell: (c, shown) => figure(money(shown.valorUnitario(c))) },
  {
    head: 'Descuento',
    width: 58,
    align: 'right',
    cell: (c, shown) => figure(c.descuento ? money(shown.importe(c.descuento)) : ''),
  },
  { head: 'Importe', width: 66, align: 'right', cell: (c, shown) => figure(money(shown.importe(c.importe))) },
];

function aligned({ main, small, noWrap = false }: Lines, align: 'right' | undefined): TableCell {
  const text = { text: main, alignment: align ?? ('left' as const), noWrap };
  return small.length ? { stack: [text, { text: small.join('\n'), style: 'small' }] } : text;
}

function figure(main: string): Lines {
  return { main, small: [], noWrap: true };
}

function unidad(c: Concepto): Lines {
  const name = claveUnidad(c.claveUnidad);
  const own = c.unidad?.toLowerCase() === name?.toLowerCase() ? undefined : c.unidad;
  return { main: named(c.claveUnidad, name), small: present(own) };
}

function details(c: Concepto, amounts: ShownAmounts): readonly string[] {
  const third = c.aCuentaTerceros;
  const [first, ...others] = [
    ...c.traslados.map((t) => taxLine('', t, amounts)),
    ...c.retenciones.map((r) => taxLine('Retención de ', r, amounts)),
  ];
  const objeto = named(c.objetoImp, objetoImp(c.objetoImp)?.texto);
  return [
    first ? `${objeto} · ${first}` : objeto,
    ...others,
    ...(third
      ? [`A cuenta de ${third.nombre}, RFC ${third.rfc}, régimen ${third.regimenFiscal}, C.P. ${third.codigoPostal}`]
      : []),
    ...c.informacionAduanera.map((pedimento) => `Pedimento ${pedimento}`),
    ...c.cuentaPredial.map((numero) => `Cuenta predial ${numero}`),
    ...c.partes.map(parte),
  ];
}

function taxLine(prefix: string, tax: Traslado, amounts: ShownAmounts): string {
  const name = `${prefix}${taxName(impuesto(tax.impuesto)?.texto ?? tax.impuesto, tax)}`;
  const base = tax.tipoFactor === 'Cuota' ? quantity(tax.base) : money(amounts.base(tax));
  return `${name} de ${base}${tax.importe === undefined ? '' : `: ${money(amounts.importe(tax.importe))}`}`;
}

function parte(p: Parte): string {
  const pedimentos = p.informacionAduanera.map((pedimento) => `, pedimento ${pedimento}`).join('');
  return `Incluye ${quantity(p.cantidad)} ${p.unidad ?? ''} ${p.descripcion} (${p.claveProdServ})${pedimentos}`;
}

function present(text: string | undefined): readonly string[] {
  return text === undefined ? [] : [text];
}

const LAYOUT: CustomTableLayout = {
  hLineWidth: (row) => (row < 2 ? 0.8 : 0.4),
  vLineWidth: () => 0,
  hLineColor: (row) => (row < 2 ? GREY : RULE),
  paddingLeft: (column) => (column === 0 ? 0 : GUTTER),
  paddingRight: () => 0,
  paddingTop: () => 1.8,
  paddingBottom: () => 1.4,
};
