/** Which column of a till's file is which: guessed from its name, and corrected by the merchant. */
import { msg } from '@lit/localize';

/** The columns that a sale needs from a file, and those that it may have, by the API's names. */
export const COLUMNS = [
  'folio',
  'date',
  'hora',
  'total',
  'formaPago',
  'email',
  'branch',
  'descripcion',
  'cantidad',
  'valorUnitario',
] as const;
/** A column that a file of sales can have. */
export type Column = (typeof COLUMNS)[number];
/** The columns that every file of sales must have. */
export const NEEDED: readonly Column[] = ['folio', 'date', 'total'];

/** Names a column in the page's language. */
export function columnWords(column: Column): string {
  return {
    folio: () => msg('Folio', { id: 'folio' }),
    date: () => msg('Fecha', { id: 'date' }),
    hora: () => msg('Hora', { id: 'branch-zone' }),
    total: () => msg('Total', { id: 'total' }),
    formaPago: () => msg('Forma de pago', { id: 'col-paid' }),
    email: () => msg('Correo', { id: 'email' }),
    branch: () => msg('Sucursal', { id: 'branch' }),
    descripcion: () => msg('Descripción', { id: 'sale-what' }),
    cantidad: () => msg('Cantidad', { id: 'sale-quantity' }),
    valorUnitario: () => msg('Precio', { id: 'col-price' }),
  }[column]();
}

const LOOKS: Readonly<Record<Column, RegExp>> = {
  folio: /folio|ticket|pedido|orden|nota|comanda/,
  date: /^fec\b|fecha|date/,
  hora: /^hora|time/,
  total: /^total|monto|importe ?total/,
  formaPago: /pago/,
  email: /correo|mail/,
  branch: /sucursal|tienda/,
  descripcion: /descripcion|producto|concepto|articulo/,
  cantidad: /cantidad|piezas|^cant/,
  valorUnitario: /precio|unitario/,
};

/** The place of each column that was recognized; each place is taken once. */
export function guess(names: readonly string[]): Readonly<Partial<Record<Column, number>>> {
  const plain = names.map((name) => name.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim());
  const found: Partial<Record<Column, number>> = {};
  for (const column of COLUMNS) {
    const taken = Object.values(found);
    const place = plain.findIndex((name, at) => !taken.includes(at) && LOOKS[column].test(name));
    if (place >= 0) found[column] = place;
  }
  return found;
}

/** The header as the API reads it: chosen columns under its names, the others under meaningless names. */
export function headerOf(
  names: readonly string[],
  chosen: Readonly<Partial<Record<Column, number>>>,
): readonly string[] {
  return names.map((_, at) => COLUMNS.find((column) => chosen[column] === at) ?? `otra ${at + 1}`);
}
